import { expect, test } from 'vitest';
import type { MatchContext } from '../../src/checks/match/differences.ts';
import { differences, pathText } from '../../src/checks/match/differences.ts';
import type { Json } from '../../src/kubernetes/json.ts';
import { testRows } from './test-rows.ts';

type Case = readonly [name: string, wanted: Json, found: Json | undefined, context?: MatchContext];
const isMet = (wanted: Json, found: Json | undefined, context: MatchContext = {}): boolean =>
  differences(wanted, found, [], context).length === 0;
const policy = (ingress: Json): Json => ({ spec: { ingress } });
const strategy = (maxSurge: Json, maxUnavailable: Json): Json => ({
  spec: { strategy: { rollingUpdate: { maxSurge, maxUnavailable } } },
});
const selector = (operator: string, key: string, ...values: readonly string[]): Json => ({
  selector: { matchExpressions: [{ key, operator, values }] },
});

const prefix = (path: string, pathType: string): Json => ({ paths: [{ path, pathType }] });
const probe = (port: Json): Json => ({
  containers: [
    {
      ports: [
        { name: 'http', containerPort: 8080 },
        { name: 'metrics', containerPort: 9090 },
      ],
      livenessProbe: { httpGet: { port } },
    },
  ],
});

testRows<Case>(
  [
    ['a mapping is a subset', { a: 1 }, { a: 1, b: 2 }],
    ['a list in another order', { x: [1, 2] }, { x: [2, 3, 1] }],
    ['images after defaulting', { image: 'nginx' }, { image: 'docker.io/library/nginx:latest' }],
    ['quantities by value', { requests: { cpu: '0.5' } }, { requests: { cpu: '500m' } }],
    ['a quantity wanted as a number', { limits: { cpu: 1 } }, { limits: { cpu: '1' } }],
    ['schedules by their times', { schedule: '*/30 * * * *' }, { schedule: '0,30 * * * *' }],
    ['a number where texts are kept', { data: { PORT: 8080 } }, { data: { PORT: '8080' } }],
    ['a boolean where texts are kept', { labels: { on: true } }, { labels: { on: 'true' } }],
    ['surge rounds up', strategy(3, 2), strategy('25%', '25%'), { replicas: 10 }],
    [
      'a DaemonSet rounds up',
      { maxUnavailable: 3 },
      { maxUnavailable: '25%' },
      { replicas: 10, unavailableRounds: 'up' },
    ],
    ['false is stored by leaving it out', { spec: { unschedulable: false } }, { spec: {} }],
    ['false, deep in what is not there', { securityContext: { privileged: false } }, {}],
    ['an empty text is stored by leaving it out', { value: '' }, {}],
    ['an empty list is stored by leaving it out', policy([]), { spec: {} }],
    ['null is nothing', { a: null }, {}],
    ['nothing may be written as null', { a: { $absent: true } }, { a: null }],
    ['a counter at 0 is left out', { status: { readyReplicas: 0 } }, { status: {} }],
    ['at most 0 of a counter left out', { status: { failed: { $max: 0 } } }, { status: {} }],
    ['absent within what is absent', { spec: { nodeSelector: { disk: { $absent: true } } } }, { spec: {} }],
    ['an empty rule', policy([{}]), policy([{}])],
    ['an empty selector', { podSelector: {} }, { podSelector: {} }],
    ['a kind of volume', { emptyDir: {} }, { emptyDir: { medium: 'Memory' } }],
    ['matchLabels are In', { selector: { matchLabels: { a: 'b' } } }, selector('In', 'a', 'b')],
    ['In is matchLabels', selector('In', 'a', 'b'), { selector: { matchLabels: { a: 'b', c: 'd' } } }],
    ['values of In in any order', selector('In', 'a', 'x', 'y'), selector('In', 'a', 'y', 'x')],
    ['entries with further fields', { env: [{ name: 'A' }] }, { env: [{ name: 'B' }, { name: 'A', value: 'x' }] }],
    [
      'init containers in their order',
      { initContainers: [{ name: 'a' }, { name: 'c' }] },
      { initContainers: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] },
    ],
    [
      'init containers, where one could stand for two',
      { initContainers: [{ image: 'x' }, { name: 'b' }] },
      {
        initContainers: [
          { name: 'b', image: 'x' },
          { name: 'b', image: 'y' },
        ],
      },
    ],
    ['a command', { command: ['sh', '-c'] }, { command: ['sh', '-c'] }],
    ['no delay is stored by leaving it out', { spec: { minReadySeconds: 0 } }, { spec: {} }],
    ['Equal is what a toleration means', { tolerations: [{ operator: 'Equal' }] }, { tolerations: [{ key: 'a' }] }],
    [
      'how often a Job of a CronJob is tried',
      { jobTemplate: { spec: { backoffLimit: 6 } } },
      { jobTemplate: { spec: {} } },
    ],
    ['at most so often', { jobTemplate: { spec: { backoffLimit: { $max: 6 } } } }, { jobTemplate: { spec: {} } }],
    ['one Pod of it at a time', { jobTemplate: { spec: { parallelism: 1 } } }, { jobTemplate: { spec: {} } }],
    [
      'mounts that nobody else sees',
      { volumeMounts: [{ mountPropagation: 'None' }] },
      { volumeMounts: [{ name: 'x' }] },
    ],
    ['the default account', { spec: { serviceAccountName: 'default' } }, { spec: {} }],
    ['an account that says nothing mounts its token', { automountServiceAccountToken: true }, {}],
    ['a zone by its other name', { timeZone: 'Etc/UTC' }, { timeZone: 'UTC' }],
    [
      'a whole name, with its dot',
      { spec: { externalName: 'a.example.org' } },
      { spec: { externalName: 'a.example.org.' } },
    ],
    [
      'a folder of a node, with a stroke at its end',
      { spec: { hostPath: { path: '/var/local/x' } } },
      { spec: { hostPath: { path: '/var/local/x/' } } },
    ],
    ['a share of no Pods, written the same', { maxSurge: '25%' }, { maxSurge: '25%' }, { replicas: 0 }],
    ['a prefix of paths, with a stroke at its end', prefix('/shop', 'Prefix'), prefix('/shop/', 'Prefix')],
    ['a block with bits beyond its prefix', { cidr: '10.0.0.0/8' }, { cidr: '10.1.2.3/8' }],
    ['an IPv6 block', { except: ['fd00::/48'] }, { except: ['FD00:0:0::/48'] }],
    ['a metric by its value', { target: { value: '1' } }, { target: { value: '1000m' } }],
    ['a quota by its other name', { hard: { cpu: 2 } }, { hard: { 'requests.cpu': '2' } }],
    [
      'a quota of disks by its other name',
      { hard: { 'requests.ephemeral-storage': '1Gi' } },
      { hard: { 'ephemeral-storage': '1Gi' } },
    ],
    ['a count by its other name', { hard: { 'count/services': 2 } }, { hard: { services: '2' } }],
    [
      'NotIn of values, one by one',
      selector('NotIn', 'a', 'x', 'y'),
      {
        selector: {
          matchExpressions: [
            { key: 'a', operator: 'NotIn', values: ['y'] },
            { key: 'a', operator: 'NotIn', values: ['x'] },
          ],
        },
      },
    ],
    [
      'In says Exists, too',
      selector('In', 'a', 'x'),
      {
        selector: { matchLabels: { a: 'x' }, matchExpressions: [{ key: 'a', operator: 'Exists' }] },
      },
    ],
    [
      'a selector with operators',
      { selector: { matchLabels: { a: { $oneOf: ['b', 'c'] } } } },
      selector('In', 'a', 'b'),
    ],
    ['exactly this selector', { selector: { $exactly: { matchLabels: { a: 'b' } } } }, selector('In', 'a', 'b')],
    ['exactly, with something said twice', { verbs: { $exactly: ['get', 'list'] } }, { verbs: ['get', 'list', 'get'] }],
    ['exactly this quota', { hard: { $exactly: { memory: '1Gi' } } }, { hard: { 'requests.memory': '1024Mi' } }],
    ['a share at most', { maxSurge: { $max: 1 } }, { maxSurge: '25%' }, { replicas: 4 }],
    ['a budget by its Pods', { minAvailable: 2 }, { minAvailable: '50%' }, { replicas: 3, unavailableRounds: 'up' }],
    [
      'an image that matches in short',
      { image: { $matches: '^nginx:1\\.' } },
      { image: 'docker.io/library/nginx:1.28' },
    ],
    ['an image that matches as written', { image: { $matches: '^docker.io/nginx' } }, { image: 'docker.io/nginx:1' }],
    ['a port of a probe by its name', probe(8080), probe('http')],
    ['a port of a probe by its number', probe('http'), probe(8080)],
    [
      'no resources, as the API server stores them',
      { containers: [{ resources: { $absent: true } }] },
      { containers: [{ resources: {} }] },
    ],
    [
      'every toleration, of which one says no operator',
      { tolerations: { $every: { operator: 'Equal' } } },
      { tolerations: [{ key: 'a' }, { key: 'b', operator: 'Equal' }] },
    ],
    ['a divisor that was left out', { resourceFieldRef: { divisor: 1 } }, { resourceFieldRef: { divisor: '0' } }],
    ['a divisor by its value', { resourceFieldRef: { divisor: '1Mi' } }, { resourceFieldRef: { divisor: '1024Ki' } }],
    ['a mount without a stroke before it', { mountPath: '/data' }, { mountPath: 'data/' }],
    ['a request without a stroke before it', { httpGet: { path: '/healthz' } }, { httpGet: { path: 'healthz' } }],
    [
      'groups of the image beside those of the Pod',
      { securityContext: { supplementalGroupsPolicy: 'Merge' } },
      { securityContext: {} },
    ],
    ['every address', { externalIPs: { $every: 'fd00::1' } }, { externalIPs: ['FD00:0::1'] }],
    ['nothing mounted, by operators', { volumeMounts: { '/x': { secret: { $absent: true } } } }, { volumeMounts: {} }],
  ],
  (_name, wanted, found, context) => expect(isMet(wanted, found, context)).toBe(true),
  'the same: ',
);

