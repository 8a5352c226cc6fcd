import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../src/kubernetes/json.ts';
import { isJsonObject } from '../../src/kubernetes/json.ts';
import type { Labels } from '../../src/kubernetes/label-selector.ts';
import type { Endpoint, PodEndpoint } from '../../src/kubernetes/network-policy/endpoint.ts';
import { addressEndpoint, hypotheticalPod, podEndpoint } from '../../src/kubernetes/network-policy/endpoint.ts';
import type { FlowAnswer } from '../../src/kubernetes/network-policy/flow.ts';
import { answerOf, reachability } from '../../src/kubernetes/network-policy/flow.ts';
import { blockHolds, parseBlock } from '../../src/kubernetes/network-policy/ip-block.ts';
import { parsePolicy } from '../../src/kubernetes/network-policy/policy.ts';
import type { Protocol } from '../../src/kubernetes/network-policy/port-set.ts';
import { policyObject } from '../kubernetes/network-policy/generated-clusters.ts';
import { judgeReach, podsOfShop, policy } from './reach-shop.ts';

/**
 * `only` says "nobody else" from a few witnesses. Here is the long way: a universe of namespaces, labels, addresses, ports
 * and protocols that is rich enough to hold one of every kind which these policies and rows can tell apart, and every
 * connection in it asked of the engine, one by one. The two must agree.
 */
interface Puzzle {
  readonly direction: 'to' | 'from';
  readonly rows: readonly JsonObject[];
  readonly policies: readonly { readonly namespace: string; readonly spec: JsonObject }[];
  readonly without: readonly string[];
}

const labelValues = { role: ['db', 'frontend', 'reports'], app: ['web', 'db'] };
const teams = ['audit', 'gold'];
const stranger = 'unheard-of';

const choice = <Value>(...values: readonly Value[]): fc.Arbitrary<Value> => fc.constantFrom(...values);
const requirement = (values: Readonly<Record<string, readonly string[]>>): fc.Arbitrary<JsonObject> =>
  choice(...Object.entries(values)).chain(([key, known]) =>
    fc.oneof(
      fc.record({
        key: fc.constant(key),
        operator: choice('In', 'NotIn'),
        values: fc.subarray([...known], { minLength: 1 }),
      }),
      fc.record({ key: fc.constant(key), operator: choice('Exists', 'DoesNotExist') }),
    ),
  );
const matchLabels = (values: Readonly<Record<string, readonly string[]>>): fc.Arbitrary<JsonObject> =>
  choice(...Object.entries(values).flatMap(([key, known]) => known.map((value) => ({ [key]: value }))));
const selector = (values: Readonly<Record<string, readonly string[]>>): fc.Arbitrary<JsonObject> =>
  fc.oneof(
    choice({}),
    matchLabels(values).map((labels) => ({ matchLabels: labels })),
    fc.array(requirement(values), { minLength: 1, maxLength: 2 }).map((matchExpressions) => ({ matchExpressions })),
  );
const podSelector = selector(labelValues);
const namespaceSelector = selector({ team: teams, 'kubernetes.io/metadata.name': ['shop', 'audit', 'ops'] });
const block = choice<JsonObject>(
  { cidr: '198.51.100.0/24' },
  { cidr: '198.51.100.0/24', except: ['198.51.100.64/26'] },
  { cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] },
  { cidr: '0.0.0.0/0' },
  { cidr: '10.244.0.0/16' },
);
const peer = fc.oneof(
  fc.record({ podSelector }),
  fc.record({ namespaceSelector }),
  fc.record({ podSelector, namespaceSelector }),
  fc.record({ ipBlock: block }),
);
const ports = fc.oneof(
  { weight: 2, arbitrary: fc.constant({}) },
  {
    weight: 3,
    arbitrary: choice<JsonObject>(
      { port: 5432 },
      { port: 5432, protocol: 'UDP' },
      { port: 80, endPort: 5432 },
      { protocol: 'UDP' },
      { port: 53, protocol: 'SCTP' },
    ),
  },
);
const portList = fc.oneof(
  fc.constant({}),
  fc.array(ports, { minLength: 1, maxLength: 2 }).map((list) => ({ ports: list })),
);
const rule = (key: 'from' | 'to'): fc.Arbitrary<JsonObject> =>
  fc
    .tuple(
      fc.oneof(
        { weight: 1, arbitrary: fc.constant({}) },
        { weight: 5, arbitrary: fc.array(peer, { minLength: 1, maxLength: 2 }).map((peers) => ({ [key]: peers })) },
      ),
      portList,
    )
    .map(([peers, list]) => ({ ...peers, ...list }));
