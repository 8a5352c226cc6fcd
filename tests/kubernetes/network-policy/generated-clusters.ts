import fc from 'fast-check';
import type { Json, JsonObject } from '../../../src/kubernetes/json.ts';
import type { KubeObject } from '../../../src/kubernetes/kube-object.ts';
import type { Labels } from '../../../src/kubernetes/label-selector.ts';
import type { Protocol } from '../../../src/kubernetes/network-policy/port-set.ts';

/** Namespaces, Pods and policies, with connections to ask about. */
export interface GeneratedCluster {
  readonly namespaces: Readonly<Record<string, Labels>>;
  readonly pods: readonly KubeObject[];
  readonly policies: readonly KubeObject[];
  readonly flows: readonly GeneratedFlow[];
}

/** An end is the index of a Pod, or an address outside of the cluster. */
export interface GeneratedFlow {
  readonly from: number | string;
  readonly to: number | string;
  readonly protocol: Protocol;
  readonly port: number;
}

const namespaceNames = ['one', 'two', 'three'] as const;
const outside = ['203.0.113.7', '203.0.113.200', '198.51.100.9', '2001:db8::7'];
const podNumbers = [80, 5432, 53, 8080, 443];

const dictionary = (values: Readonly<Record<string, fc.Arbitrary<string>>>): fc.Arbitrary<Labels> =>
  fc.record(values, { requiredKeys: [] }) as fc.Arbitrary<Labels>; // a key without a value is left out

const podLabels = dictionary({
  app: fc.constantFrom('web', 'db', 'api'),
  role: fc.constantFrom('front', 'back'),
  tier: fc.constantFrom('1', '2'),
});
const teamLabels = dictionary({ team: fc.constantFrom('red', 'blue'), env: fc.constantFrom('prod', 'test') });

const expression = (values: Readonly<Record<string, readonly string[]>>): fc.Arbitrary<JsonObject> =>
  fc.constantFrom(...Object.entries(values)).chain(([key, known]) =>
    fc.oneof(
      fc.record({
        key: fc.constant(key),
        operator: fc.constantFrom('In', 'NotIn'),
        values: fc.subarray([...known, 'other'], { minLength: 1 }),
      }),
      fc.record({ key: fc.constant(key), operator: fc.constantFrom('Exists', 'DoesNotExist') }),
    ),
  );

const selector = (
  labels: fc.Arbitrary<Labels>,
  values: Readonly<Record<string, readonly string[]>>,
): fc.Arbitrary<JsonObject> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constant({}) },
    { weight: 4, arbitrary: labels.map((matchLabels) => ({ matchLabels })) },
    {
      weight: 3,
      arbitrary: fc.record({ matchExpressions: fc.array(expression(values), { minLength: 1, maxLength: 2 }) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        matchLabels: labels,
        matchExpressions: fc.array(expression(values), { minLength: 1, maxLength: 1 }),
      }),
    },
  );
const podSelector = selector(podLabels, { app: ['web', 'db', 'api'], role: ['front', 'back'], tier: ['1', '2'] });
const namespaceSelector = selector(teamLabels, {
  team: ['red', 'blue'],
  env: ['prod', 'test'],
  'kubernetes.io/metadata.name': namespaceNames,
});

const block = fc.constantFrom<JsonObject[]>(
  { cidr: '203.0.113.0/24' },
  { cidr: '203.0.113.0/24', except: ['203.0.113.128/25'] },
  { cidr: '203.0.113.0/25' },
  { cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] },
  { cidr: '0.0.0.0/0', except: ['203.0.113.0/28', '198.51.100.0/24'] },
  { cidr: '0.0.0.0/0' },
  { cidr: '10.244.1.0/24', except: ['10.244.1.2/32'] },
  { cidr: '198.51.100.9/32' },
  { cidr: '2001:db8::/32', except: ['2001:db8::/124'] },
  { cidr: '2001:db8::/64' },
  { cidr: '::/0' },
);

const peer: fc.Arbitrary<JsonObject> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ podSelector }) },
  { weight: 3, arbitrary: fc.record({ namespaceSelector }) },
  { weight: 2, arbitrary: fc.record({ podSelector, namespaceSelector }) },
  { weight: 2, arbitrary: fc.record({ podSelector, namespaceSelector: fc.constant({}) }) },
  { weight: 3, arbitrary: fc.record({ ipBlock: block }) },
);

