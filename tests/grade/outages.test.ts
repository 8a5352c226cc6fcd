import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { gradeLab } from '../../src/grade/grade-lab.ts';
import type { Report } from '../../src/grade/report.ts';
import type { JsonObject } from '../../src/kubernetes/json.ts';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';
import type { Lab } from '../../src/lab/schema/lab.ts';
import type { BehaviourRead } from '../../src/snapshot/behaviour/behaviour-read.ts';
import type { CopyRecord, RecordedObject } from '../../src/snapshot/copy-record.ts';
import type { Answer } from '../../src/snapshot/read.ts';
import type { Snapshot } from '../../src/snapshot/snapshot.ts';
import { record as emptyRecord, labOf, snapshotFor } from '../checks/judging.ts';
import { shop, shopLater } from '../fixtures/real-objects.ts';

vi.setConfig({ testTimeout: 60_000 }); // a second on a quiet machine

const probe = shop.find(({ kind, metadata }) => kind === 'Pod' && metadata.namespace === 'shop')?.metadata;
const { name: pod = '', uid = '' } = probe ?? {};
const brought: RecordedObject = { apiVersion: 'v1', kind: 'Pod', name: pod, namespace: 'shop', uid };
const record: CopyRecord = { ...emptyRecord, startedWith: [brought] };
const quiet = { serviceAccount: 'quiet', in: 'shop' };
const leaves: readonly JsonObject[] = [
  { object: 'deployment/web', in: 'shop', has: { spec: { replicas: 3 } } },
  { object: 'service/web', in: 'back' },
  { object: 'service/web', in: 'back', absent: true },
  { object: { any: 'Pod', in: 'shop', labels: { app: 'api' } }, count: 2 },
  { object: { any: 'Pod', in: 'shop', ownedBy: 'deployment/web', selectedBy: 'service/web' } },
  { workload: { of: 'deployment/web', in: 'shop', env: { GREETING: 'hello' }, automountsToken: true } },
  { workload: { of: { selectedBy: 'service/web' }, in: 'shop', image: 'nginx' } },
  { placement: { of: 'deployment/web', in: 'shop', may: ['node/node-1'] } },
  { selects: { service: 'web', in: 'shop', pods: { of: 'deployment/web' }, only: true, ready: 3 } },
  { selects: { service: 'web', in: 'shop', ready: 5 } },
  { access: { who: quiet, can: ['get pods in shop'], cannot: ['list secrets in shop'] } },
  { access: { who: { podsOf: 'deployment/web', in: 'shop' }, cannot: ['get pods in back'] } },
  { rollout: { of: 'deployment/web', in: 'shop', complete: true, cameFrom: { revision: 1 } } },
  { admission: { podFrom: 'deployment/web', in: 'shop', is: 'admitted' } },
  { admission: { podFrom: 'deployment/api', in: 'shop', is: 'admitted', level: 'baseline' } },
  { admission: { podFrom: 'deployment/api', in: 'shop', is: 'refused', by: { quota: 'team' } } },
  { admission: { manifest: { apiVersion: 'v1', kind: 'Pod' }, in: 'back', is: 'refused', by: { quota: 'team' } } },
  { rollout: { of: 'deployment/idle', in: 'shop', complete: true } },
  { certificate: { secret: 'missing', in: 'shop', signedBy: { configMap: 'settings', in: 'back' } } },
  { certificate: { csr: 'jane', signedBy: { secret: 'authority', in: 'shop' } } },
  { release: { name: 'cafe', in: 'back' } },
  { release: { name: 'cafe', in: 'back', absent: true } },
  { http: { service: 'web', in: 'shop', port: 80, body: 'ok' } },
  { http: { podsOf: 'deployment/web', in: 'shop', port: 80, every: true, status: 500 } },
  { log: { of: 'deployment/web', in: 'shop', has: 'ok' } },
  { log: { of: 'deployment/web', in: 'shop', every: true, previous: true, has: 'no' } },
  { exec: { pod, in: 'shop', run: ['cat', '/x'], output: 'ok' } },
  { dns: { from: `pod/${pod}`, in: 'shop', name: 'web', finds: 'service/web' } },
  { dns: { from: `pod/${pod}`, in: 'shop', name: 'web', absent: true } },
  { cel: { reads: { pods: { all: 'Pod', in: 'shop' } }, that: 'pods.size() > 3' }, else: '' },
];

