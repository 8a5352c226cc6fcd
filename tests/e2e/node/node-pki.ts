import type { KeyObject } from 'node:crypto';
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CertificateRequest, Name } from '../../../src/embedded/certificate.ts';
import { issueCertificate } from '../../../src/embedded/certificate.ts';
import type { ClusterPlan } from './cluster-plan.ts';

/** Writes the certificates, keys and kubeconfigs that a cluster starts with. */
export function writePki({ pki, server, nodes, name }: ClusterPlan): void {
  mkdirSync(pki, { recursive: true, mode: 0o700 });
  const write = (file: string, text: string) => writeFileSync(join(pki, file), text, { mode: 0o600 });
  const keys = (file: string) => {
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    write(`${file}.key`, pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
    return pair;
  };
  const issue = (
    file: string,
    issuer: Issuer | undefined,
    request: Pick<CertificateRequest, 'use' | 'hosts'> & Name,
  ) => {
    const { publicKey, privateKey } = keys(file);
    const { commonName, organization, use, hosts = [] } = request;
    const subject = organization === undefined ? { commonName } : { commonName, organization };
    const by = issuer ?? { subject, key: privateKey };
    write(`${file}.crt`, issueCertificate({ ...validity(), subject, publicKey, issuer: by, use, hosts }));
    return { subject, key: privateKey };
  };
  const ca = issue('ca', undefined, { commonName: `${name}-ca`, use: 'authority' });
  const user = (file: string, commonName: string, organization?: string, hosts?: readonly string[]) => {
    const group = organization === undefined ? {} : { organization };
    issue(file, ca, {
      commonName,
      ...group,
      ...(hosts === undefined ? { use: 'client' } : { use: 'server and client', hosts }),
    });
    write(`${file}.conf`, kubeconfig(name, server, pki, file));
  };
  issue('apiserver', ca, { commonName: 'kube-apiserver', use: 'server', hosts: [...apiserverNames, server] });
  issue('kubelet-client', ca, {
    commonName: 'kube-apiserver-kubelet-client',
    organization: 'system:masters',
    use: 'client',
  });
  const requestHeaders = issue('front-proxy-ca', undefined, { commonName: `${name}-front-proxy-ca`, use: 'authority' });
  issue('front-proxy', requestHeaders, { commonName: 'front-proxy-client', use: 'client' });
  user('admin', 'admin', 'system:masters');
  user('controller-manager', 'system:kube-controller-manager');
  user('scheduler', 'system:kube-scheduler');
  user('proxy', 'system:kube-proxy');
  for (const node of nodes)
    user(`kubelet-${node.name}`, `system:node:${node.name}`, 'system:nodes', [node.name, node.address]);
  write('service-account.pub', keys('service-account').publicKey.export({ type: 'spki', format: 'pem' }).toString());
}

type Issuer = { readonly subject: Name; readonly key: KeyObject };

const apiserverNames = [
  ...['127.0.0.1', '10.96.0.1', 'localhost', 'kubernetes', 'kubernetes.default', 'kubernetes.default.svc'],
  'kubernetes.default.svc.cluster.local',
];

const dayMs = 86_400_000;
const validity = () => ({ notBefore: new Date(Date.now() - dayMs / 24), notAfter: new Date(Date.now() + dayMs) });

const kubeconfig = (name: string, server: string, pki: string, user: string): string =>
  JSON.stringify({
    ...{ apiVersion: 'v1', kind: 'Config', 'current-context': name },
    clusters: [{ name, cluster: { server: `https://${server}:6443`, 'certificate-authority': join(pki, 'ca.crt') } }],
    users: [{ name, user: { 'client-certificate': join(pki, `${user}.crt`), 'client-key': join(pki, `${user}.key`) } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
  });
