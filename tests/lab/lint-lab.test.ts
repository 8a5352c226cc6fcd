// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of labs look like this
import { expect, test } from 'vitest';
import { lintLabFiles } from '../../src/lab/lint/lint-lab-files.ts';
import { formatMistake } from '../../src/lab/mistake.ts';
import { sampleLab } from './sample-lab.ts';

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: { name: oven, namespace: "\${shop}" }
spec:
  template:
    spec:
      containers: [{ name: oven, image: bread:1 }]
`;

/** A lab that lint finds nothing in: the sample, with what only lint misses, and one kind of warning switched off. */
const text = sampleLab
  .replace(
    'The Deployment `oven` in `${shop}` has `2` replicas.',
    'The Deployment `oven` in `${shop}` has `2` replicas of `bread:1`.',
  )
  .replace('image: { $matches: "^bread:" }', 'image: bread:1')
  .replace(
    'text: Say how many.',
    'text: >-\n      Say how many. The account `clerk` may `get` and `list` Pods in `${shop}`; a CronJob comes at `0 4 * * *`, and it goes where `heat: high` is.',
  )
  .replace(
    '    after: [bake]\n',
    '    after: [bake]\n    hints: [Count., Count again.]\n    explain: One counts.\n    docs: [https://kubernetes.io/]\n    implied: { oven: the first task names it }\n',
  )
  .replace('names: [reader]', 'names: []')
  .replace(
    /variants:[\s\S]*$/,
    `variants:
  - { accept: a.yaml }
  - { accept: b.yaml }
  - { accept: c.yaml }
  - { reject: d.yaml, fails: [bake], issue: value_differs, because: nobody bakes }
  - { reject: e.yaml, fails: [count], issue: answer_wrong, because: miscounted }
  - { reject: f.yaml, fails: [count], issue: answer_wrong, because: miscounted }
  - { reject: g.yaml, fails: [count], issue: answer_wrong, because: miscounted }
