import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, inject, test } from 'vitest';
import { buildIfChanged } from '../../scripts/build-if-changed.ts';
import type { Ran } from './run-binary.ts';
import { machine } from './run-binary.ts';

/** The built binary in a learner's hands, from `start` to `stop`; each test goes on where the one before it ended. */
const context = inject('context');
const learner = machine(inject('binaries'), { KUBECONFIG: inject('kubeconfig') });
const { kubeproctor, kubectl, shell } = learner;

beforeAll(() => buildIfChanged());

const golden = (name: string): string => `./golden/cli-${name}.txt`;

/** Without what differs from one run to the next. */
const steady = ({ code, stdout, stderr }: Ran): string =>
  `${stdout}--- stderr\n${stderr}--- exit code ${code}\n`
    .replaceAll(/-[0-9a-f]{7,10}-[a-z0-9]{5}\b/g, '-HASH')
    .replaceAll(/\b10\.96\.\d+\.\d+/g, 'CLUSTER-IP')
    .replaceAll(/https:\/\/127\.0\.0\.1:\d+/g, 'SERVER')
    .replaceAll(/^Something is still settling.*\n/gm, '') // where a Service has been changed a moment ago
    .replaceAll(/ {2}(deployment|Still|Waiting|Step|Namespace|start).*\n/g, '');

test('a cluster that nothing marks as one for practice is left alone', async () => {
  await expect(steady(await kubeproctor('start services --copy cli'))).toMatchFileSnapshot(golden('refused'));
});

test('check before start says so', async () => {
  await expect(steady(await kubeproctor('check services --copy cli --yes'))).toMatchFileSnapshot(golden('not-started'));
});

test('start makes the lab and shows its tasks', async () => {
  await expect(steady(await kubeproctor('start services --copy cli'))).toMatchFileSnapshot(golden('start'));
});

test('start again touches nothing', async () => {
  const before = await kubectl('get deployments -n cinema-cli -o yaml');
  const { code, stdout } = await kubeproctor('start services --copy cli');
  expect({ code, line: stdout.split('\n')[0] }).toEqual({
    code: 0,
    line: `services (copy cli) is under way already on ${context}; kubeproctor reset services --copy cli begins it again.`,
  });
  expect(await kubectl('get deployments -n cinema-cli -o yaml')).toEqual(before);
});

test('a wrong attempt is explained', async () => {
  await kubectl('set selector service seats app=seats -n cinema-cli');
  await kubectl('create service clusterip films --tcp=81:8080 -n cinema-cli');
  await expect(steady(await kubeproctor('check services --copy cli'))).toMatchFileSnapshot(golden('wrong'));
});

test('a saved check gives the same report, without a cluster and to the byte', async () => {
  const live = await kubeproctor('check services --copy cli --save saved.json');
  expect(live.stderr).toBe('Saved to saved.json: kubeproctor check --from saved.json grades it again.\n');
  const nowhere = { KUBECONFIG: '/nowhere' };
  expect(await kubeproctor('check --from saved.json', nowhere)).toEqual({ ...live, stderr: '' });
  expect(statSync(join(learner.folder, 'saved.json')).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(learner.folder, 'saved.json'), 'utf8')).not.toMatch(/last-applied-configuration":|fieldsV1/);
});

test('the first line says where the labs are when kubectl looks elsewhere, and every command carries the context', async () => {
  const elsewhere = join(learner.folder, 'elsewhere');
  const config = readFileSync(inject('kubeconfig'), 'utf8');
  writeFileSync(elsewhere, config.replace(/^current-context: .*$/m, 'current-context: other'));
  const { stdout } = await kubeproctor('check services --copy cli', { KUBECONFIG: elsewhere });
  const lines = stdout.split('\n');
  expect(lines[0]).toBe(
    `Your labs are on ${context}, while kubectl's current context is other: the commands below carry --context.`,
  );
  const commands = stdout.match(/\b(kubectl|kubeproctor) .*$/gm) ?? [];
  const bare = commands.filter((command) => !/^\w+ --context /.test(command) && !/^kubeproctor \(/.test(command));
  expect(bare.filter((command) => !command.startsWith('kubectl by'))).toEqual([]);
});

test('what the solution prints, pasted into a shell, passes everything', async () => {
  const { stdout } = await kubeproctor('solution services --copy cli');
  const commands = stdout
    .split('\n')
    .filter((line) => line.startsWith('  kubectl'))
    .join('\n');
  await kubectl('delete service films -n cinema-cli');
  await shell(commands);
  await expect(steady(await kubeproctor('check services --copy cli'))).toMatchFileSnapshot(golden('right'));
});

test('one task by its name, as JUnit', async () => {
  const { code, stdout } = await kubeproctor('check services find-the-seats --copy cli -o junit');
  expect({ code, cases: stdout.match(/<testcase [^>]*>/g) }).toEqual({
    code: 0,
    cases: ['<testcase classname="services" name="find-the-seats: A selector that matches the right Pods">'],
  });
});

test('a hint is given and counted', async () => {
  const first = await kubeproctor('hint services find-the-seats --copy cli');
  const second = await kubeproctor('hint services find-the-seats --copy cli');
  const again = await kubeproctor('hint services find-the-seats --copy cli --again');
  const headings = [first, second, again].map(({ stdout }) => /hint \d of/.exec(stdout)?.[0]);
  expect(headings).toEqual(['hint 1 of', 'hint 2 of', 'hint 2 of']);
});

test('an unknown copy and an unknown task are answered with a suggestion', async () => {
  const { stderr: copy } = await kubeproctor('check services --copy clu');
  const { stderr: task } = await kubeproctor('check services find-the-seat --copy cli');
  const { stderr: word } = await kubeproctor('check find-the-seat --copy cli');
  expect([copy, task, word]).toEqual([
    `There is no copy clu of services on ${context}.\n  Did you mean --copy cli?\n`,
    'The lab services has no task find-the-seat.\n  Did you mean find-the-seats?\n',
    'There is no lab find-the-seat, nor has services such a task.\n  Did you mean find-the-seats?\n',
  ]);
});

test('reset says first what it would do, and then does it', async () => {
  await expect(steady(await kubeproctor('reset services --copy cli --dry-run'))).toMatchFileSnapshot(
    golden('reset-plan'),
  );
  await expect(steady(await kubeproctor('reset services --copy cli'))).toMatchFileSnapshot(golden('reset'));
  const { code, stdout } = await kubeproctor('check services --copy cli');
  expect({ code, score: /^\d+ of \d+ points$/m.exec(stdout)?.[0] }).toEqual({ code: 1, score: '0 of 10 points' });
});

test('kubectl passes through, to the cluster of the labs', async () => {
  const { code, stdout } = await kubeproctor('kubectl get namespace cinema-cli -o name', {
    KUBEBUILDER_ASSETS: inject('binaries'),
  });
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'namespace/cinema-cli\n' });
});

test('stop leaves nothing behind', async () => {
  await expect(steady(await kubeproctor('stop services --copy cli'))).toMatchFileSnapshot(golden('stop'));
  expect(await kubectl('get namespace cinema-cli --ignore-not-found')).toEqual({ code: 0, stdout: '', stderr: '' });
});

test('a reader who goes away is no error', async () => {
  const { stdout, stderr } = await shell(
    `kubeproctor() { "${process.execPath}" ${join(import.meta.dirname, '..', '..', 'bin', 'kubeproctor.js')} "$@"; }; kubeproctor schema | head -n 1`,
  );
  expect({ stdout, stderr }).toEqual({ stdout: '{\n', stderr: '' });
});
