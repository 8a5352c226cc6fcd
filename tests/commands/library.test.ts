import { expect, test, vi } from 'vitest';
import { runLine } from './run-line.ts';

vi.setConfig({ testTimeout: 30_000 }); // the first test of a file loads what a command needs

const golden = (name: string): string => `./golden/${name}.txt`;

test('labs', async () => {
  const { code, stdout } = await runLine(['labs']);
  expect(code).toBe(0);
  await expect(stdout).toMatchFileSnapshot(golden('labs'));
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
  expect(await runLine(['next'])).toEqual({
    code: 0,
    stdout:
      'A namespace of its own for the trial · fundamentals · beginner · about 20 minutes\nkubeproctor start namespaces\n',
    stderr: '',
  });
});

test('show uses the names of the copy', async () => {
  const { stdout } = await runLine(['show', 'services', 'find-the-seats', '--copy', 'alice']);
  const { stdout: plain } = await runLine(['show', 'services', 'find-the-seats']);
  expect(stdout).toBe(plain.replaceAll('`cinema`', '`cinema-alice`'));
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