`,
  );

const files = ['start', 'solution', 'a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => `${name}.yaml`);
const manifests = Object.fromEntries(files.map((file) => [file, deployment]));

function lint(change: { text?: string; start?: string; solution?: string; isBuiltIn?: boolean; name?: string } = {}) {
  const mistakes = lintLabFiles({
    ...{ path: 'lab.yaml', name: change.name ?? 'bakery', topic: 'workloads', manifestFolder: 'm' },
    ...{ isBuiltIn: change.isBuiltIn ?? true, text: change.text ?? text },
    manifests: {
      ...manifests,
      ...(change.start === undefined ? {} : { 'start.yaml': change.start }),
      ...(change.solution === undefined ? {} : { 'solution.yaml': change.solution }),
    },
  });
  return mistakes.map(formatMistake);
}

function changed(from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`the sample has no ${from}`);
  return text.replace(from, () => to);
}

test('the sample is clean', () => {
  expect(lint()).toEqual([]);
});

test.each<[what: string, from: string, to: string, mistakes: readonly string[]]>([
  [
    'a namespace written literally in a command',
    'kubectl -n ${shop} scale',
    'kubectl -n shop scale',
    [
      'lab.yaml:49:13: error: the namespace `shop` is written literally, and another copy has it elsewhere: write `${shop}`',
    ],
  ],
  [
    'a namespace written literally in a check',
    'in: audit }\n        has: { spec: { schedule',
    'in: { namespace: audit } }\n        has: { spec: { schedule',
    [
      'lab.yaml:46:50: error: the namespace `audit` is written literally, and another copy has it elsewhere: write `in: audit`',
    ],
  ],
  [
    'a namespace written literally in a text',
    '`${shop}` has',
    'the namespace `shop` has',
    [
      'lab.yaml:18:11: error: the namespace `shop` is written literally, and another copy has it elsewhere: write `${shop}`',
    ],
  ],
  [
    'a span that no check asks for',
    'replicas of `bread:1`.',
    'replicas of `bread:1`, called `toast`.',
    [
      'lab.yaml:18:11: error: the text says `toast`, and no check of the task asks for it: check it, or name it under `context`',
    ],
  ],
  [
    'a span that is context',
    'replicas of `bread:1`.\n',
    'replicas of `bread:1`, called `toast`.\n    context: [toast]\n',
    [],
  ],
  [
    'a span of several parts',
    'has `2` replicas',
    'has `replicas=2`, `spec.replicas`, `replicas: 2` and `image=bread:1,replicas=2`',
    [],
  ],
  [
    'a context that is not in the text',
    '    hints: [Look',
    '    context: [toast]\n    hints: [Look',
    ['lab.yaml:26:15: warning: `toast` is no code span of the text'],
  ],
  [
    'an implied value that no check wants',
    'implied: { oven',
    'implied: { toast: why, oven',
    ['lab.yaml:37:16: warning: `toast` is nothing that a check wants'],
  ],
  [
    'a number that the text does not say',
    'has `2` replicas',
    'has replicas',
    [
      'lab.yaml:23:34: error: a check wants `2`, which the text of task `bake` does not say: say it, or why not under `implied`',
    ],
  ],
  ['a number in words', 'has `2` replicas', 'has two replicas', []],
  [
    'a number inside another',
    'has `2` replicas',
    'has 20 replicas',
    [
      'lab.yaml:23:34: error: a check wants `2`, which the text of task `bake` does not say: say it, or why not under `implied`',
    ],
  ],
  [
    'an image that the text does not say',
    ' of `bread:1`.',
    '.',
    [
      'lab.yaml:25:39: error: a check wants `bread:1`, which the text of task `bake` does not say: say it, or why not under `implied`',
    ],
  ],
  [
    'a verb that the text does not say',
    '`get` and `list` Pods',
    '`get` Pods',
    [
      'lab.yaml:42:17: error: a check wants `list`, which the text of task `count` does not say: say it, or why not under `implied`',
    ],
  ],
  [
    'a label that the text does not say',
    ' goes where `heat: high` is',
    ' goes where it is hot',
    [
      'lab.yaml:45:77: error: a check wants `heat`, which the text of task `count` does not say: say it, or why not under `implied`',
      'lab.yaml:45:77: error: a check wants `high`, which the text of task `count` does not say: say it, or why not under `implied`',
    ],
  ],
  [
    'a name that the text does not say',
    '    implied: { oven: the first task names it }\n',
    '    implied: {}\n',
    [
      'lab.yaml:45:26: error: a check wants `oven`, which the text of task `count` does not say: say it, or why not under `implied`',
    ],
  ],
  [
    'a task that only keeps',
    '- object: deployment/oven\n        in: shop\n        has: { spec: { replicas: 2 } }\n        as: $oven\n      - workload: { of: $oven, image: bread:1 }',
    '- kept: { object: deployment/oven, in: shop }',
    [
      'lab.yaml:18:11: error: the text says `2`, and no check of the task asks for it: check it, or name it under `context`',
      'lab.yaml:18:11: error: the text says `bread:1`, and no check of the task asks for it: check it, or name it under `context`',
      'lab.yaml:21:7: error: task `bake` only forbids or keeps: at least one check must fail at the start',
    ],
  ],
  [
    'a task that wants something gone that the start makes',
    '- object: deployment/oven\n        in: shop\n        has: { spec: { replicas: 2 } }\n        as: $oven\n      - workload: { of: $oven, image: bread:1 }\n    hints',
    '- object: deployment/oven\n        in: shop\n        absent: true\n    context: ["2", bread:1]\n    hints',
    [],
  ],
  [
    'a task that wants something gone that never was',
    '- object: deployment/oven\n        in: shop\n        has: { spec: { replicas: 2 } }\n        as: $oven\n      - workload: { of: $oven, image: bread:1 }\n    hints',
    '- object: job/oven\n        in: shop\n        absent: true\n    context: ["2", bread:1]\n    hints',
    ['lab.yaml:21:7: error: task `bake` only forbids or keeps: at least one check must fail at the start'],
  ],
  [
    'a task that wants a release gone that never was',
    '- object: deployment/oven\n        in: shop\n        has: { spec: { replicas: 2 } }\n        as: $oven\n      - workload: { of: $oven, image: bread:1 }\n    hints',
    '- release: { name: oven, in: shop, absent: true }\n    context: ["2", bread:1]\n    hints',
    ['lab.yaml:21:7: error: task `bake` only forbids or keeps: at least one check must fail at the start'],
  ],
  [
    'a task without help',
    '    hints: [Look at the oven., Scale it.]\n    explain: Bread needs an oven.\n    docs: [https://kubernetes.io/docs/concepts/workloads/controllers/deployment/]\n',
    '',
    [
      'lab.yaml:16:5: warning: task `bake` has fewer than two hints: first a direction, last nearly the command',
      'lab.yaml:16:5: warning: task `bake` has no `explain`, which says why the solution works',
      'lab.yaml:16:5: warning: task `bake` has no link under `docs`',
    ],
  ],
  [
    'a task that no reject misses',
    'fails: [bake]',
    'fails: [count]',
    ['lab.yaml:16:9: warning: no reject variant fails task `bake`'],
  ],
  [
    'too few variants',
    '  - { accept: c.yaml }\n',
    '',
    [
      'lab.yaml:1:1: warning: no step, no variant and no check uses the manifest `c.yaml`',
      'lab.yaml:52:3: warning: the lab has 2 accept variants, and three are the least',
    ],
  ],
  [
    'a name that stands nowhere',
    'names: []',
    'names: [spare]',
    ['lab.yaml:10:9: warning: `spare` is declared, but `${spare}` stands nowhere'],
  ],
  [
    'a node that all copies share',
    '  - apply: start.yaml',
    '  - apply: start.yaml\n  - { cordon: $1 }\n  - { label: node/$1, set: { disk: ssd } }',
    [
      'lab.yaml:13:5: error: `cordon` writes to a node that all copies share: declare `exclusive: [nodes]`, or a key under `names`',
      'lab.yaml:14:5: error: `label` writes to a node that all copies share: declare `exclusive: [nodes]`, or a key under `names`',
    ],
  ],
  [
    'a node with a key of the copy',
    'names: []\nstart:\n  - apply: start.yaml',
    'names: [disk]\nstart:\n  - apply: start.yaml\n  - { label: node/$1, set: { "${disk}": ssd } }',
    [],
  ],
  [
    'a node that one copy has at a time',
    'names: []\nstart:\n  - apply: start.yaml',
    'names: []\nexclusive: [nodes]\nstart:\n  - apply: start.yaml\n  - { drain: $1 }',
    [],
  ],
  [
    'nodes that other clusters have not',
    'names: []\nstart:\n  - apply: start.yaml',
    'names: []\nexclusive: [nodes]\nstart:\n  - apply: start.yaml\n  - { drain: node-1 }\n  - { patch: Node/a, with: {} }',
    [
      'lab.yaml:14:5: error: no other cluster need have a node `node-1`: write `$1` for the first one, `$2` for the second',
      'lab.yaml:15:5: error: no other cluster need have a node `a`: write `$1` for the first one, `$2` for the second',
    ],
  ],
])('%s', (_what, from, to, mistakes) => {
  expect(lint({ text: changed(from, to) })).toEqual(mistakes);
});

test('a lab is called as its file', () => {
  expect(lint({ name: 'bakers' })).toEqual([
    'lab.yaml:2:7: error: `name` is `bakery`, but the file is called `bakers`; did you mean `bakers`?',
  ]);
});

const pod = (spec: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata: { name: x, namespace: "\${shop}" }\nspec: ${spec}\n`;
test.each<[what: string, manifest: string, mistakes: readonly string[]]>([
  [
    'a cluster-wide object of one name',
    'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: viewer }\n',
    [
      'm/start.yaml:3:19: error: the ClusterRole `viewer` is the same for all copies: declare it under `names` and write `${…}`',
    ],
  ],
  [
    'a Namespace of one name',
    'apiVersion: v1\nkind: Namespace\nmetadata: { name: extra }\n',
    [
      'm/start.yaml:3:19: error: the Namespace `extra` is the same for all copies: declare it under `namespaces` and write `${…}`',
    ],
  ],
  ['a Namespace of the lab', 'apiVersion: v1\nkind: Namespace\nmetadata: { name: "${shop}" }\n', []],
  [
    'a class that could be the default',
    'apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: { name: quick }\n',
    [
      'm/start.yaml:3:19: error: the StorageClass `quick` is the same for all copies: declare it under `names` and write `${…}`, or `exclusive: [default-class]`',
    ],
  ],
  [
    'a port of the nodes',
    'apiVersion: v1\nkind: Service\nmetadata: { name: x, namespace: "${shop}" }\nspec: { ports: [{ port: 80, nodePort: 30080 }] }\n',
    [
      'm/start.yaml:4:39: error: `nodePort` can be taken once in a cluster: leave it out, or declare `exclusive: [node-ports]`',
    ],
  ],
  [
    'a port of the host',
    'apiVersion: v1\nkind: Pod\nmetadata: { name: x, namespace: "${shop}" }\nspec: { containers: [{ name: x, ports: [{ hostPort: 80 }] }] }\n',
    [
      'm/start.yaml:4:53: error: `hostPort` can be taken once in a cluster: leave it out, or declare `exclusive: [node-ports]`',
    ],
  ],
  [
    'a namespace written literally',
    'apiVersion: v1\nkind: Pod\nmetadata: { name: x, namespace: shop }\n',
    [
      'm/start.yaml:3:33: error: the namespace `shop` is written literally, and another copy has it elsewhere: write `${shop}`',
    ],
  ],
  [
    'a namespace written literally in a binding',
    'apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: { name: x, namespace: "${shop}" }\nsubjects: [{ kind: ServiceAccount, name: a, namespace: audit }]\n',
    [
      'm/start.yaml:4:56: error: the namespace `audit` is written literally, and another copy has it elsewhere: write `${audit}`',
    ],
  ],
  [
    'a namespace written literally in a name of the DNS',
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x, namespace: "${shop}" }\ndata: { url: http://web.shop.svc:80 }\n',
    [
      'm/start.yaml:4:14: error: the namespace `shop` is written literally, and another copy has it elsewhere: write `${shop}`',
    ],
  ],
])('%s', (_what, manifest, mistakes) => {
  expect(lint({ start: manifest })).toEqual(mistakes);
});

