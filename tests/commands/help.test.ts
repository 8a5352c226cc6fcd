import { expect, test, vi } from 'vitest';
import { runLine } from './run-line.ts';

vi.setConfig({ testTimeout: 30_000 }); // the first test of a file loads what a command needs

const commands = [
  ...[
    'up',
    'down',
    'explain',
    'status',
    'doctor',
    'kubectl',
    'labs',
    'show',
    'start',
    'check',
    'answer',
    'hint',
    'solution',
  ],
  ...['next', 'reset', 'stop', 'lint', 'prove', 'schema', 'completion'],
];

test.each(['', ...commands.filter((name) => name !== 'kubectl')])('--help of kubeproctor %s', async (name) => {
  const { code, stdout, stderr } = await runLine([...(name === '' ? [] : [name]), '--help']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  await expect(stdout).toMatchFileSnapshot(`./golden/help-${name === '' ? 'kubeproctor' : name}.txt`);
});

test('every command has its help tested', async () => {
  const { stdout } = await runLine(['__complete', '']);
  expect(stdout.trim().split('\n').toSorted()).toEqual(commands.toSorted());
});

test('kubeproctor help COMMAND is the same', async () => {
  const [asCommand, asFlag] = [await runLine(['help', 'check']), await runLine(['check', '--help'])];
  expect(asCommand).toEqual(asFlag);
});

test('the version is that of the package', async () => {
  const { default: manifest } = await import('../../package.json', { with: { type: 'json' } });
  expect(await runLine(['--version'])).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: '' });
});
