import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import type { CommandContext } from '../../src/commands/parts/command-context.ts';
import { confirm } from '../../src/commands/parts/confirm.ts';
import { plainPalette } from '../../src/report/palette.ts';

/** Somebody at a terminal who types this. */
async function asked(typed: string, { isTTY = true, isYes = false } = {}) {
  let stderr = '';
  const stdin = Object.assign(Readable.from([typed]), { isTTY });
  const context: CommandContext = {
    io: {
      stdout: { write: () => expect.unreachable('questions are no results') },
      stderr: { write: (text) => (stderr += text), isTTY },
      ...{ stdin, env: {}, cwd: '/', program: [], now: () => new Date(0), sleep: async () => undefined },
      signal: new AbortController().signal,
    },
    globals: { labs: [], isYes, isVerbose: false },
    ...{ palette: plainPalette, width: 80 },
  };
  return { answer: await confirm(context, 'Really?'), stderr };
}

test.each([
  ['y\n', true],
  ['Yes\n', true],
  [' yes \n', true],
  ['n\n', false],
  ['\n', false],
  ['yesterday\n', false],
])('%j is taken for %s', async (typed, answer) => {
  expect(await asked(typed)).toEqual({ answer, stderr: 'Really?\n[y/N] ' });
});

test('--yes answers by itself', async () => {
  expect(await asked('', { isYes: true, isTTY: false })).toEqual({ answer: true, stderr: '' });
});

test('without a terminal nobody is asked, and the answer is no', async () => {
  expect(await asked('y\n', { isTTY: false })).toEqual({ answer: false, stderr: '' });
});