testRows<Case>(
  [
    ['another value', { a: 1 }, { a: 2 }],
    ['a text is no number', { a: '1' }, { a: 1 }],
    ['false is not true', { unschedulable: false }, { unschedulable: true }],
    ['false where absent means the account’s word', { automountServiceAccountToken: false }, {}],
    ['false where absent means true', { allowPrivilegeEscalation: false }, {}],
    ['no class is not the default class', { storageClassName: '' }, {}],
    ['0 replicas are not left out', { spec: { replicas: 0 } }, { spec: {} }],
    ['nobody is not everybody', policy([]), policy([{}])],
    ['everybody is not some', policy([{}]), policy([{ from: [{ podSelector: {} }] }])],
    ['any peer is not one of this namespace', { from: [{}] }, { from: [{ podSelector: { matchLabels: { a: 'b' } } }] }],
    ['all Pods are not these', { podSelector: {} }, { podSelector: { matchLabels: { a: 'b' } } }],
    [
      'all Pods, by an empty matchLabels',
      { podSelector: { matchLabels: {} } },
      { podSelector: { matchLabels: { a: 'b' } } },
    ],
    ['all namespaces are not the own', { from: [{ namespaceSelector: {} }] }, { from: [{ podSelector: {} }] }],
    [
      'a selector with one entry less',
      { selector: { matchLabels: { a: 'b', c: 'd' } } },
      { selector: { matchLabels: { a: 'b' } } },
    ],
    ['a selector of more values', { selector: { matchLabels: { a: 'b' } } }, selector('In', 'a', 'b', 'c')],
    ['another tag', { image: 'nginx:1.27' }, { image: 'nginx:1.28' }],
    ['Mi is not M', { limits: { memory: '128Mi' } }, { limits: { memory: '128M' } }],
    ['a schedule that differs after weeks', { schedule: '*/15 * * * *' }, { schedule: '*/15 * 1-30 * *' }],
    ['unavailable rounds down', strategy(3, 3), strategy('25%', '25%'), { replicas: 10 }],
    ['words of a command in another order', { command: ['-c', 'sh'] }, { command: ['sh', '-c'] }],
    ['a command with a further word', { command: ['sh'] }, { command: ['sh', '-c'] }],
    ['a list that is none', { x: [1] }, { x: 1 }],
    ['one entry for two', { x: [1, 1] }, { x: [1] }],
    ['one mapping for two', { ports: [{ port: 80 }, { protocol: 'TCP' }] }, { ports: [{ port: 80, protocol: 'TCP' }] }],
    [
      'one named entry for two',
      { env: [{ name: 'A', value: '1' }, { name: 'A' }] },
      { env: [{ name: 'A', value: '1' }] },
    ],
    [
      'init containers in another order',
      { initContainers: [{ name: 'b' }, { name: 'a' }] },
      { initContainers: [{ name: 'a' }, { name: 'b' }] },
    ],
    ['a mapping that is a text', { a: { b: 1 } }, { a: 'b' }],
    ['a name that every mapping inherits', { constructor: { $exists: true } }, {}],
    ['an empty label is a label', { labels: { worker: '' } }, { labels: { other: '' } }],
    ['an empty label of an object without any', { metadata: { labels: { worker: '' } } }, { metadata: {} }],
    ['a text false is a text', { annotations: { on: false } }, { annotations: {} }],
    ['an empty key of a plain selector', { selector: { worker: '' } }, { selector: { app: 'web' } }],
    ['a probe with nothing but defaults', { livenessProbe: { initialDelaySeconds: 0 } }, {}],
    [
      'a volume with nothing but defaults',
      { volumes: [{ emptyDir: { medium: '' } }] },
      { volumes: [{ hostPath: {} }] },
    ],
    ['0 seconds of grace are not left out', { spec: { terminationGracePeriodSeconds: 0 } }, { spec: {} }],
    [
      'Exists is not what a toleration means',
      { tolerations: [{ operator: 'Exists' }] },
      { tolerations: [{ key: 'a' }] },
    ],
    [
      'fewer tries than by default',
      { jobTemplate: { spec: { backoffLimit: { $max: 3 } } } },
      { jobTemplate: { spec: {} } },
    ],
    ['the default account is no other', { spec: { serviceAccountName: 'bot' } }, { spec: {} }],
    ['the Pod’s own word on its token', { spec: { automountServiceAccountToken: true } }, { spec: {} }],
    ['another zone', { timeZone: 'Europe/Berlin' }, { timeZone: 'Europe/London' }],
    ['no zone', { timeZone: 'Mars/Olympus' }, { timeZone: 'mars/olympus' }],
    ['an exact path, with a stroke at its end', prefix('/shop', 'Exact'), prefix('/shop/', 'Exact')],
    ['another prefix of paths', prefix('/', 'Prefix'), prefix('/shop/', 'Prefix')],
    ['another folder', { spec: { hostPath: { path: '/var/x' } } }, { spec: { hostPath: { path: '/var/x/y' } } }],
    ['another path', { httpGet: { path: '/x' } }, { httpGet: { path: '/x/' } }],
    ['another name', { spec: { externalName: 'a.example.org' } }, { spec: { externalName: 'a.example.org.x' } }],
    ['a smaller block', { cidr: '10.0.0.0/8' }, { cidr: '10.0.0.0/9' }],
    ['an image is a text in a text', { data: { image: 'nginx' } }, { data: { image: 'nginx:latest' } }],
    ['addresses are texts in a text', { data: { ip: '::1' } }, { data: { ip: '0:0:0:0:0:0:0:1' } }],
    ['live Pods are not all Pods', { hard: { pods: 2 } }, { hard: { 'count/pods': '2' } }],
    [
      'exactly this selector, and one entry more',
      { selector: { $exactly: { matchLabels: { a: 'b' } } } },
      {
        selector: { matchLabels: { a: 'b', c: 'd' } },
      },
    ],
    [
      'exactly no selector, where all are selected',
      { selector: { $exactly: { matchLabels: {} } } },
      selector('In', 'a', 'b'),
    ],
    ['a share at least', { maxSurge: { $min: 2 } }, { maxSurge: '25%' }, { replicas: 4 }],
    ['another share of no Pods', { maxUnavailable: '50%' }, { maxUnavailable: '10%' }, { replicas: 0 }],
    ['latest by leaving the tag out', { image: { $not: { $matches: ':latest$' } } }, { image: 'nginx' }],
    ['a port of another name', probe(8080), probe('metrics')],
    ['another divisor', { resourceFieldRef: { divisor: 1 } }, { resourceFieldRef: { divisor: '1Mi' } }],
    [
      'no toleration that means Equal',
      { tolerations: { $none: { key: 'a', operator: 'Equal' } } },
      { tolerations: [{ key: 'a', value: 'x' }] },
    ],
    [
      'a security context that says nothing',
      { spec: { securityContext: { $exists: true } } },
      { spec: { securityContext: {} } },
    ],
    [
      'a variable that is overridden by a later one',
      { env: [{ name: 'A', value: '1' }] },
      {
        env: [
          { name: 'A', value: '1' },
          { name: 'A', value: '2' },
        ],
      },
    ],
  ],
  (_name, wanted, found, context) => expect(isMet(wanted, found, context)).toBe(false),
  'not the same: ',
);

