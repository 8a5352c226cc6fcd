import { expect, test } from 'vitest';
import { gradeLab } from '../../src/grade/grade-lab.ts';
import { planFollowUps } from '../../src/grade/plan-reads.ts';
import type { Report, Verdict } from '../../src/grade/report.ts';
import { exitCodeOf, isMoving, scoreOf } from '../../src/grade/score.ts';
import type { JsonObject } from '../../src/kubernetes/json.ts';
import type { Answer } from '../../src/snapshot/read.ts';
import type { Circumstances } from '../checks/judging.ts';
import { labOf, record, snapshotFor } from '../checks/judging.ts';

const holds = { object: 'deployment/web', in: 'shop' };
const fails = { object: 'deployment/nothing', in: 'shop' };
const unknown = { object: 'service/web', in: 'back' };
const moving = { object: 'service/web', in: 'shop', has: { status: { loadBalancer: { $exists: true } } } };
const defect = { object: 'deployment/web', in: 'nowhere' };
const justMade = '2026-11-23T06:04:57Z';

const outage: Answer = { answer: 'outage', outage: { code: 'timeout', detail: 'no answer' } };

/** Graded with the Services of the namespace backroom unread. */
function grade(
  tasks: readonly JsonObject[],
  circumstances: Circumstances = {},
  missing: readonly string[] = [],
): Report {
  const lab = labOf(tasks);
  const snapshot = snapshotFor(lab, circumstances);
  const answers = { ...snapshot.answers, 'list Service in backroom': outage };
  return gradeLab({ lab, record, snapshot: { ...snapshot, answers, missingCapabilities: missing } });
}

const verdictOf = (checks: readonly JsonObject[], circumstances: Circumstances = {}): string => {
  const verdict = grade([{ id: 'a', checks }], circumstances).tasks[0]?.verdict;
  const isWaiting = (verdict?.verdict === 'passed' || verdict?.verdict === 'failed') && verdict.isMoving;
  return isWaiting ? `${verdict.verdict}, moving` : (verdict?.verdict ?? '');
};

test.each<readonly [string, JsonObject, string]>([
  ['all hold', { all: [holds, holds] }, 'passed'],
  ['all, one fails', { all: [holds, fails] }, 'failed'],
  ['all, one unknown', { all: [holds, unknown] }, 'unknown'],
  ['all, one unknown and one fails', { all: [unknown, fails] }, 'failed'],
  ['all, one moving', { all: [holds, moving] }, 'passed, moving'],
  ['any, one holds', { any: [fails, holds] }, 'passed'],
  ['any, one unknown and one holds', { any: [unknown, holds] }, 'passed'],
  ['any, one unknown and one fails', { any: [unknown, fails] }, 'unknown'],
  ['any, none holds', { any: [fails, fails] }, 'failed'],
  ['any, the settled one counts', { any: [moving, holds] }, 'passed'],
  ['any, only a moving one', { any: [moving, fails] }, 'passed, moving'],
  ['not, it holds', { not: holds, else: '' }, 'failed'],
  ['not, it fails', { not: fails, else: '' }, 'passed'],
  ['not, unknown', { not: unknown, else: '' }, 'unknown'],
  ['not, a moving one', { not: moving, else: '' }, 'failed, moving'],
  ['not any', { not: { any: [unknown, fails] }, else: '' }, 'unknown'],
  ['not all', { not: { all: [unknown, fails] }, else: '' }, 'passed'],
  ['a defect of the lab', { all: [holds, defect] }, 'unknown'],
  ['a defect does not hide a failure', { all: [defect, fails] }, 'failed'],
  ['a defect beside another way', { any: [defect, holds] }, 'passed'],
])('%s', (_name, check, verdict) => expect(verdictOf([check], { now: justMade })).toBe(verdict));

test('several ways, each with its own issues', () => {
  const verdict = grade([{ id: 'a', checks: [{ any: [fails, fails] }] }]).tasks[0]?.verdict;
  const [issue] = verdict?.verdict === 'failed' ? verdict.issues : [];
  expect(issue?.code === 'none_holds' ? issue.ways.map((way) => way.map(({ code }) => code)) : []).toEqual([
    ['object_missing'],
    ['object_missing'],
  ]);
});

