import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { readLibrary } from '../../src/library/find-labs.ts';
import { libraryRoots } from '../../src/library/library-roots.ts';
import { runLine } from './run-line.ts';

vi.setConfig({ testTimeout: 30_000 }); // the first test of a file loads what a command needs

const golden = (name: string): string => `./golden/${name}.txt`;

test('labs lists each lab there is, once', async () => {
  const files = await readLibrary(libraryRoots([], process.cwd()));
  const { code, stdout } = await runLine(['labs']);
  const listed = stdout.split('\n').flatMap((line) => /^ {2}- {6}([a-z0-9-]+)/.exec(line)?.[1] ?? []);
  expect(code).toBe(0);
  expect(listed.toSorted()).toEqual(files.map(({ name }) => name).toSorted());
});

test('labs of a topic that has none', async () => {
  expect(await runLine(['labs', 'cooking'])).toEqual({
    code: 0,
    stdout: '',
    stderr: 'There are no labs about cooking.\n',
  });
});

test('kubeproctor alone, with nothing begun', async () => {
  const { code, stdout } = await runLine([]);
  expect(code).toBe(0);
  await expect(stdout).toMatchFileSnapshot(golden('nothing-under-way'));
});

test('next, with nothing done', async () => {
  const { stdout, ...rest } = await runLine(['next']);
  const said = stdout.replace(/ready for [a-z, -]+\./, 'ready for others.'); // each new lab may build on it
  expect({ ...rest, said }).toEqual({
    code: 0,
    said: [
      'A namespace of its own for the trial',
      'lab namespaces · beginner · about 20 minutes · KCNA: Kubernetes fundamentals',
      '',
      'The path begins here. After it you are ready for others.',
      '',
      'Start it:        kubeproctor start namespaces',
      'Read it first:   kubeproctor show namespaces',
      'The whole path:  kubeproctor labs',
      '',
    ].join('\n'),
    stderr: '',
  });
});

test('every lab names the domain of the exam that it belongs to', async () => {
  const { stdout } = await runLine(['labs', '-o', 'json']);
  const labs: readonly { readonly name: string; readonly kcna: string | null }[] = JSON.parse(stdout).labs;
  expect(labs.filter(({ kcna }) => kcna === null)).toEqual([]);
});

test('labs of a folder with a path of its own come after ours, in the order of that path', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kubeproctor-path-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'labs', 'baking'), { recursive: true });
  const lab = (name: string, after: string) =>
    `name: ${name}\ntitle: About ${name}\ntopic: baking\nlevel: beginner\nminutes: 5\nafter: [${after}]\n`;
  writeFileSync(join(folder, 'labs', 'baking', 'bread.yaml'), lab('bread', 'dough'));
  writeFileSync(join(folder, 'labs', 'baking', 'dough.yaml'), lab('dough', ''));
  writeFileSync(join(folder, 'labs', 'path.yaml'), 'kubeproctor: 1\ntopics:\n  baking: [dough, bread]\n');
  const { stdout } = await runLine(['--labs', folder, 'labs', 'baking']);
  expect(stdout.replace(folder, 'FOLDER')).toBe(
    'Baking · 0 of 2 done · from FOLDER\n' +
      '  -      dough                  5 min  About dough · beginner\n' +
      '  -      bread                  5 min  About bread · beginner · after dough\n\n' +
      '0 of 2 done, about 10 min to go.  What comes next:  kubeproctor next\n',
  );
  writeFileSync(join(folder, 'labs', 'path.yaml'), 'kubeproctor: 1\ntopics:\n  baking: [dough, braed]\n');
  const linted = await runLine(['--labs', folder, 'lint']);
  expect(linted.code).toBe(2);
  expect(linted.stdout.split('\n').filter((line) => line.startsWith('labs/path.yaml'))).toEqual([
    'labs/path.yaml:3:3: warning: the lab `bread` has no place on the path: write it under `baking`, where it is best done',
    'labs/path.yaml:3:19: error: there is no lab `braed` in `labs/baking`; did you mean `bread`?',
  ]);
});

test('show uses the names of the copy', async () => {
  const { stdout } = await runLine(['show', 'services', 'find-the-seats', '--copy', 'alice']);
  const { stdout: plain } = await runLine(['show', 'services', 'find-the-seats']);
  expect(stdout).toBe(plain.replaceAll('`cinema`', '`cinema-alice`'));
});

const underWay = (home: string): Readonly<Record<string, string>> => {
  const folder = join(home, 'kubeproctor');
  mkdirSync(folder, { recursive: true });
  const pinned = { context: 'kind-x', server: 'https://127.0.0.1:6443', uid: 'u' };
  writeFileSync(join(folder, 'pinned.json'), JSON.stringify(pinned));
  writeFileSync(join(folder, 'copies.json'), JSON.stringify({ copies: [{ lab: 'services', copy: 'alice' }] }));
  return { XDG_STATE_HOME: home };
};

test('show without a lab shows the one under way, and how to go on with it', async () => {
  const home = mkdtempSync(join(tmpdir(), 'kubeproctor-show-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const env = underWay(home);
  const { stdout } = await runLine(['show'], env);
  const last = stdout.trimEnd().split('\n').slice(-3);
  expect(last).toEqual([
    'When you have done a task, or think so:  kubeproctor check --copy alice',
    'Stuck:                                   kubeproctor hint --copy alice',
    'To begin again:                          kubeproctor reset --copy alice',
  ]);
  expect((await runLine(['show', 'services', '--copy', 'alice'], env)).stdout).toBe(stdout);
  expect((await runLine(['show', 'find-the-seats'], env)).stdout).toBe(
    (await runLine(['show', 'services', 'find-the-seats', '--copy', 'alice'])).stdout,
  );
  expect((await runLine(['show', 'services'], env)).stdout.endsWith('Start it:  kubeproctor start services\n')).toBe(
    true,
  );
});

test('show without a lab, and none is under way', async () => {
  const { code, stderr } = await runLine(['show']);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: 'No lab is under way.\n  Choose one (kubeproctor labs) and name it: kubeproctor show LAB\n',
  });
});

test('every lab is free of errors', async () => {
  const { code, stdout } = await runLine(['lint']);
  const said = stdout.replace(/^\d+/, 'all');
  expect({ code, said }).toEqual({ code: 0, said: 'all labs: no errors\n' });
});

test.each([
  [['che'], ['check']],
  [
    ['show', 'serv'],
    ['service-types', 'services'],
  ],
  [['show', 'services', 'the'], ['the-right-door']],
  [
    ['check', '-o', ''],
    ['text', 'json', 'junit', 'markdown'],
  ],
  [['check', '--sa'], ['--save']],
  [['completion', 'z'], ['zsh']],
  [['schema', 'pl'], ['placement']],
  [['kubectl', 'get', ''], []],
  [['no-such-command', 'x'], []],
])('completion of %j', async (words, expected) => {
  const { stdout } = await runLine(['__complete', ...words]);
  expect(stdout.split('\n').filter((line) => line !== '')).toEqual(expected);
});

test.each(['bash', 'zsh', 'fish'])('the completion script of %s', async (shell) => {
  const { code, stdout } = await runLine(['completion', shell]);
  expect(code).toBe(0);
  await expect(stdout).toMatchFileSnapshot(golden(`completion-${shell}`));
});
