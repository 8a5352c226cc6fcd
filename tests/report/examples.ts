import type { ToldExcess } from '../../src/checks/access/told-excess.ts';
import type { ToldRefusal, Tried, WantedRefuser } from '../../src/checks/admission/told.ts';
import type { Evidence, Issue, IssueBody, IssueCode, WantedObject } from '../../src/checks/issue.ts';
import type { ReachActor } from '../../src/checks/reach/told.ts';
import type { Report, UnknownReason, Verdict } from '../../src/grade/report.ts';
import type { ObjectRef } from '../../src/kubernetes/kube-object.ts';
import type { Denial } from '../../src/kubernetes/rbac/decide.ts';
import type { Rule } from '../../src/kubernetes/rbac/rule.ts';
import type { OutageCode } from '../../src/snapshot/read.ts';
import { behaviourEvidence, behaviourIssues } from './behaviour-examples.ts';
import { certificateEvidence, certificateIssues } from './certificate-examples.ts';
import { releaseEvidence, releaseIssues } from './release-examples.ts';

const web: ObjectRef = { kind: 'Deployment', name: 'web', namespace: 'shop' };
const service: ObjectRef = { kind: 'Service', name: 'web', namespace: 'shop' };
const pod = (name: string): ObjectRef => ({ kind: 'Pod', name, namespace: 'shop' });
const wantedDeployment: WantedObject = {
  ...{ kind: 'Deployment.apps', name: 'web', namespace: 'shop' },
  ...{ conditions: [], isServed: true },
};
const wantedPods: WantedObject = {
  ...{ kind: 'Pod', namespace: 'shop', isServed: true },
  conditions: ['labelled tier=web', 'owned by deployment/web'],
};
const policy: ObjectRef = { kind: 'NetworkPolicy', name: 'db', namespace: 'shop' };
const frontend: ReachActor = { actor: 'pods', labels: { role: 'frontend' }, namespace: 'shop' };
const database: ReachActor = { actor: 'pods', labels: { role: 'db' }, namespace: 'shop' };
const half = { wanted: 4, updated: 2, available: 3, total: 5 };

const role: ObjectRef = { kind: 'Role', name: 'reader', namespace: 'shop' };
const rule: Rule = {
  ...{ verbs: ['get'], apiGroups: [''], resources: ['pods/log'] },
  ...{ resourceNames: ['web-0', 'web-1'], nonResourceURLs: [] },
};
const wideRule: Rule = {
  ...{ verbs: ['get', 'list', 'watch', 'create', 'update'], apiGroups: ['apps', '*'], resources: ['*'] },
  ...{ resourceNames: [], nonResourceURLs: [] },
};
const excess: Extract<ToldExcess, { by: 'rule' }> = {
  ...{ by: 'rule', role, moreRights: 0, moreRules: 0, isMisplaced: false },
  ...{ binding: { kind: 'RoleBinding', name: 'readers', namespace: 'shop' }, rule },
};
const excesses: readonly ToldExcess[] = [
  excess,
  { ...excess, moreRights: 1, moreRules: 3, rule: wideRule },
  { ...excess, isMisplaced: true },
  {
    ...{ ...excess, moreRights: 2, isMisplaced: true, group: 'system:authenticated' },
    ...{ binding: { kind: 'ClusterRoleBinding', name: 'all' }, role: { kind: 'ClusterRole', name: 'cluster-admin' } },
  },
  { by: 'masters' },
  { by: 'others' },
];
const denials: readonly Denial[] = [
  { why: 'not_bound', boundIn: [] },
  { why: 'not_bound', boundIn: ['backroom'] },
  { why: 'role_missing', binding: { kind: 'RoleBinding', name: 'readers', namespace: 'shop' }, role },
  ...(['verb', 'group', 'resource', 'name'] as const).map((why) => ({ why, role, rule })),
  { why: 'no_rule', roles: [role] },
];

