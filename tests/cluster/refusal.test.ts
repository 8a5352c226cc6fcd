import { expect, test } from 'vitest';
import type { ApiResponse } from '../../src/cluster/client.ts';
import { OutageError } from '../../src/cluster/client.ts';
import { refusalOf } from '../../src/cluster/refusal.ts';
import type { JsonObject } from '../../src/kubernetes/json.ts';

const response = (status: number, fields: JsonObject): ApiResponse => ({
  status,
  headers: {},
  warnings: [],
  body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', code: status, ...fields },
});

// Statuses as kube-apiserver 1.36 words them
test.each([
  ['no such object', 404, 'NotFound', 'configmaps "x" not found', { result: 'notFound' }],
  ['there already', 409, 'AlreadyExists', 'configmaps "x" already exists', { result: 'alreadyExists' }],
  [
    'another version',
    409,
    'Conflict',
    'Operation cannot be fulfilled on configmaps "x": the object has been modified',
    { result: 'conflict' },
  ],
  [
    'Pod Security',
    403,
    'Forbidden',
    'pods "x" is forbidden: violates PodSecurity "restricted:latest"',
    { result: 'refused', status: 403, reason: 'Forbidden' },
  ],
  ['validation', 422, 'Invalid', 'ConfigMap "X_" is invalid', { result: 'refused', status: 422, reason: 'Invalid' }],
  [
    'a webhook that fails',
    500,
    'InternalError',
    'Internal error occurred: failed calling webhook "a.b.c"',
    { result: 'refused', status: 500, reason: 'InternalError' },
  ],
  [
    'a binding to nothing, made by somebody outside system:masters',
    500,
    '',
    'unsupported role reference kind: ""',
    { result: 'refused', status: 500, reason: '' },
  ],
])('%s', (_, status, reason, message, expected) => {
  expect(refusalOf(response(status, { reason, message }))).toEqual({ ...expected, message });
});

test('a disruption budget is a refusal, not throttling', () => {
  const message = "Cannot evict pod as it would violate the pod's disruption budget.";
  const details = {
    causes: [
      { reason: 'DisruptionBudget', message: 'The disruption budget pdb needs 2 healthy pods and has 2 currently' },
    ],
  };
  expect(refusalOf(response(429, { reason: 'TooManyRequests', message, details }))).toEqual({
    ...{ result: 'refused', status: 429, reason: 'TooManyRequests', message },
  });
});

test('2xx is none', () => {
  expect(refusalOf(response(201, {}))).toBe(undefined);
});

test.each([
  ['throttling', 429, 'TooManyRequests', 'throttled'],
  ['credentials refused', 401, 'Unauthorized', 'unauthorized'],
  ['a server in trouble', 500, 'InternalError', 'server_error'],
  ['etcd too slow', 504, 'Timeout', 'server_error'],
])('%s is an outage', (_, status, reason, code) => {
  expect(outageCode(response(status, { reason, message: 'x' }))).toBe(code);
});

test('an answer of something that is no API server is an outage', () => {
  expect(outageCode({ status: 404, headers: {}, warnings: [], body: '<html>' })).toBe('server_error');
});

function outageCode(from: ApiResponse): string {
  try {
    refusalOf(from);
  } catch (error) {
    if (error instanceof OutageError) return error.outage.code;
  }
  return 'none';
}