test.each<[what: string, manifest: string, danger: string, place: string]>([
  [
    'a privileged container',
    'apiVersion: v1\nkind: Pod\nmetadata: { name: x, namespace: "${shop}" }\nspec: { containers: [{ name: x, securityContext: { privileged: true } }] }\n',
    'this runs privileged containers: a lab that needs it declares `allow: [privileged]`',
    '4:64',
  ],
  [
    "the node's network",
    'apiVersion: v1\nkind: Pod\nmetadata: { name: x, namespace: "${shop}" }\nspec: { hostNetwork: true, containers: [] }\n',
    "this uses the node's network, process or IPC namespace: a lab that needs it declares `allow: [host-namespaces]`",
    '4:22',
  ],
  [
    "the node's files",
    'apiVersion: v1\nkind: Pod\nmetadata: { name: x, namespace: "${shop}" }\nspec: { volumes: [{ name: v, hostPath: { path: /etc } }] }\n',
    "this mounts the node's own files: a lab that needs it declares `allow: [host-path]`",
    '4:40',
  ],
  [
    'a Linux capability',
    'apiVersion: v1\nkind: Pod\nmetadata: { name: x, namespace: "${shop}" }\nspec: { initContainers: [{ name: x, securityContext: { capabilities: { add: [NET_ADMIN] } } }] }\n',
    'this adds Linux capabilities to a container: a lab that needs it declares `allow: [added-capabilities]`',
    '4:77',
  ],
  [
    'a webhook',
    'apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingWebhookConfiguration\nmetadata: { name: "${wide}" }\n',
    'this puts a webhook between every user and the API server: a lab that needs it declares `allow: [webhooks]`',
    '2:7',
  ],
  [
    'cluster-admin',
    'apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: { name: x, namespace: "${shop}" }\nroleRef: { kind: ClusterRole, name: cluster-admin }\n',
    'this grants cluster-admin, or speaks of a system: role, user or group: a lab that needs it declares `allow: [system-bindings]`',
    '4:37',
  ],
  [
    'a group of everybody',
    'apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: { name: x, namespace: "${shop}" }\nsubjects: [{ kind: Group, name: "system:authenticated" }]\n',
    'this grants cluster-admin, or speaks of a system: role, user or group: a lab that needs it declares `allow: [system-bindings]`',
    '4:33',
  ],
  [
    'another namespace',
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x, namespace: kube-system }\n',
    'this writes outside its own namespaces and names: a lab that needs it declares `allow: [outside]`',
    '3:33',
  ],
])("somebody else's lab says that it needs %s", (_what, manifest, danger, place) => {
  const exclusive = (allow: string) => changed('names: []', `names: [wide]\nexclusive: [admission]\nallow: [${allow}]`);
  const found = lint({ text: exclusive(''), start: manifest, isBuiltIn: false });
  expect(found.filter((one) => !one.includes('`wide`'))).toEqual([`m/start.yaml:${place}: error: ${danger}`]);
});