const podOfWeb: Tried = { tried: 'podOf', workload: web };
const rootPod: Tried = {
  ...{ tried: 'object', kind: 'Pod', namespace: 'shop' },
  object: {
    ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'root', namespace: 'shop' } },
    spec: { containers: [{ name: 'c', image: 'nginx', command: ['sh', '-c', "echo 'hi'\n"] }] },
  },
};
const exceeded = 'exceeded quota: team, requested: pods=1, used: pods=3, limited: pods=3';
const overQuota = { by: 'quota', quota: 'team', resources: [{ resource: 'pods', used: '3', limited: '3' }] } as const;
const otherRefusals: readonly ToldRefusal[] = [
  { by: 'limitRange', bounds: [] },
  { by: 'policy', policy: 'owners', binding: 'owners-everywhere' },
  { by: 'webhook', webhook: 'deny.example.com' },
  { by: 'namespace', isGoing: true },
  { by: 'validation', fields: ['spec.containers'] },
  { by: 'other' },
];
const refusers: readonly WantedRefuser[] = [
  { podSecurity: 'restricted' },
  { quota: { $exists: true } },
  { quota: 'team', resources: ['pods', 'requests.cpu'] },
  { limitRange: {} },
  { limitRange: { bound: 'ratio', resource: 'cpu', per: 'Container' } },
  { limitRange: { resource: 'memory' } },
  { policy: 'owners', binding: { $matches: '^all-' } },
  { webhook: 'deny.example.com' },
  { validation: { $exists: true } },
  { validation: 'spec.size' },
];

