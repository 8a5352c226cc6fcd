import { expect, test } from 'vitest';
import type { Issue } from '../../src/checks/issue.ts';
import type { Report, Verdict } from '../../src/grade/report.ts';
import type { Variant } from '../../src/lab/schema/lab.ts';
import { surprisesOf } from '../../src/prove/surprises.ts';

const pod = { kind: 'Pod', name: 'web-1', namespace: 'shop' };
const web = { kind: 'Deployment', name: 'web', namespace: 'shop' };
const replaced: Issue = { code: 'replaced', object: web, isGone: true, isMoving: false };
const present = (isMoving: boolean): Issue => ({
  ...{ code: 'object_present', found: [pod], isMoving },
  wanted: { kind: 'Pod', namespace: 'shop', conditions: [], isServed: true },
});
const failed = (...issues: readonly Issue[]): Verdict => ({ verdict: 'failed', issues, isMoving: false });
const passed: Verdict = { verdict: 'passed', evidence: [], isMoving: false };

const variant = (issue: string): Variant => ({
  ...{ reject: 'reject/gone.yaml', fails: ['clean-up'], issue, because: '', blind: false, on: 'start' },
});

function foundFor(cleanUp: Verdict, other: Verdict = passed, issue = 'replaced'): readonly string[] {
  const tasks = [
    { id: 'clean-up', title: '', points: 1, verdict: cleanUp },
    { id: 'other', title: '', points: 1, verdict: other },
  ];
  const report: Report = {
    ...{
      lab: 'sample',
      title: '',
      copy: '',
      takenAt: '',
      tasks,
      score: { min: 0, max: 0, total: 0 },
      isLabChanged: false,
    },
    cluster: { uid: '1', version: 'v1.36.4', context: 'kind-x' },
    notes: [],
  };
  return surprisesOf({ run: 'variant', variant: variant(issue) }, report).map(({ task, found }) => `${task}: ${found}`);
}

test.each<readonly [string, readonly string[], readonly string[]]>([
  ['it fails for the reason named', foundFor(failed(replaced)), []],
  ['for the reason named, while something else is on its way out', foundFor(failed(present(true), replaced)), []],
  [
    'for another reason, which lasts',
    foundFor(failed(present(false), replaced)),
    ['clean-up: failed: object_present, replaced'],
  ],
  ['for another reason, which is all there is', foundFor(failed(present(true))), ['clean-up: failed: object_present']],
  [
    'for the reason named, though what is on its way out could still change it',
    foundFor(failed(present(true), replaced), passed, 'object_present'),
    [],
  ],
  [
    'for another reason than the first and the first that lasts',
    foundFor(failed(present(true), replaced), passed, 'count_differs'),
    ['clean-up: failed: object_present, replaced'],
  ],
  ['it passes', foundFor(passed), ['clean-up: passed']],
  ['another task fails too', foundFor(failed(replaced), failed(replaced)), ['other: failed: replaced']],
])('a wrong variant, %s', (_, found, wanted) => expect(found).toEqual(wanted));
