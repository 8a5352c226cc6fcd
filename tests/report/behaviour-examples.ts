import type { BehaviourEvidence, BehaviourIssue, ToldRequest } from '../../src/checks/behaviour/told.ts';

const service = { kind: 'Service', name: 'web', namespace: 'shop' };
const pod = { kind: 'Pod', name: 'web-1', namespace: 'shop' };
const other = { kind: 'Pod', name: 'web-2', namespace: 'shop' };
const toService: ToldRequest = { to: service, port: 'http', isHttps: false, path: '/healthz?full=1' };
const toPod: ToldRequest = { to: pod, port: 8443, isHttps: true, path: '/' };
const raw = '/api/v1/namespaces/shop/services/web:http/proxy/healthz?full=1';
const refused = 'error trying to reach service: dial tcp 10.244.1.5:81: connect: connection refused';

const log = { pod, container: 'app', run: 'current', isPrevious: false } as const;
const ended = { pod, container: 'app', run: 'ended', isPrevious: true } as const;

const probe = { kind: 'Pod', name: 'probe', namespace: 'shop' };
const command = { pod: probe, container: 'probe', run: ['grep', '-c', 'a b', '/data/x'] };
const lookup = { pod: probe, container: 'probe', name: 'web' };
const asked = ['web.shop.svc.cluster.local.', 'web.'];
const addresses = ['10.96.0.7'];

export const behaviourIssues: {
  readonly [Code in BehaviourIssue['code']]: readonly Extract<BehaviourIssue, { code: Code }>[];
} = {
  http_unreached: [
    { code: 'http_unreached', request: toService, why: 'no_endpoints', pods: [], words: '' },
    { code: 'http_unreached', request: toService, why: 'no_endpoints', pods: [pod, other], words: '' },
    { code: 'http_unreached', request: toService, why: 'no_port', pods: [], words: '', raw },
    { code: 'http_unreached', request: toService, why: 'refused', pods: [pod], words: refused, raw },
    { code: 'http_unreached', request: toPod, why: 'no_tls', pods: [pod], words: '', raw },
    { code: 'http_unreached', request: toPod, why: 'no_http', pods: [pod], words: 'malformed HTTP response', raw },
    { code: 'http_unreached', request: toPod, why: 'not_running', pods: [pod], words: '' },
  ],
  http_differs: [
    {
      ...{ code: 'http_differs', request: toService, by: other, status: 500, line: 'no database', raw },
      difference: { path: 'status', wanted: { $min: 200, $max: 299 }, found: 500 },
    },
    {
      ...{ code: 'http_differs', request: toPod, by: pod, status: 200, line: '', raw },
      difference: { path: 'body', wanted: { $matches: '^ok' }, found: '' },
    },
    {
      ...{ code: 'http_differs', request: toService, status: 302, line: '', raw },
      difference: { path: 'headers.location', wanted: '/login' },
    },
    {
      ...{ code: 'http_differs', request: toService, status: 302, line: 'gone', raw },
      difference: { path: 'headers.location', wanted: '/login', found: '/logout' },
    },
    {
      ...{ code: 'http_differs', request: toService, status: 200, line: '{"version": 1}', raw },
      difference: { path: 'json.version', wanted: 2, found: 1 },
    },
    {
      ...{ code: 'http_differs', request: toService, status: 200, line: 'no\u001b[31m JSON', raw },
      difference: { path: 'json', wanted: { version: 2 }, found: 'no\u001b[31m JSON' },
    },
  ],
  log_missing: [
    { code: 'log_missing', log, why: 'no_container', words: '' },
    { code: 'log_missing', log, why: 'not_started', words: 'ImagePullBackOff' },
    { code: 'log_missing', log, why: 'not_started', words: '' },
    { code: 'log_missing', log: ended, why: 'not_ended', words: '' },
  ],
  log_lacks: [
    { code: 'log_lacks', log, wanted: 'listening on 8080', line: 'reading /etc/site' },
    { code: 'log_lacks', log, wanted: { $not: { $matches: '(?i)error' } }, line: 'Error: no "config"' },
    { code: 'log_lacks', log: ended, wanted: { $matches: 'table' }, line: '', exitCode: 3 },
  ],
  exec_differs: [
    {
      ...{ code: 'exec_differs', command, exitCode: 1, line: 'grep: /data/x: No such file' },
      difference: { path: 'exit', wanted: 0, found: 1 },
    },
    {
      ...{ code: 'exec_differs', command, exitCode: 0, line: '' },
      difference: { path: 'output', wanted: { $lines: ['two'] }, found: '' },
    },
    {
      ...{ code: 'exec_differs', command, exitCode: 0, line: 'one' },
      difference: { path: 'errors', wanted: 'no such file', found: '' },
    },
  ],
  dns_differs: [
    { code: 'dns_differs', lookup, asked, addresses: [], of: service, isWanted: true, wanted: addresses },
    { code: 'dns_differs', lookup, asked, addresses: [], of: service, isWanted: true, wanted: [] },
    { code: 'dns_differs', lookup, asked, found: 'web.', addresses, isWanted: true, wanted: ['10.96.0.8'] },
    { code: 'dns_differs', lookup, asked, addresses: [], isWanted: true, wanted: [] },
    { code: 'dns_differs', lookup, asked, found: 'web.', addresses, isWanted: false, wanted: [] },
  ],
};

export const behaviourEvidence: {
  readonly [Code in BehaviourEvidence['code']]: readonly Extract<BehaviourEvidence, { code: Code }>[];
} = {
  http: [
    { code: 'http', request: toService, status: 200, line: 'ok', pods: [pod, other] },
    { code: 'http', request: toPod, status: 204, line: '', pods: [pod] },
  ],
  log: [
    { code: 'log', log, line: 'listening on 8080' },
    { code: 'log', log: ended, line: 'no config', exitCode: 3 },
    { code: 'log', log, line: '' },
  ],
  exec: [
    { code: 'exec', command, exitCode: 0, line: '2' },
    { code: 'exec', command, exitCode: 1, line: '' },
  ],
  dns: [
    { code: 'dns', lookup, asked, found: 'web.shop.svc.cluster.local.', addresses, of: service },
    { code: 'dns', lookup, asked, found: 'web.', addresses },
    { code: 'dns', lookup, asked, addresses: [] },
  ],
};