/** Issues of each code, as judges make them. */
export const issues: { readonly [Code in IssueCode]: readonly Extract<IssueBody, { code: Code }>[] } = {
  object_missing: [
    { code: 'object_missing', wanted: wantedDeployment },
    {
      code: 'object_missing',
      wanted: wantedDeployment,
      nearest: { object: { ...web, name: 'wbe' }, differences: [] },
    },
    {
      code: 'object_missing',
      wanted: wantedDeployment,
      nearest: {
        object: { ...web, namespace: 'default' },
        differences: [{ path: 'spec.replicas', wanted: { $min: 3 }, found: 1 }],
      },
    },
    {
      code: 'object_missing',
      wanted: wantedPods,
      nearest: {
        object: pod('lonely'),
        differences: [{ path: 'metadata.labels.tier', wanted: 'web' }],
      },
    },
    {
      code: 'object_missing',
      wanted: { kind: 'Widget.example.com', name: 'w', namespace: 'shop', conditions: [], isServed: false },
    },
    {
      code: 'object_missing',
      wanted: { kind: 'IngressClass.networking.k8s.io', conditions: [], isServed: true },
    },
  ],
  object_present: [{ code: 'object_present', wanted: wantedPods, found: [pod('a'), pod('b')] }],
  count_differs: [
    { code: 'count_differs', wanted: wantedPods, count: 1, found: [] },
    { code: 'count_differs', wanted: wantedPods, count: { $min: 2, $max: 3 }, found: [pod('a')] },
  ],
  value_differs: [
    { code: 'value_differs', object: web, difference: { path: 'spec.replicas', wanted: { $min: 3 }, found: 1 } },
    {
      code: 'value_differs',
      object: web,
      difference: {
        path: 'spec.template.spec.containers[web].image',
        wanted: 'nginx:1.27',
        found: 'nginx:1.27 \u001b]8;;https://evil.example\u0007here',
      },
    },
    {
      code: 'value_differs',
      object: { kind: 'Namespace', name: 'shop' },
      difference: { path: "metadata.labels['example.com/team']", wanted: 'blue' },
    },
    {
      code: 'value_differs',
      object: { kind: 'ConfigMap', name: 'settings', namespace: 'shop' },
      difference: { path: 'data', wanted: { mode: 'fast', port: '80' }, found: { mode: 'x'.repeat(200) } },
    },
    { code: 'value_differs', object: web, difference: { path: 'env.DEBUG', wanted: { $absent: true }, found: {} } },
    { code: 'value_differs', object: web, difference: { path: 'spec.tls', wanted: { $exists: true } } },
    {
      code: 'value_differs',
      object: web,
      difference: {
        path: "files['/etc/a']",
        wanted: { configMap: 'a', key: 'x' },
        found: { missing: true, secret: 'a', key: 'y' },
      },
    },
    {
      code: 'value_differs',
      object: web,
      difference: { path: "files['/etc/a']", wanted: { key: 'x' }, found: { folder: true, configMap: 'a' } },
    },
    {
      code: 'value_differs',
      object: web,
      difference: {
        path: 'env.LEVEL',
        wanted: { secret: 'a', key: 'x', mode: '0400' },
        found: { value: 'debug' },
      },
    },
    { code: 'value_differs', object: web, difference: { path: 'env.LEVEL', wanted: { value: 'debug' } } },
    { code: 'value_differs', object: web, difference: { path: 'env.NODE', wanted: { field: 'spec.nodeName' } } },
    { code: 'value_differs', object: web, difference: { path: 'spec.list[a]', wanted: { name: 'a' } } },
    {
      code: 'value_differs',
      object: web,
      difference: { path: 'status.conditions[Available]', wanted: { type: 'Available' } },
    },
    { code: 'value_differs', object: web, difference: { path: 'status.conditions', wanted: [{ type: 'Available' }] } },
    {
      code: 'value_differs',
      object: { kind: 'Secret', name: 'login', namespace: 'shop' },
      difference: { path: "stringData['tls.key']", wanted: 'a', found: 'b' },
    },
    {
      code: 'value_differs',
      object: { kind: 'Secret', name: 'login', namespace: 'shop' },
      difference: { path: 'stringData.password', wanted: 'a' },
    },
  ],
  not_selected: [
    {
      ...{ code: 'not_selected', selector: service, wanted: 'the pods with labels app=web' },
      ...{ pods: [pod('a'), pod('b')], selectorText: 'app=wbe' },
    },
    {
      code: 'not_selected',
      selector: service,
      wanted: 'the pods with labels app=web',
      pods: [],
      selectorText: 'app=web',
    },
  ],
  selects_too_much: [
    { code: 'selects_too_much', selector: service, pods: [pod('db-0')], selectorText: 'app in (db,web)' },
    {
      ...{ code: 'selects_too_much', selector: { kind: 'NetworkPolicy', name: 'all', namespace: 'shop' } },
      ...{ pods: ['a', 'b', 'c', 'd', 'e'].map(pod), selectorText: '' },
    },
  ],
  not_ready: [
    { code: 'not_ready', selector: service, wanted: { $min: 2 }, ready: 0, notReady: [pod('a'), pod('b')] },
    { code: 'not_ready', selector: service, wanted: 3, ready: 4, notReady: [] },
  ],
  port_differs: [
    {
      code: 'port_differs',
      object: service,
      wanted: '80 TCP → 8080',
      found: ['80 TCP → 80'],
    },
    { code: 'port_differs', object: service, wanted: 'https', found: [] },
  ],
  share_differs: [
    { code: 'share_differs', selector: service, pods: 'labels version=v2', wanted: [8, 12], percent: 33.333 },
    { code: 'share_differs', selector: service, pods: 'labels version=v2', wanted: [10, 10], percent: 9.09 },
  ],
  subject_missing: [{ code: 'subject_missing', subject: 'serviceaccount/bot', namespace: 'shop' }],
  access_denied: [
    {},
    ...denials.map((because) => ({ because })),
    { although: {} },
    { although: { binding: { kind: 'RoleBinding', name: 'readers', namespace: 'shop' }, role, rule } },
  ].map((why) => ({
    ...{ code: 'access_denied', subject: 'serviceaccount/bot', permission: 'list pods in shop' },
    ...why,
    command: 'kubectl auth can-i list pods -n shop --as system:serviceaccount:shop:bot',
  })),
  access_too_wide: [{}, { rulesDisagree: true as const, reason: '' }, ...excesses.map((excess) => ({ excess }))].map(
    (more) => ({
      ...{ code: 'access_too_wide', subject: 'serviceaccount/bot', permission: 'delete pods in shop' },
      reason: 'RBAC: allowed by RoleBinding "all/shop" of ClusterRole "edit" to ServiceAccount "bot/shop"',
      command: 'kubectl auth can-i delete pods -n shop --as system:serviceaccount:shop:bot',
      ...more,
    }),
  ),
  cannot_reach: [
    {
      ...{ code: 'cannot_reach', from: frontend, to: database, ports: 'TCP 5432' },
      decision: { by: 'no_rule', direction: 'ingress', policies: [policy], opens: 'UDP 5432' },
    },
  ],
  reaches_too_much: [
    {
      ...{ code: 'reaches_too_much', from: { actor: 'anyone' }, to: database, ports: 'TCP 5432' },
      decision: { by: 'no_policy', direction: 'ingress' },
    },
    {
      ...{ code: 'reaches_too_much', to: database, ports: 'every port' },
      from: { actor: 'pods_elsewhere', labels: { role: 'frontend' }, namespaceLabels: {} },
      decision: {
        ...{ by: 'rule', direction: 'ingress', policy, rule: 1, ports: 'every port' },
        means: { means: 'pods', pods: 'role=frontend', namespaces: '' },
      },
      allowed: [{ actor: frontend, ports: 'TCP 5432' }],
    },
  ],
  left_to_plugin: [
    {
      ...{ code: 'left_to_plugin', from: frontend, to: database, ports: 'TCP 5432', isWanted: true },
      ...{
        reason: 'pod_address',
        decision: { by: 'plugin', direction: 'ingress', policy, rule: 2, reason: 'pod_address' },
      },
    },
  ],
  ...certificateIssues,
  ...releaseIssues,
  rollout_incomplete: [
    ...(
      [
        'generation_not_observed',
        'not_updated',
        'old_replicas',
        'not_available',
        'paused',
        'deadline_exceeded',
        'no_replicas',
      ] as const
    ).map((reason) => ({ code: 'rollout_incomplete', object: web, state: { reason, ...half } }) as const),
    {
      code: 'rollout_incomplete',
      object: web,
      state: { reason: 'old_replicas', wanted: 1, updated: 1, available: 1, total: 2 },
    },
  ],
  not_rolled_back: [{ code: 'not_rolled_back', object: web, revision: 1, found: 'it runs revision 2, nginx:brokn' }],
  not_updated_in_place: [
    { code: 'not_updated_in_place', object: web, why: 'replaced' },
    { code: 'not_updated_in_place', object: web, why: 'unchanged' },
  ],
  replaced: [
    { code: 'replaced', object: web, isGone: true },
    { code: 'replaced', object: web, isGone: false },
  ],
  changed: [{ code: 'changed', object: web, path: 'spec.selector', was: { app: 'web' }, found: { app: 'site' } }],
  placement_refused: [
    {
      ...{ code: 'placement_refused', object: web, node: 'a node with labels disk=ssd' },
      reasons: ['it does not tolerate the taint dedicated=db:NoSchedule'],
    },
  ],
  placement_allowed: [{ code: 'placement_allowed', object: web, node: 'node-1', because: [] }],
  placement_order: [{ code: 'placement_order', object: web, better: 'node-1', worse: 'node-0' }],
  placement_stay: [
    { code: 'placement_stay', object: web, node: 'a node tainted repair:NoExecute', wanted: 600, found: 0 },
    { code: 'placement_stay', object: web, node: 'a node tainted repair:NoExecute', wanted: 'forever', found: 600 },
    { code: 'placement_stay', object: web, node: 'a node tainted repair:NoExecute', wanted: 0, found: 'forever' },
  ],
  not_admitted: [
    {
      ...{ code: 'not_admitted', tried: podOfWeb, words: 'violates PodSecurity "restricted:latest": hostPort' },
      refusal: { by: 'podSecurity', level: 'restricted' },
    },
    { code: 'not_admitted', tried: rootPod, words: exceeded, refusal: { ...overQuota, problem: 'exceeded' } },
    { code: 'not_admitted', tried: podOfWeb, words: exceeded, refusal: { ...overQuota, problem: 'exceeded' } },
    {
      code: 'not_admitted',
      tried: { tried: 'object', kind: 'Widget', namespace: 'shop', object: { kind: 'Widget' } },
      refusal: { by: 'kind' },
      words: '',
    },
    ...otherRefusals.map((refusal) => ({
      ...({ code: 'not_admitted', tried: podOfWeb, words: "the refuser's own words" } as const),
      refusal,
    })),
  ],
  not_refused: [
    ...refusers.map((by) => ({ code: 'not_refused', tried: rootPod, by }) as const),
    { code: 'not_refused', tried: { tried: 'podOf', workload: pod('web-0') }, by: { podSecurity: 'baseline' } },
  ],
  refused_otherwise: [
    {
      ...{ code: 'refused_otherwise', tried: rootPod, by: { policy: 'owners' }, wantedWords: { $matches: 'owner' } },
      ...{
        refusal: { by: 'podSecurity', level: 'baseline' },
        words: 'violates PodSecurity "baseline:latest": hostPort',
      },
    },
    {
      ...{ code: 'refused_otherwise', tried: podOfWeb, by: { podSecurity: 'restricted' } },
      ...{ refusal: { by: 'serviceAccount', serviceAccount: 'bot' }, words: 'serviceaccount "bot" not found' },
    },
  ],
  not_warned: [
    { code: 'not_warned', tried: rootPod, by: { podSecurity: 'restricted' }, warnings: [] },
    {
      ...{ code: 'not_warned', tried: podOfWeb, by: { policy: 'owners' }, wantedWords: 'whose?' },
      warnings: ['unknown field "spec.nonsense"', 'spec.x is deprecated'],
    },
  ],
  answer_missing: [{ code: 'answer_missing', task: 'which-pod' }],
  answer_wrong: [
    { code: 'answer_wrong', task: 'which-pod', given: 'web-2' },
    {
      code: 'answer_wrong',
      task: 'which-pod',
      given: 'b',
      because: 'a Service has no replicas',
      hint: 'give one letter',
    },
  ],
  cel_false: [{ code: 'cel_false', expression: 'pods.all(p, p.spec.hostNetwork == false)' }],
  none_holds: [
    {
      code: 'none_holds',
      ways: [
        [{ code: 'object_missing', wanted: wantedDeployment, isMoving: false }],
        [{ code: 'count_differs', wanted: wantedPods, count: 1, found: [], isMoving: true }],
      ],
    },
  ],
  holds_all_the_same: [{ code: 'holds_all_the_same' }],
  ...behaviourIssues,
};

