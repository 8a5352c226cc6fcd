import { expect, test } from 'vitest';
import { proxyAnswer } from '../../src/cluster/behaviour/proxied.ts';
import type { ApiResponse } from '../../src/cluster/client.ts';
import { OutageError } from '../../src/cluster/client.ts';
import type { JsonObject } from '../../src/kubernetes/json.ts';
import { testRows } from '../checks/test-rows.ts';
import { behaviourResponse } from '../fixtures/behaviour.ts';

/** Of an answer its kind and what tells it from others; of an outage its code and detail. */
function told(response: ApiResponse): string {
  try {
    const answer = proxyAnswer(response);
    return answer.answer === 'http'
      ? `${answer.status} ${JSON.stringify(answer.body.slice(0, 25))}${answer.isCut ? ' cut' : ''}`
      : `${answer.why}: ${answer.words.replace(/[\d.]+:81/, 'ADDRESS:81')}`;
  } catch (error) {
    if (!(error instanceof OutageError)) throw error;
    return `${error.outage.code}: ${error.outage.detail}`;
  }
}

testRows<[name: string, told: string]>(
  [
    ['home', '200 "Tickets of the Lantern\\n"'],
    ['healthz', '200 "ok\\n"'],
    ['one Pod', '200 "ok\\n"'],
    ['broken', '500 "no database\\n"'],
    ['busy', '429 "too many of you\\n"'],
    ['moved', '302 ""'],
    ['half', '200 "{\\"version\\": 2\\n"'],
    ['endless', '200 "first\\ny\\ny\\ny\\ny\\ny\\ny\\ny\\ny\\ny\\ny" cut'],
    ['no such page', '404 "<html><head><title>404 No"'],
    ['refused', 'refused: error trying to reach service: dial tcp ADDRESS:81: connect: connection refused'],
    ['no TLS', 'no_tls: error trying to reach service: tls: first record does not look like a TLS handshake'],
    [
      'no HTTP',
      'no_http: error trying to reach service: net/http: HTTP/1.x transport connection broken: malformed HTTP status code "unknown"',
    ],
    ['no endpoints', 'no_endpoints: no endpoints available for service "nobody"'],
    ['no port', 'no_port: no service port 99 found for service "web"'],
    ['no Service', 'gone_meanwhile: services "gone" not found'],
    ['no Pod', 'gone_meanwhile: pods "gone" not found'],
  ],
  (name, wanted) => expect(told(behaviourResponse(name))).toBe(wanted),
);

const status = (code: number, message: string, more: JsonObject = {}): ApiResponse => ({
  ...{ status: code, headers: { 'audit-id': 'x', 'content-type': 'application/json' }, warnings: [] },
  body: JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', message, code, ...more }),
});
const text = (code: number, body: string, headers: ApiResponse['headers'] = { 'audit-id': 'x' }): ApiResponse => ({
  ...{ status: code, headers, warnings: [], body },
});

testRows<[name: string, response: ApiResponse, told: string]>(
  [
    [
      'a missing right names what is missing',
      status(
        403,
        'services "web:http" is forbidden: User "jane" cannot get resource "services/proxy" in API group "" in the namespace "shop"',
      ),
      'forbidden: the API server answered 403: services "web:http" is forbidden: User "jane" cannot get resource "services/proxy" in API group "" in the namespace "shop"',
    ],
    [
      'a silent address',
      status(503, 'error trying to reach service: dial tcp 10.244.2.3:8080: i/o timeout'),
      'no_answer: error trying to reach service: dial tcp 10.244.2.3:8080: i/o timeout',
    ],
    [
      'no way to the node',
      status(503, 'error trying to reach service: dial tcp 10.244.2.3:8080: connect: no route to host'),
      'no_answer: error trying to reach service: dial tcp 10.244.2.3:8080: connect: no route to host',
    ],
    [
      'an end in the middle',
      status(503, 'error trying to reach service: EOF'),
      'no_answer: error trying to reach service: EOF',
    ],
    [
      'too many requests to the API server',
      text(429, 'Too many requests, please try again later.\n'),
      'throttled: the API server answered 429: Too many requests, please try again later.',
    ],
    [
      'a page of a load balancer before the API server',
      text(502, '<h1>502</h1>', {}),
      'server_error: the API server answered 502: <h1>502</h1>',
    ],
    [
      'a program that answers with a Status',
      { ...status(503, 'x'), status: 200 },
      '200 "{\\"kind\\":\\"Status\\",\\"apiVers"',
    ],
    ['a program that answers 403', text(403, 'members only'), '403 "members only"'],
    [
      'an error of the API server',
      status(500, 'etcdserver: leader changed'),
      'server_error: the API server answered 500: etcdserver: leader changed',
    ],
  ],
  (_, response, wanted) => expect(told(response)).toBe(wanted),
);

test('cookies and what the API server sets are left out', () => {
  expect(proxyAnswer(behaviourResponse('moved'))).toEqual({
    ...{ answer: 'http', status: 302, body: '', isCut: false },
    headers: { location: 'http://elsewhere.example/x' },
  });
});
