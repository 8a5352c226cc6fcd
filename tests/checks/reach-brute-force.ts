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
import type { Puzzle } from './reach-puzzles.ts';
import { labelValues, teams } from './reach-puzzles.ts';
import { podsOfShop } from './reach-shop.ts';

/** Which connections to ask about. A Pod in the block of a row that the policies have, too, is not outside of the rows. */
export type Asked = 'of the rows' | 'outside of the rows';

/**
 * The answers in a universe of namespaces, labels, addresses, ports and protocols that is rich enough to hold one of every
 * kind which the policies and rows of a puzzle can tell apart: every connection is asked of the engine, one by one.
 */
export function answersTheLongWay(
  { direction, rows, policies, without }: Puzzle,
  asked: Asked,
): ReadonlySet<FlowAnswer> {
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
          const means = asked === 'outside of the rows' && answer === 'left_to_plugin' ? mayBeMeant : isMeant;
          const isOfRows = rows.some((row) => isOnPort(row, protocol, port) && means(row, other, world.podAddresses));
          if (isOfRows === (asked === 'of the rows')) found.add(answer);
        }
    }
  return found;
}

const namespaceLabels: Readonly<Record<string, Labels>> = {
  shop: { 'kubernetes.io/metadata.name': 'shop' },
  audit: { 'kubernetes.io/metadata.name': 'audit', team: 'audit' },
  'kube-system': { 'kubernetes.io/metadata.name': 'kube-system' },
};
const stranger = 'unheard-of';
const portsTried = [1, 52, 53, 54, 79, 80, 81, 5431, 5432, 5433, 9186, 9187, 9188, 65_535];
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

function isMeant(row: JsonObject, other: Endpoint): boolean {
  const who = whoOf(row);
  if (who.anyone === true) return true;
  if (other.endpoint === 'address') return typeof who.ip === 'string' && blockHolds(blockOf(who), other.address);
  return typeof who.ip !== 'string' && isPodMeant(who, other);
}

function isPodMeant(who: JsonObject, { namespace, labels: own, namespaceLabels: around }: PodEndpoint): boolean {
  const has = (found: Labels, wanted: Json | undefined): boolean =>
    isJsonObject(wanted) && Object.entries(wanted).every(([key, value]) => found[key] === value);
  if (!has(own, who.labels ?? {}) || (who.except !== undefined && has(own, who.except))) return false;
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
