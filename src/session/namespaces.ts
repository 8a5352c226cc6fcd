import { watchUntil } from '../cluster/watch.ts';
import { createObject, getObject } from '../cluster/write.ts';
import type { KubeObject } from '../kubernetes/kube-object.ts';
import { UserError } from '../user-error.ts';
import { withLastApplied } from './apply/last-applied.ts';
import type { CopyName } from './labels.ts';
import { copyLabels, copyNamedBy, isSameCopy } from './labels.ts';
import { isPermanent } from './permanent-objects.ts';
import type { SessionContext } from './session-context.ts';

/** What there is under a namespace's name. `foreign` is anybody's but this copy's, `hidden` what one may not look at. */
export type NamespaceState =
  | { readonly state: 'free' | 'hidden' }
  | { readonly state: 'own' | 'foreign' | 'terminating'; readonly object: KubeObject };

/** @throws OutageError */
export async function namespaceState(
  context: SessionContext,
  namespace: string,
  copy: CopyName,
): Promise<NamespaceState> {
  const found = await getObject(context.client, { kind: 'Namespace', name: namespace }, { signal: context.signal });
  if (found.result === 'notFound') return { state: 'free' };
  if (found.result !== 'ok') return { state: 'hidden' };
  const { object } = found;
  if (object.metadata.deletionTimestamp !== undefined) return { state: 'terminating', object };
  const name = copyNamedBy(object);
  return { state: name !== undefined && isSameCopy(name, copy) ? 'own' : 'foreign', object };
}

/**
 * Makes a namespace of a copy. Its own labels are what was applied; the product's two are beside them, so that a
 * learner's `kubectl apply` of the namespace does not take them away.
 * @throws UserError `namespace_exists` when somebody else made it in the meantime, `namespace_refused`.
 */
export async function makeNamespace(
  context: SessionContext,
  namespace: string,
  copy: CopyName,
  labels: Readonly<Record<string, string>>,
): Promise<void> {
  const own = Object.keys(labels).length === 0 ? {} : { labels };
  const applied = withLastApplied({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, ...own } });
  const metadata = { ...applied.metadata, labels: { ...labels, ...copyLabels(copy) } };
  const options = { fieldManager: 'kubectl-client-side-apply', signal: context.signal };
  const made = await createObject(context.client, { ...applied, metadata }, options);
  if (made.result === 'ok') return context.onProgress({ event: 'namespaceMade', namespace });
  if (made.result === 'alreadyExists') {
    const { state } = await namespaceState(context, namespace, copy);
    if (state !== 'own') throw namespaceExists(namespace);
  } else
    throw new UserError('namespace_refused', `Namespace ${namespace} could not be made: ${made.message}`, {
      wayOut: 'Use a cluster of your own: kubeproctor up',
      exitCode: 1,
    });
}

export const namespaceExists = (namespace: string): UserError =>
  new UserError('namespace_exists', `Namespace ${namespace} exists, and this lab did not make it.`, {
    wayOut: 'Start a copy under another name (--copy NAME), or remove that namespace if it is yours.',
    exitCode: 1,
  });

/** Until a namespace is not there any more. @throws UserError `namespace_stuck` */
export async function untilNamespaceGone(context: SessionContext, namespace: string, timeoutMs: number): Promise<void> {
  const target = { kind: 'Namespace', fieldSelector: `metadata.name=${namespace}` };
  const gone = (found: readonly KubeObject[]) => (found.length === 0 ? true : undefined);
  const result = await watchUntil(context.client, target, gone, { timeoutMs, signal: context.signal });
  context.signal.throwIfAborted();
  if (result.result === 'met') return;
  throw new UserError('namespace_stuck', `Namespace ${namespace} is still being deleted after ${timeoutMs / 1000} s.`, {
    wayOut: `See what holds it: kubectl get namespace ${namespace} -o yaml`,
    exitCode: 3,
  });
}

/** Until controllers have put into a namespace what every namespace has; Pods are refused before that. */
export async function untilNamespaceUsable(context: SessionContext, namespace: string): Promise<void> {
  const options = { timeoutMs: 10_000, signal: context.signal };
  const present = (kind: string) => (found: readonly KubeObject[]) =>
    found.some((object) => isPermanent({ kind, name: object.metadata.name })) ? true : undefined;
  await Promise.all(
    ['ServiceAccount', 'ConfigMap'].map((kind) =>
      watchUntil(context.client, { kind, namespace }, present(kind), options),
    ),
  );
}
