import type { Json, JsonObject } from './json.ts';
import { isJsonObject, isSameJson, valueAt } from './json.ts';
import type { KubeObject } from './kube-object.ts';
import type { Labels, Requirement } from './label-selector.ts';
import { meetsAll, requirementOf, requirementsOfMap, selectorText } from './label-selector.ts';
import { mappingsAt } from './pod-template.ts';

/** A node as the scheduler's filters see it. */
export interface NodeShape {
  readonly name: string;
  readonly labels: Labels;
  readonly taints: readonly Taint[];
}

export interface Taint {
  readonly key: string;
  readonly value: string;
  readonly effect: string;
}

const cordoned: Taint = { key: 'node.kubernetes.io/unschedulable', value: '', effect: 'NoSchedule' };

/** A node that is cordoned has the taint that says so, also before the node controller has set it. */
export function nodeShapeOf(node: KubeObject): NodeShape {
  const taints = mappingsAt(node, 'spec', 'taints').map((taint) => ({
    key: String(taint.key),
    value: String(taint.value ?? ''),
    effect: String(taint.effect),
  }));
  const isMarked = taints.some(({ key }) => key === cordoned.key);
  const isCordoned = valueAt(node, 'spec', 'unschedulable') === true && !isMarked;
  return {
    name: node.metadata.name,
    labels: node.metadata.labels ?? {},
    taints: isCordoned ? [...taints, cordoned] : taints,
  };
}

const conditionTaints: ReadonlySet<string> = new Set(
  ['not-ready', 'unreachable', 'network-unavailable', 'memory-pressure', 'disk-pressure', 'pid-pressure'].map(
    (name) => `node.kubernetes.io/${name}`,
  ),
);

/**
 * The node as if all were well with it, without the taints that the node controller sets for its conditions.
 * https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/#taint-nodes-by-condition
 */
export const inGoodCondition = (node: NodeShape): NodeShape => ({
  ...node,
  taints: node.taints.filter(({ key }) => !conditionTaints.has(key)),
});

/** A node that there need not be: with the labels that every ordinary Linux node has. */
export const hypotheticalNode = (name: string, labels: Labels, taints: readonly Taint[]): NodeShape => ({
  name,
  labels: {
    'kubernetes.io/os': 'linux',
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/hostname': name,
    ...labels,
  },
  taints,
});

/**
 * The Pod spec with the tolerations that the DaemonSet controller adds to those of its template, or puts in their place: a
 * shorter stay on a node that is lost does not last.
 * https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/#taints-and-tolerations
 */
export function daemonPodSpec(podSpec: JsonObject): JsonObject {
  const tolerated = [
    ...['not-ready:NoExecute', 'unreachable:NoExecute', 'disk-pressure:NoSchedule', 'memory-pressure:NoSchedule'],
    ...['pid-pressure:NoSchedule', 'unschedulable:NoSchedule'],
    ...(podSpec.hostNetwork === true ? ['network-unavailable:NoSchedule'] : []),
  ].map((taint) => {
    const [name = '', effect = ''] = taint.split(':');
    return { key: `node.kubernetes.io/${name}`, operator: 'Exists', effect };
  });
  const own = mappingsAt(podSpec, 'tolerations').map(({ tolerationSeconds, ...toleration }) => {
    const isReplaced = tolerated.some((one) => isSameJson(one, toleration));
    return isReplaced || tolerationSeconds === undefined ? toleration : { ...toleration, tolerationSeconds };
  });
  return { ...podSpec, tolerations: [...own, ...tolerated] };
}

const lostNode = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];

/**
 * The Pod spec with the five minutes that admission gives every Pod on a node that is lost, where the Pod itself says nothing
 * of that.
 * https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#defaulttolerationseconds
 */
