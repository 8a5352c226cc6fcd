import type { Read } from '../../snapshot/read.ts';
import type { Finding } from '../check-kind.ts';
import type { Issue, IssueBody } from '../issue.ts';

/** What is to be asked, once the lists are there, and what the answers come to. */
export interface Requests {
  readonly reads: readonly Read[];
  /** Called when all of them are answered. */
  readonly judge: () => Finding;
}

/** The lists say enough: nothing is asked. */
export const failing = (issue: IssueBody, isMoving: boolean): Requests => ({
  reads: [],
  judge: () => ({ finding: 'fails', issues: [{ ...issue, isMoving }] }),
});

/** A failure where there is an issue. */
export function failureOf(bodies: readonly IssueBody[], isMoving: boolean): Finding | undefined {
  const [first, ...rest] = bodies.map((body): Issue => ({ ...body, isMoving }));
  return first === undefined ? undefined : { finding: 'fails', issues: [first, ...rest] };
}
