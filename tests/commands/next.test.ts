import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { everyLab } from '../every-lab.ts';
import { runLine } from './run-line.ts';

const at = '2026-01-02T03:04:05Z';
const all = (await everyLab()).map(({ lab }) => [lab.name, { points: 9, of: 9, at }]);
const everything = Object.fromEntries(all);

/** What `next` prints first, and the commands that it offers, on a machine with this state. */
async function next(
  labs: object,
  copies?: readonly { readonly lab: string; readonly copy: string }[],
): Promise<readonly string[]> {
  const home = mkdtempSync(join(tmpdir(), 'kubeproctor-next-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const state = join(home, 'kubeproctor');
  mkdirSync(state, { mode: 0o700 });
  writeFileSync(join(state, 'progress.json'), JSON.stringify({ labs }));
  if (copies !== undefined) {
    writeFileSync(join(state, 'copies.json'), JSON.stringify({ copies }));
    writeFileSync(join(state, 'pinned.json'), JSON.stringify({ context: 'c', server: 's', uid: 'u' }));
  }
  const { stdout } = await runLine(['next'], { XDG_STATE_HOME: home });
  const lines = stdout.trimEnd().split('\n');
  return [lines[0] ?? '', ...lines.filter((line) => / {2}kubeproctor/.test(line))];
}

test('a lab that is under way comes first', async () => {
  expect(await next({}, [{ lab: 'services', copy: 'alice' }])).toEqual([
    'Three Services that lead nowhere',
    'Where you are:  kubeproctor',
    'Is it done?     kubeproctor check services --copy alice',
    'A hint:         kubeproctor hint services --copy alice',
  ]);
});

test('one that is done is cleaned up, and the next one begins', async () => {
  expect(await next({ services: { points: 9, of: 9, at } }, [{ lab: 'services', copy: '' }])).toEqual([
    'A namespace of its own for the trial',
    'Clean up services, which is done:  kubeproctor stop services',
    'Start it:                          kubeproctor start namespaces',
    'Read it first:                     kubeproctor show namespaces',
    'The whole path:                    kubeproctor labs',
  ]);
});

test('with everything done nothing is left to propose', async () => {
  expect(await next(everything)).toEqual([
    'You have done every lab there is. Any of them can be done again.',
    'The whole path:  kubeproctor labs',
  ]);
});
