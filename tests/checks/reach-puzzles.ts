import fc from 'fast-check';
import type { JsonObject } from '../../src/kubernetes/json.ts';

/** A database, policies, and rows about it. */
export interface Puzzle {
  readonly direction: 'to' | 'from';
  readonly rows: readonly JsonObject[];
  readonly policies: readonly PuzzlePolicy[];
  /** Pods of the shop that are not there. */
  readonly without: readonly string[];
}

export interface PuzzlePolicy {
  readonly namespace: string;
  readonly spec: JsonObject;
}

/** Values of labels that the Pods, policies and rows of a puzzle speak of. */
export const labelValues = { role: ['db', 'frontend', 'reports'], app: ['web', 'db'] };
export const teams = ['audit', 'gold'];

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
export const actor: fc.Arbitrary<JsonObject> = fc.oneof(
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

/** Told by no labels of their own. */
export const unlabelled = actor.map(({ labels: _, except: __, ...rest }) => rest);

/** A policy that closes the target comes first, or nearly all puzzles would have the same answer. */
export const puzzle = (actors: fc.Arbitrary<JsonObject>): fc.Arbitrary<Puzzle> =>
  choice<'to' | 'from'>('to', 'from').chain((direction) => {
    const [key, list, type] =
      direction === 'to' ? (['from', 'ingress', 'Ingress'] as const) : (['to', 'egress', 'Egress'] as const);
    const closing = fc
      .array(rule(key), { maxLength: 2 })
      .map((rules) => ({ namespace: 'shop', spec: { podSelector: {}, policyTypes: [type], [list]: rules } }));
    const policies = fc.tuple(closing, fc.array(anyPolicy, { maxLength: 3 })).map(([first, more]) => [first, ...more]);
    return fc.record({
      direction: fc.constant(direction),
      rows: fc.array(
        fc.tuple(actors, ports).map(([who, where]) => ({ [key]: who, ...where })),
        { minLength: 1, maxLength: 3 },
      ),
      policies: fc
        .tuple(policies, fc.boolean())
        .map(([list, isByName]) => (direction === 'to' && isByName ? list.map(byName) : list)),
      without: fc.subarray(['db-2', 'web-1', 'web-2', 'reports-1', 'console-1']),
    });
  });

/** Ports by the names that the database gives them: only it has ports with names, so that they mean nothing elsewhere. */
function byName({ namespace, spec: numbered }: PuzzlePolicy): PuzzlePolicy {
  const named = JSON.stringify(numbered)
    .replaceAll('{"port":5432}', '{"port":"postgres"}')
    .replaceAll('{"port":80,"endPort":5432}', '{"port":"metrics"}');
  return { namespace, spec: JSON.parse(named) as JsonObject }; // as it was
}
