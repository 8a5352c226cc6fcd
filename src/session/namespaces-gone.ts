import { watchUntil } from '../cluster/watch.ts';
import type { KubeObject } from '../kubernetes/kube-object.ts';
import { refOf } from '../kubernetes/kube-object.ts';
import { mappingsAt } from '../kubernetes/pod-template.ts';
import type { FailedAction } from './put-back.ts';
import type { SessionContext } from './session-context.ts';

const timeoutMs = 90_000;

/** Waits until all these namespaces are gone; those that are not, with what their controller says holds them. */
export async function namespacesGone(
  context: SessionContext,
  namespaces: readonly string[],
): Promise<readonly FailedAction[]> {
  if (namespaces.length === 0) return [];
  context.onProgress({ event: 'waitingForDeletion', namespaces });
  const isGoing = ({ metadata }: KubeObject) =>
    namespaces.includes(metadata.name) && metadata.deletionTimestamp !== undefined;
  const gone = (all: readonly KubeObject[]) => (all.some(isGoing) ? undefined : true);
  const options = { timeoutMs, signal: context.signal };
  const result = await watchUntil(context.client, { kind: 'Namespace' }, gone, options);
  context.signal.throwIfAborted();
  return result.result === 'met' ? [] : result.last.filter(isGoing).map(stuckNamespace);
}

function stuckNamespace(namespace: KubeObject): FailedAction {
  const reasons = mappingsAt(namespace, 'status', 'conditions')
    .filter(({ status }) => status === 'True')
    .map(({ message }) => String(message));
  const why = reasons.length === 0 ? '' : `: ${reasons.join('; ')}`;
  return { object: refOf(namespace), message: `still being deleted after ${timeoutMs / 1000} s${why}` };
}
