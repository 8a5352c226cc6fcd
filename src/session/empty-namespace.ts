import { OutageError } from '../cluster/client.ts';
import { targetOf } from '../cluster/target.ts';
import { deleteCollection, deleteObject } from '../cluster/write.ts';
import type { KubeObject } from '../kubernetes/kube-object.ts';
import { refOf } from '../kubernetes/kube-object.ts';
import { removeForeignFinalizers } from './finalizers.ts';
import { inParallel } from './in-parallel.ts';
import { listObjects } from './list-objects.ts';
import type { ListableKind } from './listable-kinds.ts';
import { apiVersionOf, isPassing, listableKinds } from './listable-kinds.ts';
import type { FailedAction } from './put-back.ts';
import type { SessionContext } from './session-context.ts';

/** So long may nothing go. */
const timeoutMs = 45_000;

export interface EmptyOptions {
  /** What stays. */
  readonly keeps: (object: KubeObject) => boolean;
  /** Refusals that pass by themselves, as those of an admission policy that was deleted a moment ago. */
  readonly passes: (message: string) => boolean;
  /** What is there now, where nobody else is at work: nothing else is looked for. Without it, every kind is, once more at the end. */
  readonly seen?: readonly KubeObject[];
}

/**
 * Deletes everything in a namespace, of every kind, and waits until it is gone: collections at once, Pods without grace,
 * custom finalizers taken off. Far quicker than deleting the namespace, whose controller waits.
 * @returns what would not go, in the cluster's words
 * @throws OutageError
 */
export async function emptyNamespace(
  context: SessionContext,
  namespace: string,
  options: EmptyOptions,
): Promise<readonly FailedAction[]> {
  const all = (await listableKinds(context.client)).namespaced;
  const { seen } = options;
  const namespaced = seen === undefined ? all : all.filter(({ kind }) => seen.some((object) => object.kind === kind));
  let kinds = namespaced;
  let count = 0;
  let [least, deadline] = [Number.POSITIVE_INFINITY, 0];
  for (let round = 0; ; round++) {
    context.signal.throwIfAborted();
    const isKnown = round === 0 && seen !== undefined;
    const parts = isKnown
      ? kinds.map((kind) => partOf(kind, seen, options))
      : await inParallel(kinds, (kind) => contentOf(context, kind, namespace, options));
    const found = parts.filter(({ objects }) => objects.length > 0);
    if (round === 0) count = found.reduce((sum, { kind, objects }) => sum + (isPassing(kind) ? 0 : objects.length), 0);
    // a round that finds nothing counts only when it has looked at everything
    if (found.length === 0 && (kinds === namespaced || seen !== undefined)) {
      context.onProgress({ event: 'namespaceEmptied', namespace, count });
      return [];
    }
    if (found.length === 0) {
      kinds = namespaced;
      continue;
    }
    const left = found.reduce((sum, { objects }) => sum + objects.length, 0);
    if (left < least) [least, deadline] = [left, context.now().getTime() + timeoutMs];
    const refused = (await inParallel(found.toSorted(byOrder), (part) => deletePart(context, part, namespace))).flat();
    const lasting = refused.filter(({ message }) => !options.passes(message));
    if (lasting.length > 0) return lasting;
    if (context.now().getTime() > deadline) return found.flatMap(({ objects }) => objects.map(stuck));
    kinds = found.map(({ kind }) => kind);
    await context.sleep(round === 0 ? 30 : 120);
  }
}

interface Part {
  readonly kind: ListableKind;
  readonly objects: readonly KubeObject[];
  readonly keepsSome: boolean;
}

async function contentOf(
  context: SessionContext,
  kind: ListableKind,
  namespace: string,
  options: EmptyOptions,
): Promise<Part> {
  const listed = await listObjects(context.client, kind, { namespace });
  return partOf(kind, listed.listed === 'objects' ? listed.objects : [], options);
}

function partOf(kind: ListableKind, among: readonly KubeObject[], { keeps }: EmptyOptions): Part {
  const all = among.filter((object) => object.kind === kind.kind);
  const objects = all.filter((object) => !keeps(object));
  return { kind, objects, keepsSome: objects.length < all.length };
}

/** What limits and what makes others goes first: limits hold up what is made again, owners make what was deleted. */
const first = ['ResourceQuota', 'LimitRange', 'CronJob', 'Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job'];
const byOrder = (left: Part, right: Part): number => place(left) - place(right);
const place = ({ kind }: Part): number => (first.includes(kind.kind) ? first.indexOf(kind.kind) : first.length);

async function deletePart(
  context: SessionContext,
  { kind, objects, keepsSome }: Part,
  namespace: string,
): Promise<readonly FailedAction[]> {
  const fresh = objects.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const grace = kind.kind === 'Pod' ? { gracePeriodSeconds: 0 } : {};
  const how = { propagationPolicy: 'Background', ...grace, signal: context.signal } as const;
  await inParallel(objects, (object) => removeForeignFinalizers(context, object));
  if (fresh.length === 0) return kind.kind === 'Pod' ? forcePods(context, objects) : [];
  if (!keepsSome && kind.verbs.includes('deletecollection')) {
    const target = { kind: kind.kind, apiVersion: apiVersionOf(kind) };
    const deleted = await unlessSlow(() => deleteCollection(context.client, { ...target, namespace }, how));
    if (deleted.result === 'ok' || deleted.result === 'notFound') return [];
    if (fresh[0] !== undefined && deleted.result === 'refused')
      return [{ object: refOf(fresh[0]), message: deleted.message }];
  }
  const results = await inParallel(fresh, async (object) => {
    const deleted = await deleteObject(context.client, targetOf(object), how);
    return deleted.result === 'refused' ? [{ object: refOf(object), message: deleted.message }] : [];
  });
  return results.flat();
}

/** Thousands of Events take longer than one request may: what is deleted by then is, and the next round does the rest. */
async function unlessSlow<Result>(work: () => Promise<Result>): Promise<Result | { readonly result: 'ok' }> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof OutageError && error.outage.code === 'timeout') return { result: 'ok' };
    throw error;
  }
}

/** Pods that were already terminating, with their own grace. */
async function forcePods(context: SessionContext, pods: readonly KubeObject[]): Promise<readonly FailedAction[]> {
  await inParallel(pods, (pod) =>
    deleteObject(context.client, targetOf(pod), { gracePeriodSeconds: 0, signal: context.signal }),
  );
  return [];
}

const stuck = (object: KubeObject): FailedAction => ({
  object: refOf(object),
  message: `still there after ${timeoutMs / 1000} s${
    object.metadata.finalizers === undefined ? '' : `, held by ${object.metadata.finalizers.join(', ')}`
  }`,
});
