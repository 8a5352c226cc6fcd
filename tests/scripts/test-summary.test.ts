import { expect, test } from 'vitest';
import { testSummary } from '../../scripts/test-summary.ts';

const file = (status: string, ...tests: readonly string[]) => ({
  status,
  assertionResults: tests.map((one) => ({ status: one })),
});

test.each([
  ['all passed', [file('passed', 'passed', 'passed')], 0, '2 passed, 0 failed', 0],
  ['one failed', [file('failed', 'passed', 'failed')], 1, '1 passed, 1 failed', 1],
  ['one skipped', [file('passed', 'passed', 'pending')], 0, '1 passed, 0 failed, 1 skipped', 0],
  ['a file that could not be loaded', [file('failed'), file('passed', 'passed')], 1, '1 passed, 1 failed', 1],
  ['a set-up that failed, with no test run', [], 1, '0 passed, 1 failed', 1],
  ['an unhandled error beside tests that passed', [file('passed', 'passed')], 1, '1 passed, 1 failed', 1],
  ['a failed test although the process ended with 0', [file('failed', 'failed')], 0, '0 passed, 1 failed', 1],
])('%s', (_, testResults, status, line, exitCode) => {
  expect(testSummary({ testResults }, status)).toEqual({ line, exitCode });
});

test('a run that left no results has failed', () => {
  expect(testSummary(undefined, 1)).toEqual({ line: '0 passed, 1 failed', exitCode: 1 });
});