export const evidence: { readonly [Code in Evidence['code']]: readonly Extract<Evidence, { code: Code }>[] } = {
  object: [
    { code: 'object', object: web, values: [] },
    {
      ...{ code: 'object', object: web },
      values: ['replicas', 'paused', 'strategy', 'selector', 'template'].map((path) => ({
        path: `spec.${path}`,
        found: 2,
      })),
    },
    { code: 'object', object: web, values: [{ path: 'containers[web].env.DEBUG' }] },
  ],
  absent: [{ code: 'absent', wanted: wantedPods }],
  count: [
    { code: 'count', wanted: wantedPods, found: [pod('a'), pod('b')] },
    { code: 'count', wanted: wantedPods, found: [] },
  ],
  selects: [
    { code: 'selects', selector: service, pods: [pod('a'), pod('b')], only: true, ready: 2, ports: [], shares: [] },
    { code: 'selects', selector: service, pods: [pod('a')], only: false, ports: [], shares: [] },
    {
      ...{ code: 'selects', selector: service, pods: [], only: false, ports: ['80 TCP → http (8080)'] },
      shares: [{ pods: 'version=v2', percent: 100 / 9 }],
    },
  ],
  access: [
    {
      ...{ code: 'access', subject: 'serviceaccount/bot', permission: 'list pods in shop', isAllowed: true },
      reason: 'RBAC: allowed by RoleBinding "read/shop" of Role "read" to ServiceAccount "bot/shop"',
    },
    { code: 'access', subject: 'user jane', permission: 'delete nodes', isAllowed: false, reason: '' },
    {
      ...{ code: 'access', subject: 'user jane', permission: 'delete nodes', isAllowed: true },
      ...{ reason: 'because I say so', rulesDisagree: true },
    },
  ],
  access_only: [
    { code: 'access_only', subject: 'serviceaccount/bot', bindings: 1 },
    { code: 'access_only', subject: 'user jane', bindings: 5, rulesDisagree: true },
  ],
  reach: [
    {
      ...{ code: 'reach', from: frontend, to: database, ports: 'TCP 5432', isAllowed: true },
      decision: {
        ...{ by: 'rule', direction: 'ingress', policy, rule: 1, ports: 'TCP 5432' },
        means: { means: 'pods', pods: 'role=frontend', namespaces: undefined },
      },
    },
    {
      ...{ code: 'reach', to: { actor: 'service', name: 'db', namespace: 'shop' }, ports: 'TCP 5432' },
      from: { actor: 'address', address: '10.0.0.0/8', except: ['10.1.0.0/16'] },
      ...{ isAllowed: false, decision: { by: 'own', why: 'node' } },
    },
  ],
  reach_only: [{ code: 'reach_only', direction: 'ingress', target: database, tried: 12 }],
  reach_confirmed: [
    { code: 'reach_confirmed', from: { kind: 'Pod', name: 'probe', namespace: 'shop' }, tried: 4 },
    { code: 'reach_confirmed', from: { kind: 'Pod', name: 'probe', namespace: 'shop' }, tried: 1 },
  ],
  certificate: certificateEvidence,
  ...releaseEvidence,
  rollout: [
    { code: 'rollout', object: web, revision: 3, cameFrom: 1, available: 4, isUpdated: true, values: [] },
    {
      ...{ code: 'rollout', object: { kind: 'DaemonSet', name: 'agent', namespace: 'shop' }, available: 2 },
      ...{ isUpdated: false, values: [{ path: 'image', found: 'nginx:1.28' }] },
    },
    {
      ...{ code: 'rollout', object: web, isUpdated: false },
      values: [{ path: 'change cause', found: 'security update' }],
    },
  ],
  kept: [
    { code: 'kept', object: web, unchanged: [] },
    { code: 'kept', object: service, unchanged: ['spec.selector', 'spec.ports'] },
  ],
  placement: [
    { code: 'placement', object: web, node: 'node-0', isAllowed: true },
    { code: 'placement', object: web, node: 'a node without labels', isAllowed: false },
  ],
  placement_order: [{ code: 'placement_order', object: web, better: 'a node labelled disk=ssd', worse: 'node-0' }],
  placement_stay: [{ code: 'placement_stay', object: web, node: 'a node tainted repair:NoExecute', found: 600 }],
  admission: [
    { code: 'admission', tried: podOfWeb, outcome: 'admitted', words: '' },
    { code: 'admission', tried: rootPod, outcome: 'refused', words: exceeded },
    { code: 'admission', tried: rootPod, outcome: 'warned', words: 'would violate PodSecurity "restricted:latest"' },
    { code: 'admission', tried: podOfWeb, outcome: 'fits', words: exceeded },
  ],
  ...behaviourEvidence,
  answer: [{ code: 'answer', given: 'web-1' }],
  cel: [{ code: 'cel', expression: 'pods.size() > 1' }],
};

