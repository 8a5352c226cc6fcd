import type { ObjectTarget } from '../cluster/target.ts';
import { deleteObject, getObject } from '../cluster/write.ts';
import type { ObjectRef } from '../kubernetes/kube-object.ts';
import { emptyNamespace } from './empty-namespace.ts';
import { removeForeignFinalizers } from './finalizers.ts';
import { isPermanentObject } from './permanent-objects.ts';
import type { Deletion, FailedAction, PlannedObject } from './put-back.ts';
import type { SessionContext } from './session-context.ts';

const timeoutMs = 20_000;

/**
 * Deletes one object outside the copy's namespaces and waits until it is gone, its custom finalizers taken off. Undefined:
 * it was gone already, or another of that name is there now, which stays.
 */
export async function removeOutside(
  context: SessionContext,
  { object }: Deletion,
  passes: (message: string) => boolean,
): Promise<ObjectRef | FailedAction | undefined> {
  if (object.kind === 'Namespace') {
    const failed = await emptyNamespace(context, object.name, { keeps: isPermanentObject, passes });
    if (failed[0] !== undefined) return failed[0];
  }
  const { uid, kind, name, namespace } = object;
  const ref: ObjectRef = { kind, name, ...(namespace === undefined ? {} : { namespace }) };
  const target = targetOfPlanned(object);
  const how = { propagationPolicy: 'Background', preconditions: { uid }, signal: context.signal } as const;
  for (;;) {
    const deleted = await deleteObject(context.client, target, how);
    if (deleted.result === 'ok') return untilGone(context, target, object, ref);
    if (deleted.result === 'notFound' || deleted.result === 'conflict') return undefined;
    if (!passes(deleted.message)) return { object: ref, message: deleted.message };
    await context.sleep(150);
  }
}

export const targetOfPlanned = ({ kind, apiVersion, name, namespace }: PlannedObject): ObjectTarget => ({
  ...{ kind, apiVersion, name },
  ...(namespace === undefined ? {} : { namespace }),
});

async function untilGone(
  context: SessionContext,
  target: ObjectTarget,
  { uid, kind }: PlannedObject,
  ref: ObjectRef,
): Promise<ObjectRef | FailedAction> {
  const deadline = context.now().getTime() + timeoutMs;
  for (;;) {
    const live = await getObject(context.client, target, { signal: context.signal });
    if (live.result !== 'ok' || live.object.metadata.uid !== uid) return ref;
    await removeForeignFinalizers(context, live.object);
    // the namespace's own controller takes seconds over an empty one: that is waited for at the end, for all together
    if (kind === 'Namespace') return ref;
    if (context.now().getTime() > deadline) {
      const held = live.object.metadata.finalizers?.join(', ') ?? 'nothing that it names';
      return { object: ref, message: `still there after ${timeoutMs / 1000} s, held by ${held}` };
    }
    context.signal.throwIfAborted();
    await context.sleep(60);
  }
}
