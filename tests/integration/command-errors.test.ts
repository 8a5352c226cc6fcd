import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { runLine, transcript } from '../commands/run-line.ts';

vi.setConfig({ testTimeout: 30_000 }); // the first test of a file loads what a command needs

const folder = mkdtempSync(join(tmpdir(), 'kubeproctor-errors-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

/** Nobody listens on port 1 of the loopback. */
const unreachable = file(
  'unreachable',
  JSON.stringify({
    ...{ apiVersion: 'v1', kind: 'Config', 'current-context': 'far' },
    clusters: [{ name: 'far', cluster: { server: 'https://127.0.0.1:1' } }],
    contexts: [{ name: 'far', context: { cluster: 'far' } }],
  }),
);
const broken = file('broken.json', '{"kubeproctor": 2}');
mkdirSync(join(folder, 'empty'));
const misplaced = file('some.yaml', 'name: x');

const cases: readonly (readonly [title: string, argv: readonly string[]])[] = [
  ['unknown command', ['chekc']],
  ['unknown command, nothing near', ['frobnicate']],
  ['unknown option', ['check', '--frob']],
  ['missing argument', ['answer']],
  ['too many arguments', ['next', 'lab']],
  ['a wait that is no number', ['check', '--wait', 'soon']],
  ['an unknown format', ['check', '-o', 'xml']],
  ['options that exclude each other', ['up', '--kind', '--nodes', '3']],
  ['too many nodes', ['up', '--nodes', '1000']],
  ['an unknown shell', ['completion', 'tcsh']],
  ['an unknown lab', ['show', 'servces']],
  ['an unknown lab, nothing near', ['show', 'quantum']],
  ['an unknown task', ['show', 'services', 'find-the-seat']],
  ['an unknown kind of check', ['schema', 'objekt']],
  ['a labs folder that is not there', ['--labs', '/nowhere/at/all', 'labs']],
  ['a labs folder without labs', ['--labs', join(folder, 'empty'), 'labs']],
  ['a lab file out of place', ['lint', misplaced]],
  ['a copy that is no DNS label', ['show', 'services', '--copy', 'Alice!']],
  ['a saved file that is not there', ['check', '--from', '/nowhere/at/all.json']],
  ['a saved file that is none', ['check', '--from', broken]],
  ['no kubeconfig', ['check']],
  ['a kubeconfig that is not there', ['--kubeconfig', '/nowhere/at/all', 'check']],
  ['an unknown context', ['--kubeconfig', unreachable, '--context', 'fra', 'check']],
  ['a cluster that does not answer', ['--kubeconfig', unreachable, 'check']],
];

test.each(cases)('%s', async (title, argv) => {
  const ran = transcript(argv, await runLine(argv)).replaceAll(folder, 'FOLDER');
  await expect(ran).toMatchFileSnapshot(`./golden/error-${title.replace(/\W+/g, '-')}.txt`);
});
