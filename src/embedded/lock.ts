import { setTimeout as sleep } from 'node:timers/promises';
import { lock } from 'proper-lockfile';
import { UserError } from '../user-error.ts';

interface LockOptions {
  /** Called once when another process holds the lock. */
  readonly onWait?: () => void;
  readonly signal?: AbortSignal;
  readonly timeoutMs: number;
}

/**
 * Runs the work while this process alone holds the lock `<folder>/<name>.lock`. A lock whose holder died is taken over
 * after ten seconds. The work gets a signal that is aborted by the caller's signal or when the lock was lost.
 */
export async function withLock<T>(
  folder: string,
  name: string,
  options: LockOptions,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const lost = new AbortController();
  const release = await acquire(folder, name, options, () => lost.abort(lockLost(folder)));
  try {
    return await work(options.signal === undefined ? lost.signal : AbortSignal.any([options.signal, lost.signal]));
  } finally {
    await release().catch(() => undefined); // lost in the meantime: nothing is left to release
  }
}

async function acquire(folder: string, name: string, options: LockOptions, onLost: () => void) {
  const deadline = Date.now() + options.timeoutMs;
  for (let hasWaited = false; ; hasWaited = true) {
    options.signal?.throwIfAborted();
    try {
      return await lock(folder, {
        lockfilePath: `${folder}/${name}.lock`,
        realpath: false,
        stale: 10_000,
        update: 2_000,
        onCompromised: onLost,
      });
    } catch (error) {
      if (!isHeld(error)) throw error;
    }
    if (Date.now() > deadline)
      throw new UserError('cluster_busy', 'Another kubeproctor has been at work on the same thing for too long.', {
        wayOut: `See whether it still runs; if none does, remove ${folder}/${name}.lock.`,
        exitCode: 1,
      });
    if (!hasWaited) options.onWait?.();
    await sleep(100, undefined, options.signal === undefined ? {} : { signal: options.signal });
  }
}

const isHeld = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ELOCKED';

const lockLost = (folder: string): UserError =>
  new UserError('lock_lost', `Another process took the lock in ${folder} away.`, {
    wayOut: 'Run the command again.',
    exitCode: 1,
  });