const spec = (subject: fc.Arbitrary<JsonObject>): fc.Arbitrary<JsonObject> =>
  fc.oneof(
    fc.record({
      podSelector: subject,
      policyTypes: fc.constant(['Ingress']),
      ingress: fc.array(rule('from'), { maxLength: 2 }),
    }),
    fc.record({
      podSelector: subject,
      policyTypes: fc.constant(['Egress']),
      egress: fc.array(rule('to'), { maxLength: 2 }),
    }),
  );
const anyPolicy = fc.record({ namespace: choice('shop', 'shop', 'audit'), spec: spec(podSelector) });

const except = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: matchLabels(labelValues).map((labels) => ({ except: labels })) },
);
const labels = fc.oneof(fc.constant({}), matchLabels(labelValues));
const actor: fc.Arbitrary<JsonObject> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(labels, except, choice('shop', 'audit'))
      .map(([wanted, without, place]) => ({ labels: wanted, ...without, in: place })),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        labels,
        fc.oneof(
          fc.constant({}),
          choice(...teams).map((team) => ({ team })),
        ),
      )
      .map(([wanted, namespace]) => ({ labels: wanted, namespace: { labels: namespace } })),
  },
  { weight: 3, arbitrary: block.map(({ cidr, ...rest }) => ({ ip: cidr, ...rest }) as JsonObject) },
  { weight: 1, arbitrary: fc.constant({ anyone: true }) },
);

/** A policy that closes the target comes first, or nearly all puzzles would have the same answer. */
const puzzle: fc.Arbitrary<Puzzle> = choice<'to' | 'from'>('to', 'from').chain((direction) => {
  const [key, list, type] =
    direction === 'to' ? (['from', 'ingress', 'Ingress'] as const) : (['to', 'egress', 'Egress'] as const);
  const closing = fc
    .array(rule(key), { maxLength: 2 })
    .map((rules) => ({ namespace: 'shop', spec: { podSelector: {}, policyTypes: [type], [list]: rules } }));
  return fc.record({
    direction: fc.constant(direction),
    rows: fc.array(
      fc.tuple(actor, ports).map(([who, where]) => ({ [key]: who, ...where })),
      { minLength: 1, maxLength: 3 },
    ),
    policies: fc.tuple(closing, fc.array(anyPolicy, { maxLength: 3 })).map(([first, more]) => [first, ...more]),
    without: fc.subarray(['db-2', 'web-1', 'web-2', 'reports-1', 'console-1']),
  });
});

test('only agrees with the long way', () => {
  fc.assert(
    fc.property(puzzle, (one) => {
      expect(verdictOf(one)).toBe(verdictTheLongWay(one));
    }),
    { numRuns: Number(process.env.REACH_RUNS ?? 150) },
  );
});

type Verdict = 'nobody else' | 'somebody' | 'left to the plug-in';

function verdictOf({ direction, rows, policies, without }: Puzzle): Verdict {
  const check = { [direction]: { pods: { role: 'db' }, in: 'shop' }, may: rows, only: true };
  const objects = policies.map((one, index) => policy(`p${index}`, JSON.stringify(one.spec), one.namespace)).join('');
  const finding = judgeReach(JSON.stringify(check), objects, without);
  if (finding.finding !== 'fails') return 'nobody else';
  return finding.issues.some(({ code }) => code === 'reaches_too_much') ? 'somebody' : 'left to the plug-in';
}