test.each<readonly [operator: Json, holds: readonly (Json | undefined)[], fails: readonly (Json | undefined)[]]>([
  [{ $absent: true }, [undefined, null], [0, '', false, {}]],
  [{ $exists: true }, [0, '', false, {}], [undefined, null]],
  [{ $min: 2 }, [2, 3, '2', '2k'], [1, '1999m', 'x', undefined]],
  [{ $max: '1Gi' }, ['1Gi', '1000M', 5], ['1025Mi', undefined]],
  [{ $min: 1, $max: 3 }, [1, 2, 3], [0, 4]],
  [{ $oneOf: ['a', { b: 1 }] }, ['a', { b: 1, c: 2 }], ['b', undefined]],
  [{ $matches: '^v[0-9]+$' }, ['v1', 'v25'], ['v', 'xv1', undefined, ['v1']]],
  [{ $not: 'a' }, ['b', undefined, 1], ['a']],
  [{ $not: { $min: 3 } }, [2, undefined], [3]],
  [{ $exactly: [1, 2] }, [[2, 1]], [[1], [1, 2, 3], undefined]],
  [{ $exactly: [] }, [[], undefined], [[1]]],
  [{ $exactly: { a: 1 } }, [{ a: 1 }], [{ a: 1, b: 2 }, {}, undefined]],
  [{ $every: { $min: 2 } }, [[2, 3], { a: 2 }, [], undefined], [[1, 2]]],
  [{ $none: { name: 'x' } }, [[{ name: 'y' }], [], undefined, { a: {} }], [[{ name: 'x' }], { a: { name: 'x' } }]],
  [{ $count: 2 }, [[1, 1], { a: 1, b: 2 }], [[1], undefined]],
  [{ $count: 0 }, [[], undefined], [[1]]],
  [{ $count: { $min: 1, $max: 2 } }, [[1]], [[], [1, 2, 3]]],
  [{ $cron: '@hourly' }, ['0 * * * *'], ['0 0 * * *', 5, undefined]],
  [{ $lines: ['a: 1', 'b'] }, ['b\n  a: 1\nc'], ['a: 1', 'a: 12\nb', undefined]],
  [{ $json: { a: [1] } }, ['{"b": 2, "a": [1, 3]}'], ['{"a": [2]}', '{"a": [1]', undefined]],
])('%j', (operator, holds, fails) => {
  const outcomes = (values: readonly (Json | undefined)[]) => values.map((found) => isMet(operator, found));
  expect([outcomes(holds), outcomes(fails)]).toEqual([holds.map(() => true), fails.map(() => false)]);
});

