import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/kubernetes/json.ts';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';
import type { Lab } from '../../src/lab/schema/lab.ts';
import { labSchema } from '../../src/lab/schema/lab.ts';
import type { Base } from '../../src/prove/mutants/base.ts';
import { baseOfSolution } from '../../src/prove/mutants/base.ts';
import { freedBy, untrueFreeFields } from '../../src/prove/mutants/free-fields.ts';
import type { Mutant } from '../../src/prove/mutants/mutant.ts';
import { dropsBelow, otherMutants, scalarDrops, spokenOfIn } from '../../src/prove/mutants/plan-mutants.ts';
import { withoutServerSet } from '../../src/prove/mutants/server-set.ts';
import { widenings } from '../../src/prove/mutants/widenings.ts';
import type { RecordedObject } from '../../src/snapshot/copy-record.ts';

const service = object('v1', 'Service', 'web', {
  spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 'http' }] },
});
const deployment = object('apps/v1', 'Deployment', 'web', {
  spec: {
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web', tier: 'x' } },
      spec: {
        containers: [
          { name: 'web', image: 'nginx', command: ['a', 'b'], ports: [{ name: 'http', containerPort: 8080 }] },
        ],
      },
    },
  },
});
const lab = labOf('The Service `web` selects the Pods of `web`.');

test('drops go one level down, and leave out what names the object and labels that nothing refers to', () => {
  const base: Base = { made: [deployment, service], changed: [], removed: [] };
  const drops = (one: KubeObject, ...place: readonly (string | number)[]) =>
    dropsBelow(one, [place], spokenOfIn(lab, base)).map(({ path }) => path);
  expect(drops(service)).toEqual(['spec']);
  expect(drops(service, 'spec', 'ports', 0)).toEqual(['spec.ports[80].port', 'spec.ports[80].targetPort']);
  expect(drops(deployment, 'spec', 'template', 'metadata', 'labels')).toEqual(['spec.template.metadata.labels.app']);
});

test('a drop takes one entry away and leaves the rest', () => {
  const [, drop] = dropsBelow(service, [['spec', 'ports', 0]], () => true);
  expect(drop?.edits).toEqual([
    { edit: 'replace', object: { ...service, spec: { selector: { app: 'web' }, ports: [{ port: 80 }] } } },
  ]);
});

test('what the solution made is changed at the places that are its own, misspelt, swapped and renamed', () => {
  const own = [
    { of: service, place: ['spec', 'selector', 'app'] },
    { of: service, place: ['spec', 'ports', 0, 'targetPort'] },
    { of: deployment, place: ['spec', 'template', 'spec', 'containers', 0, 'command'] },
  ];
  const mutants = otherMutants({ made: [deployment, service], changed: [], removed: [] }, lab, own);
  expect(mutants.map(titleOf)).toEqual([
    'swap Deployment spec.template.spec.containers[web].command: 0 and 1 swapped',
    'change Service spec.selector.app: web → web-x',
    'change Service spec.selector.app: key app → app-x',
    'change Service spec.ports[80].targetPort: http → http-x',
    'rename Deployment spec.selector.matchLabels.app: web → web-x in all 3 places',
    'rename Deployment spec.template.spec.containers[web].ports[8080].name: http → http-x in all 2 places',
    'rename Deployment metadata.name: web → web-x',
    'rename Service metadata.name: web → web-x',
  ]);
});

test('of an object of the start only what the solution changed is mutated, and what it deleted comes back', () => {
  const was = object('v1', 'Service', 'web', {
    spec: { selector: { app: 'wbe' }, ports: [{ port: 80, targetPort: 'http' }] },
  });
  const gone = object('v1', 'ConfigMap', 'old', { data: {} });
  const base = baseOfSolution([recorded(was), recorded(gone)], [recorded(service)]);
  expect(otherMutants(base, lab, []).map(titleOf)).toEqual([
    'revert Service spec.selector.app: as at the start',
    'drop Service spec.selector.app: dropped',
    'change Service spec.selector.app: web → web-x',
    'change Service spec.selector.app: key app → app-x',
    'undelete ConfigMap : not deleted',
  ]);
});