const namespaceLabels: Readonly<Record<string, Labels>> = {
  shop: { 'kubernetes.io/metadata.name': 'shop' },
  audit: { 'kubernetes.io/metadata.name': 'audit', team: 'audit' },
  'kube-system': { 'kubernetes.io/metadata.name': 'kube-system' },
};
const portsTried = [1, 52, 53, 54, 79, 80, 81, 5431, 5432, 5433, 65_535];
const protocols: readonly Protocol[] = ['TCP', 'UDP', 'SCTP'];
const addressesTried = [
  '203.0.113.10',
  '198.51.100.1',
  '198.51.100.65',
  '198.51.100.129',
  '198.51.101.1',
  '198.51.99.1',
  '10.1.1.1',
  '10.244.7.7',
  '10.245.0.1',
  '9.9.9.9',
  '11.0.0.1',
];
/** Every subset of the labels that anybody speaks of, with a value that nobody does. */
const podLabels: readonly Labels[] = [undefined, stranger, ...labelValues.role].flatMap((role) =>
  [undefined, stranger, ...labelValues.app].map((app): Labels => ({ ...(role && { role }), ...(app && { app }) })),
);
const possibleNamespaces = ['ops', stranger].flatMap((name) =>
  [undefined, stranger, ...teams].map((team): [string, Labels] => [
    name,
    { 'kubernetes.io/metadata.name': name, ...(team && { team }) },
  ]),
);

function verdictTheLongWay({ direction, rows, policies, without }: Puzzle): Verdict {
  const there = podsOfShop
    .filter(({ metadata }) => !without.includes(metadata.name))
    .map((one) => podEndpoint(one, namespaceLabels[one.metadata.namespace ?? ''] ?? {}));
  const possible = [...Object.entries(namespaceLabels), ...possibleNamespaces].flatMap(([name, own]) =>
    podLabels.map((one) => hypotheticalPod(name, own, one)),
  );
  const others = [...there, ...possible, ...addressesTried.map(addressEndpoint)];
  const world = {
    policies: policies.map((one, index) => parsePolicy(policyObject(`p${index}`, one.namespace, one.spec))),
    podAddresses: there.flatMap(({ addresses }) => addresses),
  };
  const found = new Set<FlowAnswer>();
  for (const target of there.filter(({ labels: own }) => own.role === 'db'))
    for (const other of others) {
      const reach = direction === 'to' ? reachability(other, target, world) : reachability(target, other, world);
      for (const protocol of protocols)
        for (const port of portsTried) {
          const answer = answerOf(reach, protocol, port);
          const leave = answer === 'left_to_plugin' ? mayBeMeant : isMeant;
          if (!rows.some((row) => isOnPort(row, protocol, port) && leave(row, other, world.podAddresses)))
            found.add(answer);
        }
    }
  return found.has('allowed') ? 'somebody' : found.has('left_to_plugin') ? 'left to the plug-in' : 'nobody else';
}

function isMeant(row: JsonObject, other: Endpoint): boolean {
  const who = whoOf(row);
  if (who.anyone === true) return true;
  if (other.endpoint === 'address') return typeof who.ip === 'string' && blockHolds(blockOf(who), other.address);
  return typeof who.ip !== 'string' && isPodMeant(who, other);
}

function isPodMeant(who: JsonObject, { namespace, labels: own, namespaceLabels: around }: PodEndpoint): boolean {
  const has = (found: Labels, wanted: Json | undefined): boolean =>
    isJsonObject(wanted) && Object.entries(wanted).every(([key, value]) => found[key] === value);
  if (!has(own, who.labels) || (who.except !== undefined && has(own, who.except))) return false;
  return isJsonObject(who.namespace) ? has(around, who.namespace.labels) : who.in === namespace;
}

/** A row with a block means the Pods in it or does not, as the policies do. */
function mayBeMeant(row: JsonObject, other: Endpoint, podAddresses: readonly string[]): boolean {
  if (isMeant(row, other)) return true;
  const who = whoOf(row);
  if (other.endpoint === 'address' || typeof who.ip !== 'string') return false;
  const addresses = other.addresses.length > 0 ? other.addresses : podAddresses;
  return addresses.some((address) => blockHolds(blockOf(who), address));
}

const whoOf = ({ from, to }: JsonObject): JsonObject => (from ?? to) as JsonObject; // each row has one of them
const blockOf = ({ ip, except }: JsonObject) => parseBlock(String(ip), Array.isArray(except) ? except.map(String) : []);

function isOnPort({ port, endPort, protocol: given }: JsonObject, protocol: Protocol, tried: number): boolean {
  if (port === undefined) return given === undefined || given === protocol;
  return protocol === (given ?? 'TCP') && Number(port) <= tried && tried <= Number(endPort ?? port);
}