const protocol = fc.constantFrom<Protocol[]>('TCP', 'TCP', 'TCP', 'UDP', 'SCTP');
const portEntry: fc.Arbitrary<JsonObject> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ protocol, port: fc.constantFrom<Json[]>(...podNumbers) }, { requiredKeys: ['port'] }),
  },
  {
    weight: 6,
    arbitrary: fc.constantFrom<JsonObject[]>(
      { port: 'http' },
      { port: 'sql', protocol: 'TCP' },
      { port: 'dns', protocol: 'UDP' },
      { port: 'dns' },
    ),
  },
  {
    weight: 3,
    arbitrary: fc.record(
      { protocol, port: fc.constantFrom<Json[]>(1, 53, 80, 400), endPort: fc.constantFrom<Json[]>(443, 5432, 9000) },
      { requiredKeys: ['port', 'endPort'] },
    ),
  },
  { weight: 1, arbitrary: fc.record({ protocol }, { requiredKeys: [] }) },
);

/** Left out, empty, or with entries: what is left out and what is empty are told apart where the API does so. */
const listOf = (entry: fc.Arbitrary<JsonObject>): fc.Arbitrary<readonly JsonObject[] | undefined> =>
  fc.oneof(
    { weight: 1, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constant([]) },
    { weight: 10, arbitrary: fc.array(entry, { minLength: 1, maxLength: 3 }) },
  );

const rules = (key: 'from' | 'to'): fc.Arbitrary<readonly JsonObject[] | undefined> =>
  fc.oneof(
    { weight: 1, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constant([]) },
    {
      weight: 6,
      arbitrary: fc.array(
        fc.record({ [key]: listOf(peer), ports: listOf(portEntry) }).map((rule) => withoutUndefined(rule)),
        { minLength: 1, maxLength: 3 },
      ),
    },
  );

const policyTypes = fc.constantFrom<(readonly string[] | undefined)[]>(
  undefined,
  undefined,
  ['Ingress'],
  ['Egress'],
  ['Ingress', 'Egress'],
);

const policy = fc
  .record({
    namespace: fc.constantFrom('one', 'one', 'one', 'two'),
    spec: fc.record({ podSelector, policyTypes, ingress: rules('from'), egress: rules('to') }),
  })
  .map(({ namespace, spec }) => ({ namespace, spec: withoutUndefined(spec) }));

const pod = fc.record({
  namespace: fc.constantFrom('one', 'one', 'two', 'three'),
  labels: podLabels,
  http: fc.constantFrom(80, 8080),
});

export const cluster: fc.Arbitrary<GeneratedCluster> = fc
  .record({
    labels: fc.array(teamLabels, { minLength: 3, maxLength: 3 }),
    pods: fc.array(pod, { minLength: 3, maxLength: 4 }),
    policies: fc.array(policy, { minLength: 2, maxLength: 5 }),
    flows: fc.array(fc.tuple(fc.nat(6), fc.nat(6), protocol, fc.constantFrom(...podNumbers)), {
      minLength: 6,
      maxLength: 6,
    }),
  })
  .map(({ labels, pods, policies, flows }) => ({
    namespaces: Object.fromEntries(
      namespaceNames.map((name, index) => [name, { ...labels[index], 'kubernetes.io/metadata.name': name }]),
    ),
    pods: pods.map(podObject),
    policies: policies.map(({ namespace, spec }, index) => policyObject(`policy-${index}`, namespace, spec)),
    flows: flows.flatMap(([from, to, way, port]) =>
      flowBetween(end(from, pods.length), end(to, pods.length), way, port),
    ),
  }));

const end = (index: number, pods: number): number | string => (index < pods ? index : (outside[index - pods] ?? 0));

/** One of the ends is a Pod, and nobody connects to itself: the other engine knows no such traffic. */
function flowBetween(
  from: number | string,
  to: number | string,
  way: Protocol,
  port: number,
): readonly GeneratedFlow[] {
  const areBothOutside = typeof from === 'string' && typeof to === 'string';
  return from === to || areBothOutside ? [] : [{ from, to, protocol: way, port }];
}

function podObject(
  { namespace, labels, http }: { readonly namespace: string; readonly labels: Labels; readonly http: number },
  index: number,
): KubeObject {
  const ports = [
    { name: 'http', containerPort: http },
    { name: 'sql', containerPort: 5432, protocol: 'TCP' },
    { name: 'dns', containerPort: 53, protocol: 'UDP' },
  ];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `pod-${index}`, namespace, labels },
    spec: { containers: [{ name: 'main', ports }] },
    status: { phase: 'Running', podIP: `10.244.1.${index + 1}`, podIPs: [{ ip: `10.244.1.${index + 1}` }] },
  };
}

export const policyObject = (name: string, namespace: string, spec: JsonObject): KubeObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name, namespace },
  spec,
});

const withoutUndefined = (mapping: Readonly<Record<string, unknown>>): JsonObject =>
  Object.fromEntries(Object.entries(mapping).filter(([, value]) => value !== undefined)) as JsonObject; // of JSON values
