import type { ObjectTarget } from '../../cluster/target.ts';
import { watchUntil } from '../../cluster/watch.ts';
import { deleteObject } from '../../cluster/write.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import type { StepOf } from '../../lab/schema/steps.ts';
import { getLive, refused, targetOfName, titleOf } from './ask.ts';
import type { StepContext } from './step-context.ts';
import { StepFailed } from './step-context.ts';

const timeoutMs = 60_000;

/** `kubectl delete`, which waits until the object is gone. */
export async function runDelete(context: StepContext, step: StepOf<'delete'>): Promise<void> {
  const target = await targetOfName(context, step.delete, step.in);
  const live = await getLive(context, target);
  const propagationPolicy = step.cascade === 'orphan' ? 'Orphan' : 'Background';
  const deleted = await deleteObject(context.client, target, { propagationPolicy, signal: context.signal });
  if (deleted.result !== 'ok') throw refused(deleted, target);
  if (deleted.object !== undefined) await untilGone(context, target, live.metadata.uid, timeoutMs);
}

/** Waits until an object, or any of that name where no uid is given, is not there. @throws StepFailed */
export async function untilGone(
  context: StepContext,
  target: ObjectTarget,
  uid: string | undefined,
  withinMs: number,
): Promise<void> {
  const { kind, namespace, name } = target;
  const watched = { kind, ...(namespace === undefined ? {} : { namespace }), fieldSelector: `metadata.name=${name}` };
  const gone = (objects: readonly KubeObject[]) =>
    objects.some(({ metadata }) => uid === undefined || metadata.uid === uid) ? undefined : true;
  const result = await watchUntil(context.client, watched, gone, { timeoutMs: withinMs, signal: context.signal });
  if (result.result === 'met') return;
  const finalizers = result.last.flatMap(({ metadata }) => metadata.finalizers ?? []);
  const why = finalizers.length === 0 ? '' : `: its finalizers hold it (${finalizers.join(', ')})`;
  throw new StepFailed(`it is still there after ${withinMs / 1000} s${why}`, { object: titleOf(target) });
}
