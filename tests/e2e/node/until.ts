import { setTimeout as sleep } from 'node:timers/promises';

/** What `find` answers at last; asked again and again until then. @throws Error when it takes too long. */
export async function until<T>(
  what: string,
  find: () => Promise<T | undefined>,
  { timeoutMs = 60_000, pauseMs = 20 } = {},
): Promise<T> {
  for (const deadline = Date.now() + timeoutMs; ; await sleep(pauseMs)) {
    const found = await find();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`);
  }
}