test('what a lab declares under `allow` is in order', () => {
  const text = changed('names: []', 'names: []\nallow: [privileged]');
  const start = pod('{ containers: [{ name: x, securityContext: { privileged: true } }] }');
  expect(lint({ text, start, isBuiltIn: false })).toEqual([]);
});

test('the labs that come with kubeproctor need no leave', () => {
  expect(lint({ start: pod('{ hostNetwork: true, containers: [] }') })).toEqual([]);
});

test('a class may be the default of one copy at a time', () => {
  const start = 'apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: { name: quick }\n';
  expect(lint({ text: changed('names: []', 'names: []\nexclusive: [default-class]'), start })).toEqual([]);
});

test('rights that the start gives can be wanted gone', () => {
  const only = changed('          can: [get list pods in shop]', '          cannot: [get list pods in shop]');
  const text = only
    .replace(/ {6}- answer[^\n]*\n/, '')
    .replace(/ {6}- cel[\s\S]*?(?=solution)/, '')
    .replace(', { answer: count, value: "12" }', '');
  const quiet = text
    .replace('    after: [bake]\n', '    after: [bake]\n    context: ["0 4 * * *", "heat: high"]\n')
    .replace('    implied: { oven: the first task names it }\n', '');
  const binding = 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: { name: "${wide}" }\n';
  const text2 = quiet.replace('names: []', 'names: [wide]');
  expect([lint({ text: quiet }), lint({ text: text2, start: binding })]).toEqual([
    ['lab.yaml:39:7: error: task `count` only forbids or keeps: at least one check must fail at the start'],
    [],
  ]);
});