const outageCodes: { readonly [Code in OutageCode]: string } = {
  unreachable: 'connect ECONNREFUSED 127.0.0.1:6443',
  timeout: 'no complete answer in 10 s',
  truncated: 'the connection was closed after 512 bytes',
  expired_list: 'The provided continue parameter is too old',
  throttled: 'too many requests, please try again later',
  forbidden: 'pods is forbidden: User "jane" cannot list resource "pods" in API group "" in the namespace "shop"',
  unauthorized: 'Unauthorized',
  certificate: 'certificate has expired',
  server_error: '500 Internal Server Error: etcdserver: leader changed',
  discovery: 'metrics.k8s.io/v1beta1 did not answer',
  no_answer: 'error trying to reach service: dial tcp 10.244.2.3:8080: i/o timeout',
  gone_meanwhile: 'pods "web-1" not found',
};

export const unknownReasons: readonly UnknownReason[] = [
  ...Object.entries(outageCodes).map(
    ([code, detail]): UnknownReason => ({
      reason: 'outage',
      read: 'list Pod in shop',
      about: 'the list of Pods in shop',
      outage: { code: code as OutageCode, detail }, // the keys of a mapped type over the codes
    }),
  ),
  {
    ...{ reason: 'outage', read: 'may ["system:serviceaccount:shop:bot",[]] list pods in shop' },
    about: 'whether service account bot in shop may list pods in shop',
    outage: { code: 'timeout', detail: 'no complete answer in 10 s' },
  },
  { reason: 'grader', detail: 'no such key: spec' },
  {
    ...{ reason: 'lostNodes', nodes: ['kind-worker', 'kind-worker2'] },
    pods: ['web-1', 'web-2', 'web-3', 'web-4'].map((name) => ({ kind: 'Pod', name, namespace: 'shop' })),
  },
  { reason: 'after', tasks: ['make-it', 'name-it'] },
];