test('what the solution brought into an object of the start is dropped bit by bit, to find the defaults in it', () => {
  const was = object('v1', 'Service', 'web', { spec: { selector: { app: 'wbe' }, ports: [{ port: 80 }] } });
  const base = baseOfSolution([recorded(was)], [recorded(service)]);
  expect(scalarDrops(base).map(({ path, edits }) => ({ path, edits }))).toEqual([
    {
      path: 'spec.ports[80].targetPort',
      edits: [{ edit: 'replace', object: { ...service, spec: { selector: { app: 'web' }, ports: [{ port: 80 }] } } }],
    },
  ]);
});

test('what controllers make is not the solution’s work', () => {
  const owned = object('apps/v1', 'ReplicaSet', 'web-1', {});
  const metadata = {
    ...owned.metadata,
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'u' }],
  };
  const base = baseOfSolution(
    [],
    [recorded({ ...owned, metadata }), recorded(object('v1', 'ServiceAccount', 'default', {}))],
  );
  expect(base).toEqual({ made: [], changed: [], removed: [] });
});

test('a claim that a StatefulSet makes of its template is not the solution’s work, and any other is', () => {
  const set = object('apps/v1', 'StatefulSet', 'log', {
    spec: { volumeClaimTemplates: [{ metadata: { name: 'book' } }] },
  });
  const claim = (name: string) => object('v1', 'PersistentVolumeClaim', name, { spec: {} });
  const names = ['book-log-0', 'book-log-12', 'book-log-x', 'book-log', 'book-other-0'];
  const base = baseOfSolution([], [recorded(set), ...names.map((name) => recorded(claim(name)))]);
  expect(base.made.map(({ metadata }) => metadata.name)).toEqual(['log', 'book-log-x', 'book-log', 'book-other-0']);
});

test('the claim of a volume is the solution’s work only where the controller did not find it', () => {
  const volume = (annotations: Readonly<Record<string, string>>) => ({
    ...object('v1', 'PersistentVolume', 'shelf', {
      spec: { claimRef: { name: 'book', namespace: 'shop', uid: 'u', resourceVersion: '7' } },
    }),
    metadata: { name: 'shelf', annotations },
  });
  const claimOf = (one: KubeObject) => withoutServerSet(one).spec;
  expect(claimOf(volume({ 'pv.kubernetes.io/bound-by-controller': 'yes' }))).toEqual({});
  expect(claimOf(volume({}))).toEqual({ claimRef: { name: 'book', namespace: 'shop' } });
});

test('what the server sets is not there', () => {
  const stored = {
    ...service,
    metadata: {
      ...service.metadata,
      uid: 'u',
      resourceVersion: '7',
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}' },
    },
    spec: {
      selector: { app: 'web' },
      clusterIP: '10.0.0.1',
      clusterIPs: ['10.0.0.1'],
      ports: [{ port: 80, targetPort: 'http', nodePort: 30000 }],
    },
    status: { loadBalancer: {} },
  };
  expect(withoutServerSet(stored)).toEqual(service);
});

// https://kubernetes.io/docs/reference/labels-annotations-taints/#pv-kubernetes-io-bound-by-controller
test.each([
  ['the binder found itself is not there', { 'pv.kubernetes.io/bound-by-controller': 'yes' }, undefined],
  ['somebody reserved a volume for is, but for its uid', {}, { name: 'data', namespace: 'shop' }],
])('the claim that %s', (_, annotations, claimRef) => {
  const volume = object('v1', 'PersistentVolume', 'disk', {
    spec: { claimRef: { name: 'data', namespace: 'shop', uid: 'u1', resourceVersion: '7' } },
  });
  const cleaned = withoutServerSet({ ...volume, metadata: { ...volume.metadata, annotations } } as KubeObject);
  expect(cleaned.spec).toEqual(claimRef === undefined ? {} : { claimRef });
});