test('a Job of the solution outlives the next check', () => {
  const job = `apiVersion: batch/v1\nkind: Job\nmetadata: { name: x, namespace: "\${shop}" }\nspec: { ttlSecondsAfterFinished: 60 }\n`;
  expect(lint({ solution: job })).toEqual([
    'm/solution.yaml:4:34: error: the Job may be gone before it is checked: at least 3600 seconds, or none',
  ]);
});

test('rules are asked once everything parses', () => {
  expect(lint({ text: changed('names: []', 'names: [unused]'), start: 'kind: Pod\n' })).toEqual([
    'm/start.yaml:1:1: error: `apiVersion` is missing',
    'm/start.yaml:1:1: error: `metadata.name` is missing',
    'm/start.yaml:1:1: error: `metadata.namespace` is missing',
  ]);
});

const dangerous = `apiVersion: v1
kind: Pod
metadata: { name: x, namespace: "\${shop}" }
spec: { containers: [{ name: x, securityContext: { privileged: true }, ports: [{ hostPort: 80 }] }] }
---
apiVersion: v1
kind: Namespace
metadata: { name: extra }
`;

test('what is only tried in a dry run is not stored: it endangers nothing and is shared with nobody', () => {
  const tried = text
    .replace('Say how many.', 'Say how many, and see that `privileged: true` and `hostPort: 80` are refused.')
    .replace(
      '- placement:',
      '- admission: { manifest: probe.yaml, in: shop, is: refused, by: { podSecurity: baseline } }\n      - placement:',
    );
  const lintWith = (lab: string) =>
    lintLabFiles({
      ...{ path: 'lab.yaml', name: 'bakery', topic: 'workloads', manifestFolder: 'm', isBuiltIn: false, text: lab },
      manifests: { ...manifests, 'probe.yaml': dangerous },
    }).map(formatMistake);
  expect(lintWith(tried)).toEqual([]);
  const applied = tried.replace('{ accept: a.yaml }', '{ accept: a, steps: [{ apply: [a.yaml, probe.yaml] }] }');
  expect(lintWith(applied).map((mistake) => mistake.replace(/: error: .*/, ''))).toEqual([
    ...['m/probe.yaml:4:64', 'm/probe.yaml:4:92', 'm/probe.yaml:8:19', 'm/probe.yaml:8:19'],
  ]);
});
