import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Connection } from '../../src/cluster/connect.ts';
import type { JsonObject } from '../../src/kubernetes/json.ts';
import { valueAt } from '../../src/kubernetes/json.ts';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';
import { runSteps } from '../../src/session/steps/run-steps.ts';
import { brief, judge } from '../checks/judging.ts';
import { named, storedCertificates } from '../fixtures/real-objects.ts';
import { connectTo, kubectl, sessionOn } from './session-cluster.ts';
import { serverIdentity } from './test-certificates.ts';

const namespace = 'certificates';
const [approved, denied] = ['certificates-approved', 'certificates-denied'];
/** A request that openssl made, in base64, and the key that it is for. */
const { 'tls.crt': request, 'tls.key': key } = Object(named(storedCertificates, 'Secret/request').data);
let client: Connection;

beforeAll(async () => {
  client = await connectTo();
  await kubectl(['create', 'namespace', namespace]);
});

afterAll(async () => {
  await kubectl(['delete', 'csr', approved, denied, '--ignore-not-found']);
  await kubectl(['delete', 'namespace', namespace, '--wait=false']);
  client.close();
});

const tlsSecret = (name: string, certificate: string, privateKey: string) => ({
  ...{ apiVersion: 'v1', kind: 'Secret', type: 'kubernetes.io/tls', metadata: { name, namespace } },
  stringData: { 'tls.crt': certificate, 'tls.key': privateKey },
});

const signingRequest = (name: string) => ({
  ...{ apiVersion: 'certificates.k8s.io/v1', kind: 'CertificateSigningRequest', metadata: { name } },
  spec: {
    ...{ request, usages: ['client auth'], signerName: 'kubernetes.io/kube-apiserver-client' },
    expirationSeconds: 86_400,
  },
});

async function judged(certificate: JsonObject): Promise<string> {
  const lists = await Promise.all([
    kubectl(['get', 'secrets,configmaps', '-n', namespace, '-o', 'json']),
    kubectl(['get', 'csr', '-o', 'json']),
  ]);
  const objects = lists.flatMap((text): readonly KubeObject[] => JSON.parse(text).items);
  const where = 'csr' in certificate ? {} : { in: { namespace } };
  return brief(judge({ certificate: { ...where, ...certificate } }, { objects, now: new Date().toISOString() }));
}

test('a request from its making to its certificate', async () => {
  const check = { csr: approved, subject: { CN: 'shop.example.com', O: ['Shop'] }, usages: ['client auth'] };
  expect(await judged(check)).toBe('request_missing');
  await kubectl(['create', '-f', '-'], signingRequest(approved));
  await kubectl(['create', '-f', '-'], signingRequest(denied));
  expect(await judged(check)).toBe('holds');
  expect(await judged({ ...check, state: 'issued' })).toBe('request_state');
  const context = {
    ...sessionOn(client).context,
    namespaceOf: () => namespace,
    objectsOf: () => [],
    answer: () => Promise.reject(new Error('not asked for here')),
  };
  expect(await runSteps(context, [{ approve: approved }])).toMatchObject({ result: 'done' });
  expect(['holds', 'request_state*']).toContain(await judged({ ...check, state: 'issued' }));
  await kubectl(['wait', `csr/${approved}`, '--for=jsonpath={.status.certificate}', '--timeout=30s']);
  const signedBy = { configMap: 'kube-root-ca.crt', in: { namespace } };
  expect(await judged({ ...check, state: 'issued', signedBy, lifetime: 1, expirationSeconds: 86_400 })).toBe('holds');
  await kubectl(['certificate', 'deny', denied]);
  expect(await judged({ csr: denied, state: 'approved' })).toBe('request_state');
  expect(await judged({ csr: denied, state: 'denied' })).toBe('holds');

  const issued = valueAt(JSON.parse(await kubectl(['get', 'csr', approved, '-o', 'json'])), 'status', 'certificate');
  const [certificate = '', privateKey = ''] = [issued, key].map((text) =>
    Buffer.from(String(text), 'base64').toString(),
  );
  await kubectl(['apply', '-f', '-'], tlsSecret('client', certificate, privateKey));
  const kept = { secret: 'client', subject: check.subject, usages: check.usages, matchesKey: true, signedBy };
  expect(await judged(kept)).toBe('holds');
});

test('a TLS Secret', async () => {
  const [valid, expired] = [serverIdentity('valid'), serverIdentity('expired')];
  const check = { secret: 'shop', names: ['localhost', '127.0.0.1'], matchesKey: true, usages: ['server auth'] };
  expect(await judged(check)).toBe('object_missing');
  await kubectl(['apply', '-f', '-'], tlsSecret('shop', valid.certificate, valid.key));
  expect(await judged(check)).toBe('holds');
  expect(await judged({ ...check, validFor: 2 })).toBe('certificate_too_short');
  await kubectl(['apply', '-f', '-'], tlsSecret('shop', expired.certificate, valid.key));
  expect(await judged(check)).toBe('certificate_expired certificate_key_differs');
});
