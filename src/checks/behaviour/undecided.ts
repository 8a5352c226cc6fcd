import type { Read } from '../../snapshot/read.ts';
import { readKey, readTitle } from '../../snapshot/read.ts';
import type { Finding } from '../check-kind.ts';

/** What was read of it is not all, and does not decide. */
export const undecided = (read: Read): Finding => ({
  finding: 'undecided',
  unanswered: {
    read: readKey(read),
    about: readTitle(read),
    outage: { code: 'truncated', detail: 'there is more of it than is read, and what was read does not decide' },
  },
});
