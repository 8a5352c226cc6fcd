import type { JsonObject } from '../../kubernetes/json.ts';
import { valueAt } from '../../kubernetes/json.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { refOf } from '../../kubernetes/kube-object.ts';
import type { Labels } from '../../kubernetes/label-selector.ts';
import { mappingsAt, podSpecOf } from '../../kubernetes/pod-template.ts';
import type { NodeShape, Taint } from '../../kubernetes/scheduling.ts';
import {
  admittedPodSpec,
  daemonPodSpec,
  hypotheticalNode,
  inGoodCondition,
  isPreferred,
  nodeShapeOf,
  openDoors,
  placementObstacles,
  stayTime,
  taintText,
} from '../../kubernetes/scheduling.ts';
import { strayNodeLabels } from '../../kubernetes/stray-node.ts';
import type { CheckOf } from '../../lab/schema/checks.ts';
import type { CheckKind, Finding } from '../check-kind.ts';
import type { Evidence, Issue } from '../issue.ts';
import type { View } from '../view.ts';
import { listRead } from '../view.ts';
import { findingOfWorkloads, workloadNearby, workloadReads, workloadsOf } from '../workload-target.ts';

type Spec = CheckOf<'placement'>['placement'];
type Shape = NonNullable<Spec['may']>[number];

/** On which nodes, real or hypothetical, the scheduler may put it. */
export const placementKind: CheckKind<'placement'> = {
  reads: ({ placement }, context) => [
    ...workloadReads(placement, context).reads,
    ...(shapesIn(placement).some((shape) => typeof shape === 'string') ? [listRead('Node')] : []),
  ],
  nearby: ({ placement }, view, context) => workloadNearby(placement, view, context),
  judge: ({ placement }, view, context) => {
    const workloads = workloadsOf(placement, view, context);
    if ('issues' in workloads) return { finding: 'fails', issues: workloads.issues };
    return findingOfWorkloads(workloads, (object) => judgeOne(object, placement, view));
  },
};

const shapesIn = (spec: Spec): readonly Shape[] => [
  ...(spec.may ?? []),
  ...(spec.mayNot ?? []),
  ...(spec.prefers ?? []).flat(),
];

function judgeOne(object: KubeObject, spec: Spec, view: View): Finding {
  const outcomes = [
    ...meant(spec.may ?? [], object, view).map((shape) => judgeMay(object, shape, view)),
    ...meant(spec.mayNot ?? [], object, view).map((shape) => judgeMayNot(object, shape, view)),
    ...(spec.only === true ? [judgeOnly(object, spec.may ?? [])] : []),
    ...(spec.prefers ?? []).flatMap((order) => judgeOrder(object, order, view)),
    ...(spec.stays ?? []).map((stay) => judgeStay(object, stay)),
  ];
  const [first, ...rest] = outcomes.filter((outcome): outcome is Issue => 'isMoving' in outcome);
  if (first !== undefined) return { finding: 'fails', issues: [first, ...rest] };
  return {
    finding: 'holds',
    evidence: outcomes.filter((outcome): outcome is Evidence => !('isMoving' in outcome)),
    isMoving: false,
  };
}

/** `node/*` stands for the nodes that there are, as far as their taints let it in. */
const meant = (shapes: readonly Shape[], object: KubeObject, view: View): readonly Shape[] =>
  shapes.flatMap((shape): readonly Shape[] => {
    if (shape !== 'node/*') return [shape];
    const { tolerations = [] } = wishesOf(object);
    return view
      .list('Node')
      .filter((node) => placementObstacles({ tolerations }, realNode(node)).length === 0)
      .map(({ metadata }) => `node/${metadata.name}`);
  });

function judgeMay(object: KubeObject, shape: Shape, view: View): Issue | Evidence {
  const node = nodeOf(shape, view);
  const reasons = node === undefined ? ['there is no such node'] : obstacles(object, node);
  if (reasons.length === 0)
    return { code: 'placement', object: refOf(object), node: shapeText(shape), isAllowed: true };
  return { code: 'placement_refused', object: refOf(object), node: shapeText(shape), reasons, isMoving: false };
}

function judgeMayNot(object: KubeObject, shape: Shape, view: View): Issue | Evidence {
  const node = nodeOf(shape, view);
  if (node === undefined) {
    const reasons = ['there is no such node'];
    return { code: 'placement_refused', object: refOf(object), node: shapeText(shape), reasons, isMoving: false };
  }
  if (obstacles(object, node).length > 0)
    return { code: 'placement', object: refOf(object), node: shapeText(shape), isAllowed: false };
  const because = openDoors(wishesOf(object), node);
  return { code: 'placement_allowed', object: refOf(object), node: shapeText(shape), because, isMoving: false };
}