export function admittedPodSpec(podSpec: JsonObject): JsonObject {
  const own = mappingsAt(podSpec, 'tolerations');
  const isSaid = (lost: string): boolean =>
    own.some(
      ({ key, effect }) => ['', lost].includes(String(key ?? '')) && ['', 'NoExecute'].includes(String(effect ?? '')),
    );
  const given = lostNode
    .filter((lost) => !isSaid(lost))
    .map((key) => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }));
  return given.length === 0 ? podSpec : { ...podSpec, tolerations: [...own, ...given] };
}

/**
 * What keeps a Pod off a node; empty when it may go there. Node name, scheduling gates, node selector, required node affinity and taints;
 * resources and other Pods are not looked at. A Pod that names its node goes past the scheduler, and only NoExecute
 * taints are still in its way.
 * https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/
 */
export function placementObstacles(podSpec: JsonObject, node: NodeShape): readonly string[] {
  const required = valueAt(podSpec, 'affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution');
  const selector = requirementsOfMap(podSpec.nodeSelector);
  const isNamed = podSpec.nodeName === node.name;
  const untolerated = node.taints.filter(
    (taint) =>
      (taint.effect === 'NoExecute' || (taint.effect === 'NoSchedule' && !isNamed)) && !isTolerated(podSpec, taint),
  );
  return [
    ...(typeof podSpec.nodeName === 'string' && podSpec.nodeName !== '' && !isNamed
      ? [`nodeName is ${podSpec.nodeName}`]
      : []),
    ...mappingsAt(podSpec, 'schedulingGates').map(({ name }) => `the scheduling gate ${name} holds it back`),
    ...(meetsAll(node.labels, selector) ? [] : [`nodeSelector asks for ${selectorText(selector)}`]),
    ...(isJsonObject(required) && !matchesNodeSelector(required, node)
      ? [`node affinity asks for ${nodeSelectorText(required)}`]
      : []),
    ...untolerated.map((taint) => `no toleration for the taint ${taintText(taint)}${nearText(podSpec, taint)}`),
  ];
}

/** What opens a node with taints to the Pod: its tolerations of those that would keep it off, each in words. */
export const openDoors = (podSpec: JsonObject, { taints }: NodeShape): readonly string[] => [
  ...new Set(
    taints
      .filter(({ effect }) => effect !== 'PreferNoSchedule')
      .flatMap((taint) => {
        const toleration = tolerationOf(podSpec, taint);
        if (toleration === undefined) return [];
        return (toleration.key ?? '') === ''
          ? [`its toleration without a key (operator Exists) tolerates every ${effectText(toleration)}taint`]
          : [`its toleration for the key ${taint.key} tolerates the taint ${taintText(taint)}`];
      }),
  ),
];

const effectText = ({ effect }: JsonObject): string => ((effect ?? '') === '' ? '' : `${String(effect)} `);

/** As kubectl writes it: `lent=yes:NoSchedule`. */
export const taintText = ({ key, value, effect }: Taint): string =>
  `${key}${value === '' ? '' : `=${value}`}:${effect}`;

/** In what a toleration of the same key asks for something else. */
function nearText(podSpec: JsonObject, { key, value, effect }: Taint): string {
  const near = mappingsAt(podSpec, 'tolerations').find((toleration) => toleration.key === key);
  if (near === undefined) return '';
  const given = String(near.value ?? '');
  const differing = [
    ...(near.operator === 'Exists' || given === value ? [] : [given === '' ? 'no value' : `the value ${given}`]),
    ...((near.effect ?? '') === '' || near.effect === effect ? [] : [`the effect ${String(near.effect)}`]),
  ];
  return differing.length === 0 ? '' : ` (the one for that key asks for ${differing.join(' and ')})`;
}

/**
 * Seconds that a Pod which runs there stays when its node gets these taints: those with NoExecute drive it away, at once where it does not
 * tolerate one of them. Of the tolerations of a taint the first one counts, and of several taints the shortest time.
 * https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/#concepts
 */
