import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Issue } from '../../src/checks/issue.ts';
import type { Verdict } from '../../src/grade/report.ts';
import { reportMarkdown } from '../../src/report/markdown.ts';
import { plainPalette } from '../../src/report/palette.ts';
import { reportText } from '../../src/report/text.ts';
import { lookAtTrouble } from '../../src/report/trouble-look.ts';
import { troubleSentence } from '../../src/report/trouble-sentence.ts';
import { recordedNames, recordedState, troublesIn } from '../kubernetes/trouble/recorded-state.ts';
import { reportOf } from './examples.ts';
import { rareTroubles } from './trouble-examples.ts';

const golden = (name: string): string => join(import.meta.dirname, 'golden', name);
const told = (troubles: ReturnType<typeof troublesIn>): readonly string[] =>
  troubles
    .map((trouble) => ({ ...trouble, alike: 0 }))
    .flatMap((trouble) => [`  ${troubleSentence(trouble)}`, `    ${lookAtTrouble(trouble, {})}`]);

test('what is said of every recorded state', async () => {
  const lines = [...recordedNames].sort().flatMap((name) => [name, ...told(troublesIn(recordedState(name)))]);
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(golden('troubles.txt'));
});

test('what is said of troubles that were not recorded', async () => {
  await expect(`${told(rareTroubles).join('\n')}\n`).toMatchFileSnapshot(golden('troubles-rare.txt'));
});

const issue: Issue = {
  ...{ code: 'not_ready', selector: { kind: 'Service', name: 'web', namespace: 'image-missing' } },
  ...{ wanted: 3, ready: 0, notReady: [{ kind: 'Pod', name: 'web', namespace: 'image-missing' }], isMoving: false },
  troubles: troublesIn(recordedState('image-missing')).map((trouble) => ({ ...trouble, alike: 2 })),
};
const failed: Verdict = { verdict: 'failed', issues: [issue, { ...issue, says: 'Nobody answers.' }], isMoving: false };

test('beside an issue, at a terminal', async () => {
  const options = { palette: plainPalette, width: 100, flags: {}, isVerbose: true, isWhole: true };
  await expect(reportText(reportOf([failed]), options)).toMatchFileSnapshot(golden('troubled.txt'));
});

test('beside an issue, in Markdown', async () => {
  await expect(reportMarkdown(reportOf([failed]), {})).toMatchFileSnapshot(golden('troubled.md'));
});
