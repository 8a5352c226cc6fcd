import { join } from 'node:path';
import type { Part } from './part.ts';
import type { EmbeddedPaths } from './paths.ts';

export interface Ports {
  readonly apiserver: number;
  readonly etcd: number;
  readonly etcdPeer: number;
}

export interface FlagOptions {
  readonly paths: EmbeddedPaths;
  readonly ports: Ports;
  /** etcd loses the last second on a power cut, and starts and writes faster: for tests. */
  readonly unsafeNoFsync: boolean;
}

/** The flags that a part is started with. */
export function partFlags(part: Part, options: FlagOptions): readonly string[] {
  switch (part) {
    case 'etcd':
      return etcdFlags(options);
    case 'kube-apiserver':
      return apiserverFlags(options);
    case 'kube-controller-manager':
      return controllerManagerFlags(options);
    case 'kube-scheduler':
      return [
        `--kubeconfig=${partKubeconfig('scheduler', options.paths)}`,
        '--leader-elect=false',
        '--secure-port=0', // its usual port is taken where another control plane runs
      ];
    case 'kwok':
      return [`--kubeconfig=${partKubeconfig('kwok', options.paths)}`, `--config=${kwokConfigFile(options.paths)}`];
    default:
      return part satisfies never;
  }
}

/** Parts that are clients of the API server; each has a kubeconfig and a certificate of this name. */
export const clientNames = ['admin', 'controller-manager', 'scheduler', 'kwok'] as const;

export const partKubeconfig = (name: (typeof clientNames)[number], paths: EmbeddedPaths): string =>
  join(paths.pki, `${name}.kubeconfig`);

export const kwokConfigFile = (paths: EmbeddedPaths): string => join(paths.cluster, 'kwok.yaml');

/** Addresses of Services and of pods; nothing listens there. */
const serviceRange = '10.96.0.0/16';
export const podRange = '10.244.0.0/16';

function etcdFlags({ paths, ports, unsafeNoFsync }: FlagOptions): readonly string[] {
  const client = `https://127.0.0.1:${ports.etcd}`;
  const peer = `https://127.0.0.1:${ports.etcdPeer}`;
  const tls = (prefix: string) => [
    `--${prefix}cert-file=${join(paths.pki, 'etcd.crt')}`,
    `--${prefix}key-file=${join(paths.pki, 'etcd.key')}`,
    `--${prefix}trusted-ca-file=${join(paths.pki, 'etcd-ca.crt')}`,
    `--${prefix}client-cert-auth`,
  ];
  return [
    '--name=kubeproctor',
    `--data-dir=${paths.etcdData}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=kubeproctor=${peer}`,
    ...tls(''),
    ...tls('peer-'),
    // On a port that it shares with HTTP, gRPC takes a quarter more of etcd's processor. Nobody asks by HTTP: any port will do.
    '--listen-client-http-urls=https://127.0.0.1:0',
    '--log-level=warn',
    ...(unsafeNoFsync ? ['--unsafe-no-fsync'] : []),
  ];
}

function apiserverFlags({ paths, ports }: FlagOptions): readonly string[] {
  const pki = (file: string) => join(paths.pki, file);
  return [
    '--bind-address=127.0.0.1',
    `--secure-port=${ports.apiserver}`,
    '--advertise-address=127.0.0.1',
    '--endpoint-reconciler-type=none',
    '--authorization-mode=Node,RBAC',
    '--enable-admission-plugins=NodeRestriction',
    '--allow-privileged=true', // as kind and minikube; without it a privileged container is refused
    `--service-cluster-ip-range=${serviceRange}`,
    // One after the other, the Events of a namespace that was much used take longer than a request may.
    '--delete-collection-workers=8',
    // A simulated node has no kubelet: `kubectl logs` and `exec` shall say so at once, and dial nobody.
    '--kubelet-preferred-address-types=ExternalDNS',
    `--kubelet-client-certificate=${pki('kubelet-client.crt')}`,
    `--kubelet-client-key=${pki('kubelet-client.key')}`,
    `--etcd-servers=https://127.0.0.1:${ports.etcd}`,
    `--etcd-cafile=${pki('etcd-ca.crt')}`,
    `--etcd-certfile=${pki('etcd-client.crt')}`,
    `--etcd-keyfile=${pki('etcd-client.key')}`,
    `--client-ca-file=${pki('ca.crt')}`,
    `--tls-cert-file=${pki('apiserver.crt')}`,
    `--tls-private-key-file=${pki('apiserver.key')}`,
    '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
    `--service-account-key-file=${pki('service-account.pub')}`,
    `--service-account-signing-key-file=${pki('service-account.key')}`,
    `--requestheader-client-ca-file=${pki('requestheader-ca.crt')}`,
    '--requestheader-allowed-names=requestheader-client',
    '--requestheader-username-headers=X-Remote-User',
    '--requestheader-group-headers=X-Remote-Group',
    '--requestheader-extra-headers-prefix=X-Remote-Extra-',
    `--proxy-client-cert-file=${pki('requestheader-client.crt')}`,
    `--proxy-client-key-file=${pki('requestheader-client.key')}`,
  ];
}

/**
 * With these, controllers do nothing for an object as long as they have not seen what they themselves wrote, and try again
 * after twice the time each time. Where much happens at once that came to minutes in which a ReplicaSet made no Pod.
 */
const waitingForOwnWrites = ['ReplicaSet', 'DaemonSet', 'StatefulSet', 'Job'].map(
  (kind) => `StaleControllerConsistency${kind}`,
);

function controllerManagerFlags({ paths }: FlagOptions): readonly string[] {
  const pki = (file: string) => join(paths.pki, file);
  return [
    `--kubeconfig=${partKubeconfig('controller-manager', paths)}`,
    '--leader-elect=false',
    '--secure-port=0', // its usual port is taken where another control plane runs
    // At the usual 20 requests a second it takes 5 seconds to start, and as long to delete a namespace.
    '--kube-api-qps=500',
    '--kube-api-burst=1000',
    // A simulated node is never lost, but under load KWOK's heartbeats were seen later than the usual 50 s: all Pods became unready.
    '--node-monitor-grace-period=10m',
    `--feature-gates=${waitingForOwnWrites.map((gate) => `${gate}=false`).join()}`,
    '--use-service-account-credentials',
    `--service-account-private-key-file=${pki('service-account.key')}`,
    `--root-ca-file=${pki('ca.crt')}`,
    `--cluster-signing-cert-file=${pki('ca.crt')}`,
    `--cluster-signing-key-file=${pki('ca.key')}`,
    `--service-cluster-ip-range=${serviceRange}`,
    '--allocate-node-cidrs',
    `--cluster-cidr=${podRange}`,
  ];
}