test('exactly these words, in their order', () =>
  expect(isMet({ args: { $exactly: ['a', 'b'] } }, { args: ['b', 'a'] })).toBe(false));

test('exactly no labels, where there are none', () =>
  expect(
    [{ nodeSelector: { $exactly: {} } }, { emptyDir: { $exactly: {} } }].map((wanted) => isMet(wanted, {})),
  ).toEqual([true, false]));

test.each<readonly [name: string, wanted: Json, found: Json, differing: Json]>([
  ['a scalar', { spec: { a: 1 } }, { spec: { a: 2 } }, [{ path: 'spec.a', wanted: 1, found: 2 }]],
  ['what is not there', { spec: { a: { b: 1 } } }, {}, [{ path: 'spec', wanted: { a: { b: 1 } } }]],
  [
    'an entry by its key',
    { containers: [{ name: 'web', image: 'nginx:2' }] },
    { containers: [{ name: 'log' }, { name: 'web', image: 'nginx:1' }] },
    [{ path: 'containers[web].image', wanted: 'nginx:2', found: 'nginx:1' }],
  ],
  [
    'an entry that is missing',
    { containers: [{ name: 'web' }] },
    { containers: [] },
    [{ path: 'containers[web]', wanted: { name: 'web' } }],
  ],
  [
    'an entry without a key',
    { verbs: ['get'] },
    { verbs: ['list'] },
    [{ path: 'verbs', wanted: ['get'], found: ['list'] }],
  ],
  [
    'the only entry, without a key',
    { rules: [{ verbs: ['get'] }] },
    { rules: [{ verbs: ['list'] }] },
    [{ path: 'rules[0].verbs', wanted: ['get'], found: ['list'] }],
  ],
  ['an operator', { a: { $min: 2 } }, { a: 1 }, [{ path: 'a', wanted: { $min: 2 }, found: 1 }]],
  [
    'the order of init containers',
    { initContainers: [{ name: 'b' }, { name: 'a' }] },
    { initContainers: [{ name: 'a' }, { name: 'b' }] },
    [{ path: 'initContainers', wanted: ['b', 'a'], found: ['a', 'b'] }],
  ],
  [
    'a selector as a whole',
    { selector: { matchLabels: { a: 'b' } } },
    { selector: { matchLabels: { a: 'c' } } },
    [{ path: 'selector', wanted: { matchLabels: { a: 'b' } }, found: { matchLabels: { a: 'c' } } }],
  ],
])('told: %s', (_name, wanted, found, differing) => expect(differences(wanted, found, [], {})).toEqual(differing));

test('an unknown operator is the lab’s mistake', () =>
  expect(() => differences({ $biggest: 1 }, 1, [], {})).toThrow('no such operator: $biggest'));

test('paths are written as kubectl reads them', () =>
  expect(pathText(['metadata', 'labels', 'app.kubernetes.io/name'])).toBe("metadata.labels['app.kubernetes.io/name']"));

test.each<readonly [wanted: Json]>([[2], [{ $min: 2 }]])('a percentage has with it what it comes to: %j', (wanted) =>
  expect(differences({ maxSurge: wanted }, { maxSurge: '25%' }, [], { replicas: 3 })).toEqual([
    { path: 'maxSurge', wanted, found: '25%', comesTo: { pods: 1, of: 3 } },
  ]),
);

test('a percentage of which nobody knows of what is told as it is', () =>
  expect(differences({ maxSurge: 2 }, { maxSurge: '25%' }, [], {})).toEqual([
    { path: 'maxSurge', wanted: 2, found: '25%' },
  ]));
