import type { ObjectTarget } from '../../cluster/target.ts';
import { watchUntil } from '../../cluster/watch.ts';
import { patchObject } from '../../cluster/write.ts';
import type { JsonObject } from '../../kubernetes/json.ts';
import { valueAt } from '../../kubernetes/json.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { refOf } from '../../kubernetes/kube-object.ts';
import { isPodFinished } from '../../kubernetes/pod-state.ts';
import { mappingsAt } from '../../kubernetes/pod-template.ts';
import { builtInKind } from '../../kubernetes/resource-kind.ts';
import type { StepOf } from '../../lab/schema/steps.ts';
import { listObjects } from '../list-objects.ts';
import { getLive, patchLive, refused } from './ask.ts';
import { nodeTarget } from './node-target.ts';
import type { StepContext } from './step-context.ts';
import { StepFailed } from './step-context.ts';

/** `kubectl taint --overwrite`; `remove` takes all taints of that key and effect away. */
export async function runTaint(context: StepContext, step: StepOf<'taint'>): Promise<void> {
  const target = await nodeTarget(context, step.taint);
  for (let tries = 1; ; tries++) {
    const live = await getLive(context, target);
    const taints = step.taints.reduce(withTaint, mappingsAt(live, 'spec', 'taints'));
    const metadata = { resourceVersion: live.metadata.resourceVersion ?? '' };
    const patch = { metadata, spec: { taints: taints.length === 0 ? null : taints } };
    const options = { type: 'merge', fieldManager: 'kubectl-taint', signal: context.signal } as const;
    const written = await patchObject(context.client, target, patch, options);
    if (written.result === 'ok') return;
    if (written.result !== 'conflict' || tries === 5) throw refused(written, target);
  }
}

type Taint = StepOf<'taint'>['taints'][number];

/** A taint is one by its key and effect. */
export function withTaint(taints: readonly JsonObject[], { key, value, effect, remove }: Taint): readonly JsonObject[] {
  const others = taints.filter((taint) => taint.key !== key || taint.effect !== effect);
  if (remove === true) return others;
  return [...others, { key, ...(value === undefined ? {} : { value }), effect }];
}

/** `kubectl cordon`, `kubectl uncordon`. */
export async function runCordon(context: StepContext, step: StepOf<'cordon'>): Promise<void> {
  await cordon(context, await nodeTarget(context, step.cordon), step.undo !== true);
}

async function cordon(context: StepContext, node: ObjectTarget, isCordoned: boolean): Promise<void> {
  const patch = { spec: { unschedulable: isCordoned ? true : null } };
  await patchLive(context, node, patch, { type: 'strategic', fieldManager: 'kubectl' });
}

const drainTimeoutMs = 60_000;

/** `kubectl drain --ignore-daemonsets --delete-emptydir-data`: evictions, which disruption budgets may refuse. */
export async function runDrain(context: StepContext, step: StepOf<'drain'>): Promise<void> {
  const node = await nodeTarget(context, step.drain);
  await cordon(context, node, true);
  const kind = builtInKind('Pod');
  if (kind === undefined) throw new Error('Pod is a built-in kind');
  const listed = await listObjects(context.client, kind);
  if (listed.listed === 'refused') throw new StepFailed(listed.message);
  const pods = listed.objects.filter((pod) => valueAt(pod, 'spec', 'nodeName') === node.name && isDrained(pod));
  const unmanaged = pods.filter((pod) => controllerOf(pod) === undefined && !isPodFinished(pod));
  if (unmanaged.length > 0)
    throw new StepFailed(`cannot delete Pods that declare no controller: ${unmanaged.map(podTitle).join(', ')}`, {
      object: `node/${node.name}`,
    });
  const deadline = context.now().getTime() + drainTimeoutMs;
  for (const pod of pods) await evict(context, pod, deadline);
  for (const pod of pods) await untilGone(context, pod, deadline);
}

/** Not those of DaemonSets, which ignore the cordon, nor the mirrors of static pods. */
const isDrained = (pod: KubeObject): boolean =>
  (controllerOf(pod) !== 'DaemonSet' || isPodFinished(pod)) &&
  pod.metadata.annotations?.['kubernetes.io/config.mirror'] === undefined;

const controllerOf = (pod: KubeObject): string | undefined =>
  pod.metadata.ownerReferences?.find((owner) => owner.controller === true)?.kind;

const podTitle = (pod: KubeObject): string => `${pod.metadata.namespace}/${pod.metadata.name}`;

async function evict(context: StepContext, pod: KubeObject, deadline: number): Promise<void> {
  const { name, namespace = 'default' } = pod.metadata;
  const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace } };
  const path = `/api/v1/namespaces/${namespace}/pods/${name}/eviction`;
  for (;;) {
    const request = { method: 'POST', path, body: eviction, signal: context.signal } as const;
    const { status, body } = await context.client.request(request);
    if (status < 300 || status === 404) return;
    // 429: a disruption budget does not admit it now
    if (status !== 429 || context.now().getTime() > deadline || context.signal.aborted)
      throw new StepFailed(`error when evicting pod ${podTitle(pod)}: ${valueAt(body, 'message') ?? `HTTP ${status}`}`);
    await context.sleep(1_000);
  }
}

async function untilGone(context: StepContext, pod: KubeObject, deadline: number): Promise<void> {
  const { namespace = '', name } = refOf(pod);
  const timeoutMs = Math.max(1, deadline - context.now().getTime());
  const target = { kind: 'Pod', namespace, fieldSelector: `metadata.name=${name}` };
  const gone = (pods: readonly KubeObject[]) =>
    pods.some(({ metadata }) => metadata.uid === pod.metadata.uid) ? undefined : true;
  const result = await watchUntil(context.client, target, gone, { timeoutMs, signal: context.signal });
  if (result.result === 'timedOut') throw new StepFailed(`pod ${podTitle(pod)} was evicted and is still there`);
}
