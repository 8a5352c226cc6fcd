import { patchObject } from '../cluster/write.ts';
import { isByPolicyOrWebhook } from '../kubernetes/admission-refusal.ts';
import type { KubeObject, ObjectRef } from '../kubernetes/kube-object.ts';
import { mayBlockWrites } from './concerned-kinds.ts';
import { emptyNamespace } from './empty-namespace.ts';
import { freeNamespace } from './free-namespace.ts';
import { inParallel } from './in-parallel.ts';
import { staysInNamespace } from './namespace-plans.ts';
import { isPermanentObject } from './permanent-objects.ts';
import type { Deletion, FailedAction, KeptField, NamespacePlan, PutBackPlan, PutBackResult } from './put-back.ts';
import { removeOutside } from './remove-outside.ts';
import { restore } from './restore.ts';
import type { SessionContext } from './session-context.ts';

/**
 * Does what a plan says up to the point where `stop` deletes the namespaces and `reset` fills them again. In this order:
 * what may stand in the way of every write, the contents of the namespaces, the rest outside, what is restored.
 * @throws OutageError, or what `signal` was aborted with: planned and run again, it goes on from there.
 */
export async function runPutBack(context: SessionContext, plan: PutBackPlan): Promise<PutBackResult> {
  const isBlocking = ({ object }: Deletion) => mayBlockWrites(object.kind);
  const blocking = plan.deletions.filter(isBlocking).toSorted(bindingsFirst);
  const passes = lagOf(context, blocking);
  const outcome = collected(context);
  for (const deletion of blocking) outcome.add(await removeOutside(context, deletion, passes));
  const emptied = await inParallel(plan.namespaces, (namespace) => emptyOne(context, plan, namespace, passes));
  outcome.failed.push(...emptied.flat());
  const rest = plan.deletions.filter((deletion) => !isBlocking(deletion)).toSorted(objectsBeforeKinds);
  const kinds = rest.filter(({ object }) => object.kind === 'CustomResourceDefinition');
  const others = rest.filter(({ object }) => object.kind !== 'CustomResourceDefinition');
  for (const part of [others, kinds])
    for (const removed of await inParallel(part, (deletion) => removeOutside(context, deletion, passes)))
      outcome.add(removed);
  for (const restoration of plan.restorations) {
    const restored = await restore(context, restoration, plan.copy.record.before);
    outcome.kept.push(...restored.kept);
    outcome.failed.push(...restored.failed);
    if (restored.isRestored) {
      outcome.restored.push(restoration.object);
      context.onProgress({ event: 'restored', object: restoration.object });
    }
  }
  const { deleted, restored, kept, failed } = outcome;
  return { deleted, restored, kept, failed };
}

function collected(context: SessionContext) {
  const deleted: ObjectRef[] = [];
  const restored: ObjectRef[] = [];
  const kept: KeptField[] = [];
  const failed: FailedAction[] = [];
  const add = (removed: ObjectRef | FailedAction | undefined) => {
    if (removed === undefined) return;
    if ('message' in removed) failed.push(removed);
    else {
      deleted.push(removed);
      context.onProgress({ event: 'deleted', object: removed });
    }
  };
  return { deleted, restored, kept, failed, add };
}

async function emptyOne(
  context: SessionContext,
  plan: PutBackPlan,
  { namespace, action, isTerminating, metadata, inside }: NamespacePlan,
  passes: (message: string) => boolean,
): Promise<readonly FailedAction[]> {
  // one to be made again may still be going away, held by what is in it
  if (action === 'none' || (action === 'makeAgain' && !isTerminating)) return [];
  const { untouched } = plan;
  const keeps = (object: KubeObject) =>
    action === 'empty'
      ? untouched?.has(object.metadata.uid ?? '') === true || staysInNamespace(object, plan.copy.record)
      : isPermanentObject(object);
  if (isTerminating) await freeNamespace(context, namespace);
  const metadataFailed = metadata === undefined ? [] : await restoreMetadata(context, namespace, metadata, passes);
  return [
    ...metadataFailed,
    ...(await emptyNamespace(context, namespace, {
      keeps,
      passes,
      ...(untouched === undefined ? {} : { seen: inside }),
    })),
  ];
}

async function restoreMetadata(
  context: SessionContext,
  name: string,
  metadata: NonNullable<NamespacePlan['metadata']>,
  passes: (message: string) => boolean,
): Promise<readonly FailedAction[]> {
  for (;;) {
    const options = { type: 'merge', signal: context.signal } as const;
    const patched = await patchObject(context.client, { kind: 'Namespace', name }, { metadata }, options);
    if (patched.result === 'ok') return [];
    if (!passes(patched.message)) return [{ object: { kind: 'Namespace', name }, message: patched.message }];
    await context.sleep(150);
  }
}

/** A policy refuses for up to a second or two after it was deleted. */
function lagOf(context: SessionContext, blocking: readonly Deletion[]): (message: string) => boolean {
  const until = context.now().getTime() + 6_000;
  return (message) => blocking.length > 0 && context.now().getTime() < until && isByPolicyOrWebhook(message);
}

const bindingsFirst = (left: Deletion, right: Deletion): number =>
  Number(right.object.kind.endsWith('Binding')) - Number(left.object.kind.endsWith('Binding'));

const objectsBeforeKinds = (left: Deletion, right: Deletion): number =>
  Number(right.why === 'kind') - Number(left.why === 'kind');