const leaf = fc.constantFrom(...leaves);
const check: fc.Arbitrary<JsonObject> = fc.letrec<{ check: JsonObject }>((tie) => ({
  check: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    leaf,
    fc.array(tie('check'), { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
    fc.array(tie('check'), { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
    tie('check').map((not) => ({ not, else: '' })),
  ),
})).check;

/** A task may bind a Pod, and ask more of the one bound. */
const bound = fc
  .tuple(leaf, fc.constantFrom('node-1', 'node-2', 'node-9'))
  .map(([also, nodeName]): JsonObject[] => [
    { object: { any: 'Pod', in: 'shop', labels: { app: 'web' } }, as: '$pod' },
    also,
    { object: '$pod', has: { spec: { nodeName } } },
    { workload: { of: '$pod', in: 'shop', env: { GREETING: 'hello' } } },
  ]);
const checks = fc.oneof(fc.array(check, { minLength: 1, maxLength: 3 }), bound);

const lab = fc.array(checks, { minLength: 1, maxLength: 4 }).map(
  (tasks): Lab =>
    labOf(
      tasks.map((of, index) => ({
        id: `t${index}`,
        points: index + 1,
        checks: of,
        after: index === 2 ? ['t0'] : [],
      })),
    ),
);

interface Sample {
  readonly lab: Lab;
  readonly whole: Snapshot;
}
const sample = fc.tuple(lab, fc.constantFrom<readonly KubeObject[]>(shop, shopLater, []), fc.boolean()).map(
  ([of, objects, isAllowed]): Sample => ({
    lab: of,
    whole: snapshotFor(of, {
      objects,
      behaviour,
      review: () => isAllowed,
      ...(isAllowed ? {} : { dryRun: () => overQuota }),
    }),
  }),
);

function behaviour({ read }: BehaviourRead): Answer {
  switch (read) {
    case 'proxy':
      return { answer: 'http', status: 200, headers: {}, body: 'ok', isCut: false };
    case 'log':
      return { answer: 'log', text: 'ok', isCut: false };
    case 'command':
      return { answer: 'command', exitCode: 0, output: 'ok', errors: '', isCut: false };
    case 'lookup':
      return { answer: 'lookup', asked: ['web.'], addresses: [] };
    default:
      return read satisfies never;
  }
}
const overQuota: Answer = {
  ...{ answer: 'refused', code: 403, reason: 'Forbidden', fields: [] },
  message: 'pods "x" is forbidden: exceeded quota: team, requested: pods=1, used: pods=3, limited: pods=3',
};
const outage: Answer = { answer: 'outage', outage: { code: 'unreachable', detail: 'cut' } };
const graded = ({ lab: of }: Sample, snapshot: Snapshot): Report => gradeLab({ lab: of, record, snapshot });
const without = (snapshot: Snapshot, keys: readonly string[]): Snapshot => ({
  ...snapshot,
  answers: { ...snapshot.answers, ...Object.fromEntries(keys.map((key) => [key, outage])) },
});

function expectNoOtherVerdict(whole: Report, cut: Report): void {
  const surprises = cut.tasks.filter(
    ({ verdict }, index) => ![whole.tasks[index]?.verdict.verdict, 'unknown'].includes(verdict.verdict),
  );
  expect(surprises).toEqual([]);
  expect(cut.score.min).toBeLessThanOrEqual(whole.score.min);
  expect(cut.score.max).toBeGreaterThanOrEqual(whole.score.max);
  expect(cut.score.total).toBe(whole.score.total);
}

test('whichever answer is cut off, no verdict turns into another', () => {
  fc.assert(
    fc.property(sample, (of) => {
      const whole = graded(of, of.whole);
      for (const key of Object.keys(of.whole.answers))
        expectNoOtherVerdict(whole, graded(of, without(of.whole, [key])));
    }),
    { numRuns: 40 },
  );
});

test('however many answers are cut off, no verdict turns into another', () => {
  const cuts = sample.chain((of) => fc.tuple(fc.constant(of), fc.subarray(Object.keys(of.whole.answers))));
  fc.assert(
    fc.property(cuts, ([of, keys]) => expectNoOtherVerdict(graded(of, of.whole), graded(of, without(of.whole, keys)))),
    { numRuns: 70 },
  );
});

test('with nothing answered nothing is told', () => {
  fc.assert(
    fc.property(sample, (of) => {
      const cut = graded(of, without(of.whole, Object.keys(of.whole.answers)));
      expect(new Set(cut.tasks.map(({ verdict }) => verdict.verdict))).toEqual(new Set(['unknown']));
    }),
    { numRuns: 30 },
  );
});

test('graded twice, the report is the same', () => {
  fc.assert(
    fc.property(sample, (of) => {
      expect(graded(of, structuredClone(of.whole))).toEqual(graded(of, of.whole));
    }),
    { numRuns: 10 },
  );
});