test('waiting makes sense only where all that fails is moving', () =>
  expect(verdictOf([{ not: moving, else: '' }, fails], { now: justMade })).toBe('failed'));

const pod = { object: { any: 'Pod', in: 'shop', labels: { app: 'web' } }, as: '$pod' };

test.each<readonly [string, readonly JsonObject[], string]>([
  ['the object found', [pod, { object: '$pod', has: { kind: 'Pod' } }], 'passed'],
  ['one of several that meets all', [pod, { object: '$pod', has: { spec: { nodeName: 'node-1' } } }], 'passed'],
  ['none that meets all', [pod, { object: '$pod', has: { spec: { nodeName: 'node-9' } } }], 'failed'],
  [
    'no two that meet one each',
    [
      pod,
      { object: '$pod', has: { spec: { nodeName: 'node-1' } } },
      { object: '$pod', has: { spec: { nodeName: 'node-2' } } },
    ],
    'failed',
  ],
  [
    'the workload of it',
    [{ object: { any: 'Deployment', in: 'shop' }, as: '$d' }, { workload: { of: '$d', in: 'shop', replicas: 2 } }],
    'passed',
  ],
  ['what was not found', [{ ...fails, as: '$x' }, { object: '$x' }], 'failed'],
  ['what could not be read', [{ ...unknown, as: '$x' }, { object: '$x' }], 'unknown'],
  ['what nobody binds', [{ object: '$x' }], 'unknown'],
])('bound: %s', (_name, checks, verdict) => expect(verdictOf(checks)).toBe(verdict));

test('what was not found is told, and nothing of what should be done with it', () => {
  const verdict = grade([{ id: 'a', checks: [{ ...fails, as: '$x' }, { object: '$x' }] }]).tasks[0]?.verdict;
  expect(verdict?.verdict === 'failed' ? verdict.issues.map(({ code }) => code) : []).toEqual(['object_missing']);
});

const after = (id: string, checks: readonly JsonObject[], ...earlier: readonly string[]) => ({
  id,
  checks,
  after: earlier,
});
const verdicts = (report: Report): readonly string[] => report.tasks.map(({ verdict }) => verdict.verdict);

test('a failed task blocks those after it, and those after them', () =>
  expect(
    grade([after('a', [fails]), after('b', [holds], 'a'), after('c', [holds], 'b'), after('d', [holds])]).tasks.map(
      ({ verdict }) => verdict,
    ),
  ).toMatchObject([
    { verdict: 'failed' },
    { verdict: 'blocked', by: ['a'] },
    { verdict: 'blocked', by: ['b'] },
    { verdict: 'passed' },
  ]));

test('after a task that is unknown a task is unknown', () =>
  expect(grade([after('a', [unknown]), after('b', [fails], 'a')]).tasks[1]?.verdict).toEqual({
    verdict: 'unknown',
    reasons: [{ reason: 'after', tasks: ['a'] }],
  }));

test('what the cluster lacks is not gradable, and what comes after it unknown', () => {
  const report = grade([{ ...after('a', [fails]), needs: ['pods-run'] }, after('b', [holds], 'a')], {}, ['pods-run']);
  expect([verdicts(report), report.score, exitCodeOf(report)]).toEqual([
    ['notGradable', 'unknown'],
    { min: 0, max: 1, total: 1 },
    3,
  ]);
});

test('the order of the tasks does not matter to what comes after what', () =>
  expect(verdicts(grade([after('b', [holds], 'a'), after('a', [fails])]))).toEqual(['blocked', 'failed']));

test('an outage is told with the question', () =>
  expect(grade([after('a', [unknown])]).tasks[0]?.verdict).toEqual({
    verdict: 'unknown',
    reasons: [
      {
        reason: 'outage',
        read: 'list Service in backroom',
        about: 'the list of Services in backroom',
        outage: { code: 'timeout', detail: 'no answer' },
      },
    ],
  }));

test('a judge that breaks is never the learner’s failure', () => {
  const lab = labOf([after('a', [holds])]);
  const snapshot = snapshotFor(lab);
  const answers = { 'list Deployment.apps in shop': { answer: 'list', items: [null] } as unknown as Answer };
  const [task] = gradeLab({ lab, record, snapshot: { ...snapshot, answers } }).tasks;
  expect(task?.verdict).toMatchObject({ verdict: 'unknown', reasons: [{ reason: 'grader' }] });
});

