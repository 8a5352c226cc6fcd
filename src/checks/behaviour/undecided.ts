import type { Read } from '../../snapshot/read.ts';
import { readKey, readTitle } from '../../snapshot/read.ts';
import type { Finding } from '../check-kind.ts';

const details = {
  cut: 'there is more of it than is read, and what was read does not decide',
  guarded: 'the connection was refused, which may be a NetworkPolicy that limits who reaches the Pods, and not they',
} as const;

/** `cut`: what was read is not all. `guarded`: whether the Pods or something before them refused is not known. */
export type WhyUndecided = keyof typeof details;

/** What came back does not decide. */
export const undecided = (read: Read, why: WhyUndecided = 'cut'): Finding => ({
  finding: 'undecided',
  unanswered: {
    read: readKey(read),
    about: readTitle(read),
    outage: { code: why === 'cut' ? 'truncated' : 'no_answer', detail: details[why] },
  },
});