describe('a mutant widens', () => {
  const of = (one: KubeObject, caresForSecurity = false) =>
    widenings(one, caresForSecurity).map(({ path, what }) => `${path}: ${what}`);

  test('a NetworkPolicy', () => {
    const peer = { podSelector: { matchLabels: { a: 'b' } }, namespaceSelector: {} };
    const spec = { podSelector: {}, policyTypes: ['Ingress'], ingress: [{ from: [peer] }] };
    expect(of(object('networking.k8s.io/v1', 'NetworkPolicy', 'p', { spec }))).toEqual([
      'spec.ingress: an empty rule besides',
      'spec.ingress[0].from: an empty pod selector besides',
      'spec.ingress[0].from: an or in place of an and',
      'spec.ingress: a second policy that lets everything through',
    ]);
  });

  test('a Role', () => {
    const rules = [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'delete'] }];
    expect(of(object('rbac.authorization.k8s.io/v1', 'Role', 'r', { rules }))).toEqual([
      'rules[0].verbs: the verb create besides',
      'rules[0].verbs: every verb',
      'rules[0].resources: every resource of the group',
      'rules: a rule for secrets besides',
    ]);
  });

  test('a RoleBinding', () => {
    const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' };
    expect(of(object('rbac.authorization.k8s.io/v1', 'RoleBinding', 'b', { roleRef, subjects: [] }))).toEqual([
      'subjects: everybody who is logged in besides',
      'subjects: a second account besides',
      'roleRef: cluster-admin besides',
      'roleRef: bound in the whole cluster besides',
    ]);
  });

  test('a workload, where the lab asks how containers run', () => {
    expect([of(deployment), of(deployment, true)]).toEqual([
      [],
      ['spec.template.spec.containers: a privileged container besides'],
    ]);
  });
});

describe('a free field', () => {
  const free = [{ object: 'service/web', path: 'spec.ports[80]', because: 'any' }];
  const at = (path: string, kind = 'Service'): Mutant => ({
    operator: 'drop',
    object: { kind, name: 'web' },
    path,
    what: '',
    edits: [],
  });

  test.each([
    ['spec.ports[80]', true],
    ['spec.ports[80].targetPort', true],
    ['spec.ports[8080]', false],
    ['spec.ports', false],
  ])('covers %s: %j', (path, expected) => {
    expect(freedBy(at(path), free) !== undefined).toBe(expected);
  });

  test('is of one object', () => {
    expect(freedBy(at('spec.ports[80]', 'Deployment'), free)).toBeUndefined();
  });

  test('is untrue where all its mutants are pinned, or there are none', () => {
    const judged = [{ mutant: at('spec.ports[80].port'), isPinned: true }];
    const open = { mutant: at('spec.ports[80].name'), isPinned: false };
    expect([
      untrueFreeFields(free, judged),
      untrueFreeFields(free, []),
      untrueFreeFields(free, [...judged, open]),
    ]).toEqual([free, free, []]);
  });
});

const titleOf = ({ operator, object: { kind }, path, what }: Mutant): string => `${operator} ${kind} ${path}: ${what}`;

function object(apiVersion: string, kind: string, name: string, content: Record<string, Json>): KubeObject {
  return { apiVersion, kind, metadata: { name, namespace: 'shop' }, ...content };
}

const recorded = (one: KubeObject): RecordedObject => ({
  ...{ kind: one.kind, name: one.metadata.name, namespace: 'shop', apiVersion: one.apiVersion, uid: 'u' },
  object: one,
});

function labOf(text: string): Lab {
  return labSchema.parse({
    ...{ kubeproctor: 1, name: 'sample', title: 'Sample', topic: 'sample', level: 'beginner', minutes: 5, story: 'x' },
    namespaces: { shop: {} },
    tasks: [{ id: 'one', title: 'One', text, checks: [{ object: 'service/web' }] }],
    solution: { commands: 'x', steps: [{ apply: 'solution.yaml' }] },
  });
}
