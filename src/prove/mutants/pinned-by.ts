import type { Report } from '../../grade/report.ts';

/** The tasks that passed with the solution and fail with the mutant; unknown is not enough. */
export const pinnedBy = (solved: Report, mutated: Report): readonly string[] =>
  mutated.tasks.flatMap(({ id, verdict }, index) =>
    verdict.verdict === 'failed' && solved.tasks[index]?.verdict.verdict === 'passed' ? [id] : [],
  );
