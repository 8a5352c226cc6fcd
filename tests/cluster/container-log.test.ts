import { expect } from 'vitest';
import { logAnswer } from '../../src/cluster/behaviour/container-log.ts';
import type { ApiResponse } from '../../src/cluster/client.ts';
import { OutageError } from '../../src/cluster/client.ts';
import type { JsonObject } from '../../src/kubernetes/json.ts';
import { testRows } from '../checks/test-rows.ts';
import { behaviourResponse } from '../fixtures/behaviour.ts';

function told(response: ApiResponse): unknown {
  try {
    return logAnswer(response);
  } catch (error) {
    if (!(error instanceof OutageError)) throw error;
    return `${error.outage.code}: ${error.outage.detail}`;
  }
}

/** Of an image that cannot be pulled there are two. */
const messageOf = (name: string): unknown => JSON.parse(String(behaviourResponse(name).body)).message;

testRows<[name: string, told: unknown]>(
  [
    ['log of web', { answer: 'log', text: 'reading /etc/site\nlistening on 8080\n', isCut: false }],
    ['log of a run that has ended', { answer: 'log', text: 'no config at /etc/app\n', isCut: false }],
    ['log of the run before', 'removed'],
    ['no run before', 'removed'],
    ['no image', { answer: 'noLog', words: messageOf('no image') }],
    ['no container', 'server_error: the API server answered 400: container app is not valid for pod probe'],
    ['no Pod to log', 'gone_meanwhile: pods "gone" not found'],
  ],
  (name, wanted) => expect(told(behaviourResponse(name))).toEqual(wanted),
);

const status = (code: number, message: string, more: JsonObject = {}): ApiResponse => ({
  ...{ status: code, headers: { 'audit-id': 'x' }, warnings: [] },
  body: JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', message, code, ...more }),
});
const text = (body: string): ApiResponse => ({ ...{ status: 200, headers: { 'audit-id': 'x' }, warnings: [], body } });

testRows<[name: string, response: ApiResponse, told: unknown]>(
  [
    [
      'the kubelet is gone',
      status(
        500,
        'Get "https://10.250.3.3:10250/containerLogs/shop/probe/probe": dial tcp 10.250.3.3:10250: connect: connection refused',
      ),
      'no_answer: Get "https://10.250.3.3:10250/containerLogs/shop/probe/probe": dial tcp 10.250.3.3:10250: connect: connection refused',
    ],
    [
      'the kubelet hangs',
      status(500, 'Get "https://10.250.3.3:10250/containerLogs/shop/probe/probe": net/http: TLS handshake timeout'),
      'no_answer: Get "https://10.250.3.3:10250/containerLogs/shop/probe/probe": net/http: TLS handshake timeout',
    ],
    [
      'a missing right',
      status(
        403,
        'pods "web" is forbidden: User "jane" cannot get resource "pods/log" in API group "" in the namespace "shop"',
      ),
      'forbidden: the API server answered 403: pods "web" is forbidden: User "jane" cannot get resource "pods/log" in API group "" in the namespace "shop"',
    ],
    ['as many lines as are read', text('x\n'.repeat(5_000)), { answer: 'log', text: 'x\n'.repeat(5_000), isCut: true }],
    ['one line less', text('x\n'.repeat(4_999)), { answer: 'log', text: 'x\n'.repeat(4_999), isCut: false }],
    ['a page of somebody else', { ...text('hello'), headers: {} }, 'server_error: the API server answered 200: hello'],
    [
      'a program that prints what the kubelet would',
      text('unable to retrieve container logs for containerd://1\nand more\n'),
      { answer: 'log', text: 'unable to retrieve container logs for containerd://1\nand more\n', isCut: false },
    ],
  ],
  (_, response, wanted) => expect(told(response)).toEqual(wanted),
);