const passed: Verdict = { verdict: 'passed', evidence: [], isMoving: false };
const failed: Verdict = { verdict: 'failed', issues: [], isMoving: false };
const blocked: Verdict = { verdict: 'blocked', by: [] };
const open: Verdict = { verdict: 'unknown', reasons: [] };
const notGradable: Verdict = { verdict: 'notGradable', needs: [] };

test.each<readonly [string, readonly Verdict[], readonly [min: number, max: number, total: number], number]>([
  ['all passed', [passed, passed], [3, 3, 3], 0],
  ['one failed', [passed, failed], [1, 1, 3], 1],
  ['one blocked', [passed, blocked], [1, 1, 3], 1],
  ['one unknown', [passed, open], [1, 3, 3], 3],
  ['failed and unknown', [failed, open], [0, 2, 3], 1],
  ['passed and not gradable', [passed, notGradable], [1, 1, 1], 0],
  ['none gradable', [notGradable, notGradable], [0, 0, 0], 3],
  ['unknown and not gradable', [open, notGradable], [0, 1, 1], 3],
])('%s', (_name, of, [min, max, total], code) => {
  const tasks = of.map((verdict, index) => ({ id: `t${index}`, title: '', points: index + 1, verdict }));
  const report = { ...grade([after('a', [holds])]), tasks };
  expect([scoreOf(tasks), exitCodeOf(report)]).toEqual([{ min, max, total }, code]);
});

test.each([
  [{ ...passed, isMoving: true }, true],
  [{ ...failed, isMoving: true }, true],
  [passed, false],
  [open, false],
])('%j: moving is %s', (verdict, expected) => {
  const report = grade([after('a', [holds])]);
  expect(isMoving({ ...report, tasks: [{ id: 'a', title: '', points: 1, verdict }] })).toBe(expected);
});

test('a check of behaviour needs Pods that run, said or not, wherever it stands', () => {
  const http = { http: { service: 'web', in: 'shop', port: 80 } };
  const checks = [{ any: [holds, { not: http, else: '' }] }];
  const [verdict] = grade([{ id: 'a', checks }], {}, ['pods-run', 'ingress']).tasks.map((task) => task.verdict);
  expect(verdict).toEqual({ verdict: 'notGradable', needs: ['pods-run'] });
});

test('nothing more is asked for what is not gradable', () => {
  const lab = labOf([{ id: 'a', checks: [{ http: { service: 'web', in: 'shop', port: 80 } }] }]);
  const snapshot = snapshotFor(lab);
  const { answers } = snapshot;
  const lists = Object.fromEntries(Object.entries(answers).filter(([key]) => key.startsWith('list ')));
  const asked = (missingCapabilities: readonly string[]): number =>
    planFollowUps(lab, record, { ...snapshot, answers: lists, missingCapabilities }).length;
  expect([asked([]), asked(['pods-run'])]).toEqual([Object.keys(answers).length - Object.keys(lists).length, 0]);
});

test('only tasks about connections are said to rest on policies that are not enforced', () => {
  const reach = { reach: { to: { pods: { app: 'web' }, in: 'shop' }, deny: [{ from: { anyone: true } }] } };
  const tasks = [
    { id: 'a', checks: [holds] },
    { id: 'b', checks: [{ any: [holds, { all: [reach] }] }] },
  ];
  const lab = labOf(tasks);
  const unenforced = { measuredAt: '2026-11-25T14:07:24.000Z', product: 'minikube' } as const;
  const snapshot = { ...snapshotFor(lab, {}), unenforced };
  const notes = (of: typeof lab) => gradeLab({ lab: of, record, snapshot }).notes;
  expect([notes(lab), notes(labOf([{ id: 'a', checks: [holds] }]))]).toEqual([
    [{ note: 'policies_not_enforced', ...unenforced, tasks: ['b'] }],
    [],
  ]);
  expect(gradeLab({ lab, record, snapshot: snapshotFor(lab, {}) }).notes).toEqual([]);
});
