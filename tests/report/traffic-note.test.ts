import { expect, test } from 'vitest';
import type { SeenConnection } from '../../src/checks/reach/confirmation.ts';
import type { ReportNote } from '../../src/grade/report.ts';
import { noteSentences } from '../../src/report/note-sentence.ts';

const from = { kind: 'Pod', name: 'probe', namespace: 'shop' };
const connection = (kind: string, name: string, isRefused = false): SeenConnection => ({
  ...{ to: { kind, name, namespace: 'shop' }, port: 5432, isAllowed: false, cameAbout: false, isRefused },
});
const connections = [connection('Pod', 'db-1'), connection('Service', 'db', true)];
const many = ['a', 'b', 'c', 'd', 'e'].map((name) => connection('Pod', name));
const common = { from, tasks: ['t'] };
const untried = { note: 'not_tried', ...common, tried: 0 } as const;

const notes: readonly ReportNote[] = [
  { note: 'policies_not_enforced', measuredAt: '2026-11-25T14:07:24.000Z', tried: { from, connections }, tasks: ['t'] },
  { note: 'came_about', ...common, connections, doubt: 'fresh' },
  { note: 'came_about', ...common, connections: many, doubt: 'cut_off' },
  { note: 'came_about', ...common, connections, doubt: 'refused' },
  { note: 'did_not_come_about', ...common, connections, isFresh: true },
  { note: 'did_not_come_about', ...common, connections, isFresh: false },
  { note: 'did_not_come_about', ...common, connections: connections.slice(1), isFresh: false },
  { ...untried, untried: { why: 'replaced' } },
  { ...untried, untried: { why: 'changed' } },
  { ...untried, untried: { why: 'unable', words: 'exec: "timeout": executable file not found in $PATH' } },
  {
    ...{ ...untried, tried: 2 },
    untried: { why: 'outage', outage: { code: 'forbidden', detail: 'User "jo" cannot create resource "pods/exec"' } },
  },
];

test('what is told of traffic, and what to do', async () => {
  const told = notes.map((note) => noteSentences(note, { context: 'kind-x', copy: 'mine' }).join('\n'));
  await expect(`${told.join('\n\n')}\n`).toMatchFileSnapshot('./golden/traffic-notes.txt');
});
