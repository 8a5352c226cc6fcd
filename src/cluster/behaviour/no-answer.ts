import { OutageError } from '../client.ts';
import type { ReadOptions } from '../reads.ts';
import { redacted } from '../redacted.ts';

/** The API server answered, and what is behind it did not. */
export const noAnswer = (words: string, cause?: unknown): OutageError =>
  new OutageError({ code: 'no_answer', detail: redacted(words) }, cause);

/** What was asked about is there no more, or not yet again. */
export const goneMeanwhile = (words: string): OutageError =>
  new OutageError({ code: 'gone_meanwhile', detail: redacted(words) });

/** Longer than any program of a lab takes, and shorter than the 30 s after which the API server gives up on a silent address. */
const defaultMs = 10_000;

/**
 * Asks what is behind the API server, which may never answer. While the API server itself is asked other things with
 * success, a time that is over speaks of what is behind it.
 * @throws OutageError
 */
export async function withinTime<T>(
  options: ReadOptions,
  ask: (options: { readonly timeoutMs: number; readonly signal?: AbortSignal }) => Promise<T>,
): Promise<T> {
  const { timeoutMs = defaultMs, signal } = options;
  try {
    return await ask({ timeoutMs, ...(signal === undefined ? {} : { signal }) });
  } catch (error) {
    if (error instanceof OutageError && error.outage.code === 'timeout')
      throw noAnswer(`no whole answer within ${Math.ceil(timeoutMs / 1000)} s`, error);
    throw error;
  }
}
