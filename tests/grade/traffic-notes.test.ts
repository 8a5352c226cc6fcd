import { expect, test } from 'vitest';
import { gradeLab } from '../../src/grade/grade-lab.ts';
import type { ReportNote } from '../../src/grade/report.ts';
import type { Answer } from '../../src/snapshot/read.ts';
import { parseSaved, savedText } from '../../src/snapshot/saved.ts';
import type { Snapshot } from '../../src/snapshot/snapshot.ts';
import type { Traffic } from '../checks/reach-confirmed.ts';
import { confirmedLab, open, record, refused, silent, snapshotOf } from '../checks/reach-confirmed.ts';
import { policy } from '../checks/reach-shop.ts';
import { testRows } from '../checks/test-rows.ts';

const frontend = '{ labels: { role: frontend }, in: shop }';
const toDb = (rows: string): string => `{ to: { pods: { role: db }, in: shop }, ${rows} }`;
const lab = confirmedLab(
  toDb(`allow: [{ from: ${frontend}, port: 5432 }]`),
  toDb(`deny: [{ from: ${frontend}, port: 9187 }]`),
);
const rule =
  '{ podSelector: { matchLabels: { role: db } }, ingress: [{ from: [{ podSelector: { matchLabels: { role: frontend } } }], ports: [{ port: 5432 }] }] }';
const written = policy('db', rule);
const justNow = written.replace('namespace: shop', "namespace: shop, creationTimestamp: '2026-01-01T00:59:50Z'");

const from = { kind: 'Pod', name: 'probe', namespace: 'shop' };
const connection = (name: string, port: number, isRefused = false) => ({
  ...{ to: { kind: 'Pod', name, namespace: 'shop' }, port, isAllowed: port === 5432, cameAbout: port !== 5432 },
  isRefused,
});
const outage = { code: 'forbidden', detail: 'User "jo" cannot create resource "pods/exec"' } as const;
const cut: Answer = { answer: 'outage', outage };
const wish = (one: string): Answer => (one.endsWith(':5432') ? open : silent);
const snapshot = (traffic: Traffic, more: Partial<Snapshot> = {}): Snapshot => ({
  ...snapshotOf(lab, { objects: written, ...traffic }),
  ...more,
});

const takenAt = '2026-01-01T01:00:00Z';
const through = [connection('db-1', 9187), connection('db-2', 9187)];
const unenforced = { measuredAt: '2025-12-31T00:00:00Z', product: 'kind' } as const;

testRows<[seen: string, snapshot: Snapshot, notes: readonly ReportNote[]]>(
  [
    ['what the rules say', snapshot({ tried: wish }), []],
    [
      'all that they forbid comes about',
      snapshot({ tried: () => open }),
      [
        {
          ...{ note: 'policies_not_enforced', measuredAt: takenAt, tried: { from, connections: through } },
          tasks: ['t0', 't1'],
        },
      ],
    ],
    [
      'the same, where it was measured already',
      snapshot({ tried: () => open }, { unenforced }),
      [{ note: 'policies_not_enforced', ...unenforced, tasks: ['t0', 't1'] }],
    ],
    [
      'the same, seconds after the policy was written',
      snapshot({ tried: () => open, objects: justNow }),
      [{ note: 'came_about', from, connections: through, doubt: 'fresh', tasks: ['t1'] }],
    ],
    [
      'some of it does, some is cut off',
      snapshot({ tried: (one) => (one === 'db-1:9187' ? silent : open) }),
      [{ note: 'came_about', from, connections: [connection('db-2', 9187)], doubt: 'cut_off', tasks: ['t1'] }],
    ],
    [
      'some of it does, some is refused',
      snapshot({ tried: (one) => (one === 'db-1:9187' ? refused : open) }),
      [{ note: 'came_about', from, connections: [connection('db-2', 9187)], doubt: 'refused', tasks: ['t1'] }],
    ],
    [
      'what they allow does not come about',
      snapshot({ tried: (one) => (one === 'db-1:5432' ? refused : wish(one)) }),
      [
        {
          ...{ note: 'did_not_come_about', from, connections: [connection('db-1', 5432, true)] },
          ...{ isFresh: false, tasks: ['t0'] },
        },
      ],
    ],
    [
      'nothing could be tried',
      snapshot({ tried: () => cut }),
      [{ note: 'not_tried', from, untried: { why: 'outage', outage }, tried: 0, tasks: ['t0', 't1'] }],
    ],
    [
      'one thing could not',
      snapshot({ tried: (one) => (one === 'db-2:5432' ? cut : wish(one)) }),
      [{ note: 'not_tried', from, untried: { why: 'outage', outage }, tried: 1, tasks: ['t0'] }],
    ],
    [
      'the Pod is gone',
      snapshot({ without: ['probe'] }),
      [{ note: 'not_tried', from, untried: { why: 'replaced' }, tried: 0, tasks: ['t0', 't1'] }],
    ],
    ['no Pod runs', snapshot({ without: ['probe'] }, { missingCapabilities: ['pods-run'] }), []],
    ['nobody tried', snapshotWithoutTrials(), []],
  ],
  (_, given, notes) => {
    expect(gradeLab({ lab, record, snapshot: given }).notes).toEqual(notes);
  },
);

function snapshotWithoutTrials(): Snapshot {
  const whole = snapshot({});
  const answers = Object.fromEntries(Object.entries(whole.answers).filter(([key]) => !key.startsWith('run ')));
  return { ...whole, answers };
}

test('whatever traffic shows, the verdicts are those of the policies', () => {
  const verdictsWith = (tried: () => Answer) =>
    gradeLab({ lab, record, snapshot: snapshot({ tried }) }).tasks.map(({ verdict }) => verdict.verdict);
  expect([open, silent, refused, cut].map((answer) => verdictsWith(() => answer))).toEqual(
    Array(4).fill(['passed', 'passed']),
  );
});

test('a table that fails is tried all the same, and measured by what the policies say', () => {
  const given = snapshotOf(lab, { tried: (one) => (one === 'db-2:9187' ? refused : open) });
  const { tasks, notes } = gradeLab({ lab, record, snapshot: given });
  const to = { kind: 'Pod', name: 'db-2', namespace: 'shop' };
  const refusedOne = { to, port: 9187, isAllowed: true, cameAbout: false, isRefused: true };
  expect([tasks.map(({ verdict }) => verdict.verdict), notes]).toEqual([
    ['passed', 'failed'],
    [{ note: 'did_not_come_about', from, connections: [refusedOne], isFresh: false, tasks: ['t1'] }],
  ]);
});

test('a saved check says the same', () => {
  const given = snapshot({ tried: (one) => (one === 'db-1:5432' ? cut : open) });
  const saved = { kubeproctor: 1, snapshot: given, record, isLabChanged: false, contextFlag: '' } as const;
  expect(gradeLab({ lab, ...parseSaved(savedText(saved), 'f.json') })).toEqual(
    gradeLab({ lab, record, snapshot: given }),
  );
});
