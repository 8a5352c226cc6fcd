import { setTimeout as sleep } from 'node:timers/promises';
import { type Json, valueAt } from '../kubernetes/json.ts';
import type { KubeObject } from '../kubernetes/kube-object.ts';
import { outageError } from './classify-failure.ts';
import type { ClusterClient, OutageError } from './client.ts';
import { type Deadline, deadlineIn } from './deadline.ts';
import { kubeObject } from './kube-objects-of.ts';
import { listAll } from './list.ts';
import { resourcePath } from './resource-path.ts';
import { targetResource } from './target.ts';

export interface WatchTarget {
  readonly kind: string;
  readonly apiVersion?: string;
  /** Ignored for cluster-wide kinds; without it all namespaces. */
  readonly namespace?: string;
  readonly labelSelector?: string;
  /** `metadata.name=web` watches one object. */
  readonly fieldSelector?: string;
}

/**
 * - `met`: the first value that the predicate returned
 * - `timedOut`: the time was over, or `signal` aborted; `last` is what was there then
 */
export type WatchResult<T> =
  | { readonly result: 'met'; readonly value: T }
  | { readonly result: 'timedOut'; readonly last: readonly KubeObject[] };

/**
 * Lists, then watches, and asks the predicate after each change with all objects there are, until it returns something
 * other than undefined. A kind that the cluster does not know has no objects. Lists again after 410 and after a broken
 * connection: https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes
 * @throws OutageError when listing fails until the time is over, or what failed will not pass (rights, certificate).
 */
export async function watchUntil<T>(
  client: ClusterClient,
  target: WatchTarget,
  predicate: (objects: readonly KubeObject[]) => T | undefined,
  options: { readonly timeoutMs: number; readonly signal?: AbortSignal },
): Promise<WatchResult<T>> {
  const deadline = deadlineIn(options.timeoutMs, options.signal);
  let last: readonly KubeObject[] | undefined;
  let outage: OutageError | undefined;
  while (!deadline.signal.aborted) {
    try {
      for await (const objects of states(client, target, deadline)) {
        last = objects;
        const value = predicate(objects);
        if (value !== undefined) return { result: 'met', value };
      }
    } catch (error) {
      outage = outageError(error);
      if (lasting.has(outage.outage.code)) throw outage;
    }
    await sleep(pauseMs, undefined, { signal: deadline.signal }).catch(() => undefined);
  }
  if (last === undefined && outage !== undefined) throw outage;
  return { result: 'timedOut', last: last ?? [] };
}

/** Between two beginnings, so that a cluster in trouble is not asked without end. */
const pauseMs = 300;

/** What does not pass by waiting. */
const lasting: ReadonlySet<string> = new Set(['forbidden', 'unauthorized', 'certificate']);

/** All objects there are, at first and after each change, until the watch ends: by 410, or as it pleases the server. */
async function* states(
  client: ClusterClient,
  target: WatchTarget,
  deadline: Deadline,
): AsyncGenerator<readonly KubeObject[]> {
  const { namespace, labelSelector, fieldSelector } = target;
  const resource = await targetResource(client, target);
  if (resource === undefined) return yield [];
  const { signal } = deadline;
  const list = { namespace, labelSelector, fieldSelector, timeoutMs: Math.max(1, deadline.remainingMs()), signal };
  const listed = await listAll(client, resource, list);
  if (listed.list === 'notServed') return yield [];
  const objects = new Map(listed.items.map((item) => [keyOf(item), item]));
  yield [...objects.values()];
  const query = {
    ...{ watch: true, allowWatchBookmarks: true, resourceVersion: listed.resourceVersion },
    ...{ labelSelector, fieldSelector, timeoutSeconds: Math.max(1, Math.ceil(deadline.remainingMs() / 1000)) },
  };
  const path = resourcePath(resource, { namespace }, query);
  for await (const event of client.stream({ method: 'GET', path, timeoutMs: deadline.remainingMs(), signal })) {
    const change = changeOf(event);
    if (change === 'bookmark') continue;
    if (change === 'over') return;
    if (change.isDeleted) objects.delete(keyOf(change.object));
    else objects.set(keyOf(change.object), change.object);
    yield [...objects.values()];
  }
}

/** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/watch-event/ ; ERROR carries a Status, as of 410. */
function changeOf(event: Json): 'bookmark' | 'over' | { readonly isDeleted: boolean; readonly object: KubeObject } {
  const type = valueAt(event, 'type');
  if (type === 'BOOKMARK') return 'bookmark';
  if (type === 'ERROR') return 'over';
  return { isDeleted: type === 'DELETED', object: kubeObject(valueAt(event, 'object') ?? null) };
}

const keyOf = (object: KubeObject): string => `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
