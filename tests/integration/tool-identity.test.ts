import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, inject, test } from 'vitest';
import { parse } from 'yaml';
import { buildIfChanged } from '../../scripts/build-if-changed.ts';
import { toolStandIn } from './cluster-tool-stand-in.ts';
import { standIn } from './embedded-stand-in.ts';
import { machine } from './run-binary.ts';

/** `kind` is a stand-in whose context leads to the cluster that the tests share. */
const learner = machine('', { KUBECONFIG: 'kubeconfig' });
const { folder, kubeproctor } = learner;
const state = join(folder, 'state', 'kubeproctor', 'tool-clusters.json');

beforeAll(() => {
  buildIfChanged();
  const { clusters, users, contexts } = parse(readFileSync(inject('kubeconfig'), 'utf8'));
  const { context } = contexts.find(({ name }: { name: string }) => name === inject('context'));
  const entry = `- {name: kind-kubeproctor, context: ${JSON.stringify(context)}}`;
  writeFileSync(
    join(folder, 'kubeconfig'),
    `clusters: ${JSON.stringify(clusters)}\nusers: ${JSON.stringify(users)}\ncontexts:\n${entry}\ncurrent-context: ''\n`,
  );
  standIn(folder, 'kind', toolStandIn('kind'));
});

const path = { PATH: `${folder}:${process.env.PATH}` };

test('up remembers which cluster the tool has made', async () => {
  expect((await kubeproctor('up --kind', path)).code).toBe(0);
  expect(JSON.parse(readFileSync(state, 'utf8'))).toEqual({
    kind: { previousContext: null, uid: expect.stringMatching(/^[0-9a-f-]{36}$/) },
  });
});

test('down leaves another cluster alone that has its name now, and ends the one that up made', async () => {
  const made = readFileSync(state, 'utf8');
  writeFileSync(state, made.replace(/"uid": "[^"]*"/, '"uid": "another"'));
  const { code, stderr } = await kubeproctor('down --kind --delete', path);
  expect([code, stderr.split('\n').slice(-3)]).toEqual([
    1,
    [
      'The cluster of context kind-kubeproctor is not the one that kubeproctor up made.',
      '  Nothing was touched. If it is to go: with kind itself.',
      '',
    ],
  ]);
  writeFileSync(state, made);
  const { stdout } = await kubeproctor('down --kind --delete', path);
  expect(stdout).toBe('The cluster of context kind-kubeproctor is deleted.\n');
});
