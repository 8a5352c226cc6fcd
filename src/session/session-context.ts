import type { ClusterClient } from '../cluster/client.ts';
import type { ObjectRef } from '../kubernetes/kube-object.ts';

/** What every part of a session works with. Nothing here prints: what happens is told to `onProgress`. */
export interface SessionContext {
  readonly client: ClusterClient;
  readonly now: () => Date;
  /** Waits; ends early, without an error, when `signal` is aborted. */
  readonly sleep: (ms: number) => Promise<void>;
  /** Aborted by Ctrl-C; what was begun can be continued by the same command, or undone by `stop`. */
  readonly signal: AbortSignal;
  readonly onProgress: (event: SessionEvent) => void;
}

/** One thing that has just happened or is being waited for, for a progress line. */
export type SessionEvent =
  /** An earlier copy's namespace is still going away. */
  | { readonly event: 'waitingForNamespace'; readonly namespace: string }
  | { readonly event: 'namespaceMade'; readonly namespace: string }
  | { readonly event: 'stepBegun'; readonly index: number; readonly count: number; readonly title: string }
  | { readonly event: 'objectWritten'; readonly object: ObjectRef; readonly outcome: WriteOutcome }
  /** The cluster said "not yet" to a step and is asked again. */
  | { readonly event: 'stepWaiting'; readonly title: string; readonly message: string }
  | { readonly event: 'settling'; readonly waitingFor: readonly ObjectRef[] }
  /** The start state was still moving when the time was over; it is recorded as it is. */
  | { readonly event: 'settlingEnded'; readonly stillMoving: readonly ObjectRef[] }
  | { readonly event: 'deleted'; readonly object: ObjectRef }
  | { readonly event: 'namespaceEmptied'; readonly namespace: string; readonly count: number }
  | { readonly event: 'finalizersRemoved'; readonly object: ObjectRef; readonly finalizers: readonly string[] }
  | { readonly event: 'restored'; readonly object: ObjectRef }
  | { readonly event: 'waitingForDeletion'; readonly namespaces: readonly string[] };

export type WriteOutcome = 'created' | 'configured' | 'unchanged' | 'deleted';
