import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OutageError } from '../../src/cluster/client.ts';
import { dryRunAnswer, dryRunRequest } from '../../src/cluster/dry-run.ts';
import { builtInKind } from '../../src/kubernetes/resource-kind.ts';

const podKind = builtInKind('Pod') ?? expect.unreachable();
const namespaceKind = builtInKind('Namespace') ?? expect.unreachable();

test('whatever is tried and wherever, the request is a dry run', () => {
  const segment = fc.string({ minLength: 1 }).filter((text) => text !== '.' && text !== '..');
  const metadata = fc.record({ name: fc.string(), namespace: fc.string() }, { requiredKeys: [] });
  fc.assert(
    fc.property(fc.constantFrom(podKind, namespaceKind), segment, metadata, (kind, namespace, meta) => {
      const object = { apiVersion: 'v1', kind: kind.kind, metadata: meta };
      const { method, path } = dryRunRequest({ read: 'dryRun', object, namespace }, kind);
      const url = new URL(path, 'https://server');
      expect([method, url.searchParams.getAll('dryRun'), url.hash]).toEqual(['POST', ['All'], '']);
    }),
  );
});

test('an object is sent to where it is tried, and one without a namespace to none', () => {
  const object = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: 'elsewhere' } };
  const read = { read: 'dryRun', object, namespace: 'shop' } as const;
  expect(dryRunRequest(read, podKind)).toEqual({
    method: 'POST',
    path: '/api/v1/namespaces/shop/pods?dryRun=All',
    body: { ...object, metadata: { name: 'web', namespace: 'shop' } },
  });
  expect(dryRunRequest(read, namespaceKind)).toEqual({
    method: 'POST',
    path: '/api/v1/namespaces?dryRun=All',
    body: { ...object, metadata: { name: 'web' } },
  });
});

const status = (code: number, reason: string, message: string, details = {}) => ({
  ...{ status: code, headers: {}, warnings: ['beware'] },
  body: { kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message, details },
});
const stored = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web-x7k2p' } };

test('admitted, with the warnings and the object as it would be stored', () => {
  expect(dryRunAnswer({ status: 201, headers: {}, warnings: ['beware'], body: stored })).toEqual({
    ...{ answer: 'admitted', warnings: ['beware'], object: stored },
  });
});

test('a name that is taken is found out last: everybody has admitted it', () => {
  expect(dryRunAnswer(status(409, 'AlreadyExists', 'pods "web" already exists'))).toEqual({
    ...{ answer: 'admitted', warnings: ['beware'] },
  });
});

// Statuses as kube-apiserver 1.36 words them
test.each([
  [403, 'Forbidden', 'pods "x" is forbidden: exceeded quota: team, requested: pods=1, used: pods=1, limited: pods=1'],
  [422, 'Invalid', `pods "x" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no`],
  [
    413,
    'RequestEntityTooLarge',
    `pods "x" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request`,
  ],
  [400, 'BadRequest', 'Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal string'],
  [404, 'NotFound', 'namespaces "ghost" not found'],
  [409, 'Conflict', 'Operation cannot be fulfilled on resourcequotas "team": the object has been modified'],
  [
    403,
    'Invalid',
    `policy 'broken' with binding 'broken-all' denied request: expression 'x' resulted in error: no such key`,
  ],
  [503, 'ServiceUnavailable', 'admission webhook "deny.example.com" denied the request: closed on Fridays'],
])('%s %s is a refusal', (code, reason, message) => {
  expect(dryRunAnswer(status(code, reason, message))).toEqual({
    ...{ answer: 'refused', code, reason, message, fields: [] },
  });
});

test('the paths that are not valid', () => {
  const causes = [{ field: 'spec.size', reason: 'FieldValueInvalid' }, { field: '<nil>' }, { message: 'no field' }];
  expect(dryRunAnswer(status(422, 'Invalid', 'Widget "x" is invalid', { causes }))).toEqual({
    ...{ answer: 'refused', code: 422, reason: 'Invalid', message: 'Widget "x" is invalid', fields: ['spec.size'] },
  });
});

test.each([
  [
    'forbidden',
    403,
    'pods is forbidden: User "jane" cannot create resource "pods" in API group "" in the namespace "w"',
  ],
  ['forbidden', 403, 'pods "x" is forbidden: User "jane" cannot create resource "pods" in API group ""'],
  ['forbidden', 403, 'roles "x" is forbidden: user "jane" (groups=["a"]) is attempting to grant RBAC permissions'],
  ['forbidden', 403, 'the proxy says no'],
  ['server_error', 400, 'admission webhook "a.b.c" does not support dry run'],
  ['server_error', 500, 'Internal error occurred: failed calling webhook "a.b.c": connection refused'],
  ['server_error', 403, 'pods "x" is forbidden: not yet ready to handle request'],
  [
    'server_error',
    403,
    'pods "x" is forbidden: unable to CREATE pods at this time because there was an error enforcing limit ranges',
  ],
  ['server_error', 405, 'the server does not allow this method on the requested resource'],
  ['throttled', 429, 'too many requests'],
  ['unauthorized', 401, 'Unauthorized'],
])('%s: %s %s', (code, httpStatus, message) => {
  expect(outageOf(() => dryRunAnswer(status(httpStatus, '', message)))).toBe(code);
});

test.each([
  ['half an object', 201, { kind: 'Pod' }],
  ['something else', 200, {}],
  ['a page of a proxy', 403, 'Forbidden by the gateway'],
  ['a Status without its version', 403, { kind: 'Status', message: 'pods "x" is forbidden: exceeded quota: q' }],
])('%s says nothing', (_what, code, body) => {
  expect(() => dryRunAnswer({ status: code, headers: {}, warnings: [], body })).toThrow(OutageError);
});

function outageOf(ask: () => unknown): string {
  try {
    return `no outage: ${JSON.stringify(ask())}`;
  } catch (error) {
    if (error instanceof OutageError) return error.outage.code;
    throw error;
  }
}