export function stayTime(podSpec: JsonObject, taints: readonly Taint[]): StayTime {
  const times = taints
    .filter(({ effect }) => effect === 'NoExecute')
    .map((taint) => {
      const toleration = tolerationOf(podSpec, taint);
      if (toleration === undefined) return 0;
      return typeof toleration.tolerationSeconds === 'number' ? Math.max(0, toleration.tolerationSeconds) : Infinity;
    });
  const shortest = Math.min(...times);
  return shortest === Infinity ? 'forever' : shortest;
}

/** Seconds, or until somebody takes it away. */
export type StayTime = number | 'forever';

/** What the scheduler's own scores weigh. https://kubernetes.io/docs/reference/scheduling/config/#scheduling-plugins */
const weights = { affinity: 2, taints: 3 };

/**
 * Of two nodes the scheduler scores the first one higher: by the preferred terms of the Pod, and by the `PreferNoSchedule`
 * taints that it does not tolerate, each made a share of the larger of both.
 */
export function isPreferred(podSpec: JsonObject, node: NodeShape, other: NodeShape): boolean {
  const [mine, theirs] = [preferenceOf(podSpec, node), preferenceOf(podSpec, other)];
  const [avoided, otherAvoided] = [avoidedTaints(podSpec, node), avoidedTaints(podSpec, other)];
  const advantage =
    (weights.affinity * (mine - theirs)) / Math.max(1, mine, theirs) +
    (weights.taints * (otherAvoided - avoided)) / Math.max(1, avoided, otherAvoided);
  return advantage > 0;
}

const avoidedTaints = (podSpec: JsonObject, { taints }: NodeShape): number =>
  taints.filter((taint) => taint.effect === 'PreferNoSchedule' && !isTolerated(podSpec, taint)).length;

const isTolerated = (podSpec: JsonObject, taint: Taint): boolean => tolerationOf(podSpec, taint) !== undefined;

/** Of several the first counts. */
const tolerationOf = (podSpec: JsonObject, taint: Taint): JsonObject | undefined =>
  mappingsAt(podSpec, 'tolerations').find((toleration) => tolerates(toleration, taint));

/** The sum of the weights of the preferred terms that a node meets. */
export function preferenceOf(podSpec: JsonObject, node: NodeShape): number {
  return mappingsAt(podSpec, 'affinity', 'nodeAffinity', 'preferredDuringSchedulingIgnoredDuringExecution')
    .filter((term) => isJsonObject(term.preference) && matchesTerm(term.preference, node))
    .reduce((sum, term) => sum + Number(term.weight), 0);
}

/** Terms are alternatives; an empty list of terms, or an empty term, matches nothing. */
function matchesNodeSelector(selector: JsonObject, node: NodeShape): boolean {
  return mappingsAt(selector, 'nodeSelectorTerms').some((term) => matchesTerm(term, node));
}

function matchesTerm(term: JsonObject, node: NodeShape): boolean {
  const expressions = mappingsAt(term, 'matchExpressions').map(requirementOf);
  const fields = mappingsAt(term, 'matchFields').map(requirementOf);
  if (expressions.length + fields.length === 0) return false;
  return meetsAll(node.labels, expressions) && meetsAll({ 'metadata.name': node.name }, fields);
}

function nodeSelectorText(selector: JsonObject): string {
  const terms = mappingsAt(selector, 'nodeSelectorTerms').map((term) => {
    const requirements: readonly Requirement[] = [
      ...mappingsAt(term, 'matchExpressions'),
      ...mappingsAt(term, 'matchFields'),
    ].map(requirementOf);
    return selectorText(requirements);
  });
  return terms.join(' or ');
}

/** https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/ */
function tolerates(toleration: JsonObject, taint: Taint): boolean {
  const given = (field: string): Json | undefined => (toleration[field] === '' ? undefined : toleration[field]);
  if (given('effect') !== undefined && given('effect') !== taint.effect) return false;
  if (given('key') === undefined) return given('operator') === 'Exists';
  if (given('key') !== taint.key) return false;
  if (given('operator') === 'Exists') return true;
  return (given('operator') ?? 'Equal') === 'Equal' && (toleration.value ?? '') === taint.value;
}
