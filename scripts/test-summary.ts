/** What this needs of vitest's JSON report: https://vitest.dev/guide/reporters.html#json-reporter */
export interface VitestResults {
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

/** The closing line, and the exit code; a file that could not be run counts as a failed test, and so does a run that failed without one. */
export function testSummary(
  results: VitestResults | undefined,
  exitCode: number,
): { readonly line: string; readonly exitCode: number } {
  const files = results?.testResults ?? [];
  const tests = files.flatMap((file) => file.assertionResults);
  const countOf = (status: string): number => tests.filter((test) => test.status === status).length;
  const broken = files.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
  ).length;
  const passed = countOf('passed');
  const counted = countOf('failed') + broken;
  const failed = counted === 0 && exitCode !== 0 ? 1 : counted;
  const skipped = tests.length - passed - countOf('failed');
  return {
    line: `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`,
    exitCode: failed === 0 ? 0 : exitCode || 1,
  };
}