export const settled = (body: IssueBody): Issue => ({ ...body, isMoving: false });

/** A report of tasks with these verdicts, each worth 2 points, at a fixed time. */
export function reportOf(verdicts: readonly Verdict[], changes: Partial<Report> = {}): Report {
  const tasks = verdicts.map((verdict, index) => ({
    ...{ id: `task-${index + 1}`, title: `Task number ${index + 1}`, points: 2, verdict },
  }));
  const pointsOf = (...names: readonly Verdict['verdict'][]) =>
    2 * verdicts.filter(({ verdict }) => names.includes(verdict)).length;
  return {
    ...{ lab: 'services', title: 'Find the pods behind a Service', copy: '' },
    cluster: { uid: '6b0c8e5e-0000-4000-8000-000000000000', version: 'v1.36.4', context: 'kubeproctor' },
    takenAt: '2026-01-02T03:04:05.000Z',
    tasks,
    score: {
      min: pointsOf('passed'),
      max: pointsOf('passed', 'unknown'),
      total: pointsOf('passed', 'unknown', 'failed', 'blocked'),
    },
    isLabChanged: false,
    notes: [],
    ...changes,
  };
}

/** One task of every verdict. */
export const mixedVerdicts: readonly Verdict[] = [
  { verdict: 'passed', evidence: [evidence.selects, evidence.kept, evidence.cel].flat(), isMoving: false },
  { verdict: 'passed', evidence: evidence.rollout.slice(0, 1), isMoving: true },
  { verdict: 'failed', issues: issues.value_differs.slice(0, 2).map(settled), isMoving: false },
  { verdict: 'failed', issues: [{ ...issues.not_ready[0], isMoving: true } as Issue], isMoving: true }, // the table has one
  { verdict: 'blocked', by: ['task-3'] },
  { verdict: 'unknown', reasons: unknownReasons.slice(0, 2) },
  { verdict: 'notGradable', needs: ['pods-run', 'traffic'] },
];
