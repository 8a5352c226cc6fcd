import { isDeepStrictEqual } from 'node:util';
import type { Verdict } from '../../grade/report.ts';
import type { Graded } from '../parts/grade-copy.ts';

/** It waits so long at most, and looks so often. */
const stillMs = 10_000;
const pauseMs = 500;

/**
 * The verdicts once no issue moves any more, also beside those that have settled, for which grading does not wait: what is
 * told of them is to be the same in every run. A rollout that has come to a halt has settled, and goes on being counted.
 */
export async function gradeStill(
  first: Graded,
  { grade, sleep }: { readonly grade: () => Promise<Graded>; readonly sleep: (ms: number) => Promise<void> },
): Promise<Graded> {
  let graded = first;
  for (let waitedMs = 0; waitedMs < stillMs && issuesOf(graded).some(mayChange); waitedMs += pauseMs) {
    await sleep(pauseMs);
    const before = graded;
    graded = await grade();
    const issues = issuesOf(graded);
    if (!issues.some(({ isMoving }) => isMoving) && isDeepStrictEqual(issuesOf(before), issues)) break;
  }
  return graded;
}

type Issue = Extract<Verdict, { verdict: 'failed' }>['issues'][number];

const issuesOf = ({ report }: Graded): readonly Issue[] =>
  report.tasks.flatMap(({ verdict }) => (verdict.verdict === 'failed' ? verdict.issues : []));

const mayChange = ({ isMoving, code }: Issue): boolean => isMoving || counting.has(code);

const counting: ReadonlySet<Issue['code']> = new Set(['rollout_incomplete', 'not_ready', 'count_differs']);
