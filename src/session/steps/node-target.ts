import type { ObjectTarget } from '../../cluster/target.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { builtInKind } from '../../kubernetes/resource-kind.ts';
import { listObjects } from '../list-objects.ts';
import type { StepContext } from './step-context.ts';
import { StepFailed } from './step-context.ts';

/**
 * The node of that name, or the one that `$1`, `$2` … stands for: nodes are called otherwise on every cluster.
 * @throws StepFailed where the cluster has not so many.
 */
export async function nodeTarget(context: StepContext, name: string): Promise<ObjectTarget> {
  const place = /^\$([1-9]\d*)$/.exec(name)?.[1];
  return { kind: 'Node', name: place === undefined ? name : await nodeAt(context, Number(place)) };
}

async function nodeAt({ client }: StepContext, place: number): Promise<string> {
  const kind = builtInKind('Node');
  if (kind === undefined) throw new Error('Node is a built-in kind');
  const listed = await listObjects(client, kind);
  if (listed.listed === 'refused') throw new StepFailed(listed.message);
  const node = inOrder(listed.objects)[place - 1];
  if (node === undefined) throw new StepFailed(`the cluster has ${listed.objects.length} nodes, and no $${place}`);
  return node.metadata.name;
}

const controlPlaneLabel = 'node-role.kubernetes.io/control-plane';

/**
 * By name, those of the control plane last, for most clusters keep ordinary Pods off them. Taints are not looked at, so that a
 * step may set some and the next one still means the same node.
 * https://kubernetes.io/docs/reference/labels-annotations-taints/#node-role-kubernetes-io-control-plane
 */
export const inOrder = (nodes: readonly KubeObject[]): readonly KubeObject[] =>
  nodes.toSorted((left, right) => rank(left) - rank(right) || (left.metadata.name < right.metadata.name ? -1 : 1));

const rank = ({ metadata }: KubeObject): number => (Object.hasOwn(metadata.labels ?? {}, controlPlaneLabel) ? 1 : 0);
