import { setTimeout as sleep } from 'node:timers/promises';
import type { Learner } from './started-kind.ts';

/** Waits until this is what `kubectl` prints, for at most two minutes. */
export async function untilKubectl({ kubectl }: Learner, line: string, wanted: RegExp): Promise<void> {
  let last = '';
  for (const deadline = Date.now() + 120_000; Date.now() < deadline; await sleep(500)) {
    last = (await kubectl(line)).stdout;
    if (wanted.test(last)) return;
  }
  throw new Error(`kubectl ${line} prints ${last} and not ${wanted}`);
}
