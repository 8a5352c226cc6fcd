import { expect, test } from 'vitest';
import type { Issue } from '../../src/checks/issue.ts';
import { toldIssues } from '../../src/report/told-issues.ts';

const missing = (name: string, says?: string): Issue => ({
  ...{ code: 'object_missing', isMoving: false, ...(says === undefined ? {} : { says }) },
  wanted: { kind: 'CronJob.batch', name, namespace: 'shop', conditions: [], isServed: true },
});
const other: Issue = { code: 'cel_false', expression: 'true', isMoving: false };

test('that an object is missing is said once, whatever was wanted of it', () => {
  const issues = [missing('a'), other, missing('a', 'It does not run at noon'), missing('b'), other];
  expect(toldIssues(issues)).toEqual([missing('a'), other, missing('b'), other]);
});

test('and rather in our words than in those of one check', () =>
  expect(toldIssues([missing('a', 'It does not run at noon'), missing('a')])).toEqual([missing('a')]));
