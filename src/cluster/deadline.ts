/** The end of somebody's patience: a time, and a signal that comes earlier. */
export interface Deadline {
  /** Aborted with a TimeoutError when the time is over, with another reason when the caller gave up. */
  readonly signal: AbortSignal;
  readonly remainingMs: () => number;
}

export function deadlineIn(timeoutMs: number, signal?: AbortSignal): Deadline {
  const end = performance.now() + timeoutMs;
  const timeout = AbortSignal.timeout(Math.max(0, Math.ceil(timeoutMs)));
  return {
    signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    remainingMs: () => end - performance.now(),
  };
}

/** A promise that cannot be cancelled, waited for no longer than the signal allows. */
export async function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