/** A node counts as one of these if it has their labels, whatever else it has. */
function judgeOnly(object: KubeObject, shapes: readonly Shape[]): Issue | Evidence {
  const stray = strayNodeLabels(wishesOf(object), shapes.map(labelsIn));
  if (stray === undefined)
    return { code: 'placement', object: refOf(object), node: 'any other node', isAllowed: false };
  const node = shapeText({ labels: stray });
  return { code: 'placement_allowed', object: refOf(object), node, because: [], isMoving: false };
}

function labelsIn(shape: Shape): Labels {
  const name = typeof shape === 'string' ? shape.replace('node/', '') : shape.name;
  const labels = typeof shape === 'string' ? {} : (shape.labels ?? {});
  return name === undefined ? labels : { ...labels, 'kubernetes.io/hostname': name };
}

function judgeOrder(object: KubeObject, order: readonly Shape[], view: View): readonly (Issue | Evidence)[] {
  return order.slice(1).map((worse, index): Issue | Evidence => {
    const better = order[index] ?? worse;
    const nodes = [better, worse].map((shape) => nodeOf(shape, view));
    const about = { object: refOf(object), better: shapeText(better), worse: shapeText(worse) };
    const [first, second] = nodes;
    return first !== undefined && second !== undefined && isPreferred(wishesOf(object), first, second)
      ? { code: 'placement_order', ...about }
      : { code: 'placement_order', ...about, isMoving: false };
  });
}

function judgeStay(object: KubeObject, { taints, seconds }: NonNullable<Spec['stays']>[number]): Issue | Evidence {
  const found = stayTime(wishesOf(object), taints.map(fullTaint));
  const node = `a node tainted ${taintsText(taints)}`;
  const about = { code: 'placement_stay', object: refOf(object), node, found } as const;
  return found === seconds ? about : { ...about, wanted: seconds, isMoving: false };
}

const obstacles = (object: KubeObject, node: NodeShape): readonly string[] =>
  placementObstacles(wishesOf(object), node);

/** The Pod spec as its author wrote it: without the node that the scheduler chose, with what each such Pod is given. */
function wishesOf(object: KubeObject): JsonObject {
  const template = podSpecOf(object) ?? {};
  if (object.kind === 'DaemonSet') return daemonPodSpec(template);
  const podSpec = admittedPodSpec(template);
  if (object.kind !== 'Pod' || isNodeNameGiven(object)) return podSpec;
  const { nodeName: _, ...wishes } = podSpec;
  return wishes;
}

/** Binding by the scheduler leaves no trace among the managed fields; naming the node does. */
const isNodeNameGiven = (pod: KubeObject): boolean =>
  mappingsAt(pod, 'metadata', 'managedFields').some(
    (entry) => valueAt(entry, 'fieldsV1', 'f:spec', 'f:nodeName') !== undefined,
  );

function nodeOf(shape: Shape, view: View): NodeShape | undefined {
  if (typeof shape !== 'string') {
    return hypotheticalNode(shape.name ?? 'hypothetical', shape.labels ?? {}, (shape.taints ?? []).map(fullTaint));
  }
  const found = view.list('Node').find((node) => `node/${node.metadata.name}` === shape);
  return found === undefined ? undefined : realNode(found);
}

/** A node in trouble is nobody's mistake, and no wish of the Pod's keeps it off. */
const realNode = (node: KubeObject): NodeShape => inGoodCondition(nodeShapeOf(node));

type WrittenTaint = NonNullable<Exclude<Shape, string>['taints']>[number];
const fullTaint = ({ key, value = '', effect }: WrittenTaint): Taint => ({ key, value, effect });

function shapeText(shape: Shape): string {
  if (typeof shape === 'string') return shape.replace('/', ' ');
  const labels = Object.entries(shape.labels ?? {}).map(([key, value]) => `${key}=${value}`);
  const taints = taintsText(shape.taints ?? []);
  const isPlain = shape.name === undefined && labels.length === 0;
  const words = [
    isPlain ? 'an ordinary node' : `a node${shape.name === undefined ? '' : ` named ${shape.name}`}`,
    ...(labels.length === 0 ? [] : [`labelled ${labels.join(', ')}`]),
    ...(taints === ''
      ? []
      : [isPlain ? `with the taint ${taints}` : `${labels.length === 0 ? '' : 'and '}tainted ${taints}`]),
  ];
  return words.join(' ');
}

const taintsText = (taints: readonly WrittenTaint[]): string => taints.map(fullTaint).map(taintText).join(', ');
