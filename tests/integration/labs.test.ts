import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Connection } from '../../src/cluster/connect.ts';
import { clusterIdentity } from '../../src/cluster/identity.ts';
import { labOfRecord } from '../../src/commands/parts/lab-of-record.ts';
import type { ProofCluster, Proven, RunCommands } from '../../src/commands/parts/prove-copy.ts';
import { proveInCopy } from '../../src/commands/parts/prove-copy.ts';
import { parseLab } from '../../src/lab/parse-lab.ts';
import type { Lab } from '../../src/lab/schema/lab.ts';
import { readLibrary } from '../../src/library/find-labs.ts';
import { libraryRoots } from '../../src/library/library-roots.ts';
import { readLabText, readManifests } from '../../src/library/read-lab.ts';
import { proveOutages } from '../../src/prove/outages.ts';
import { planProof, titleOfRun } from '../../src/prove/proof-run.ts';
import { connectToShared, sessionOn } from './session-cluster.ts';

const run = promisify(execFile);
const copiesAtOnce = 3;
const labs = await Promise.all(
  (await readLibrary(libraryRoots([], process.cwd()))).map(async (file) => {
    const labText = await readLabText(file);
    const parsed = parseLab(labText, file.path);
    if (!('lab' in parsed)) throw new Error(`${file.path}: ${JSON.stringify(parsed.mistakes)}`);
    return { lab: parsed.lab, labText, manifests: await readManifests(file) };
  }),
);
const totals = { runs: 0, cuts: 0, surprises: 0, outageSurprises: 0 };

let client: Connection;
let cluster: ProofCluster;
let shellFolder: string;

beforeAll(async () => {
  client = await connectToShared();
  cluster = { ...sessionOn(client).context, client, identity: await clusterIdentity(client) };
  shellFolder = await mkdtemp(join(tmpdir(), 'kubeproctor-shell-'));
});
afterAll(async () => {
  const { runs, cuts, surprises, outageSurprises } = totals;
  console.log(
    `labs: ${labs.length} labs, ${runs} runs, ${surprises} wrong verdicts; ${cuts} outages, ${outageSurprises} wrong verdicts`,
  );
  client.close();
  await rm(shellFolder, { recursive: true });
});

describe.each(labs)('$lab.name', ({ lab, labText, manifests }) => {
  const proven = new Map<string, Proven>();

  test('is done in copies side by side', { timeout: 900_000 }, async () => {
    const waiting = planProof(lab)[Symbol.iterator]();
    const work = { [Symbol.iterator]: () => waiting };
    const note = (one: Proven) => void proven.set(titleOfRun(one.run), one);
    const workers = Array.from({ length: copiesAtOnce }, (_, index) => `proof-${index}`).map((copy) =>
      proveInCopy(cluster, { lab, labText, manifests, copy }, uninterrupted(work), commandsOf(lab, copy), note),
    );
    await Promise.all(workers);
    totals.runs += proven.size;
  });

  test.each(planProof(lab).map((one) => [titleOfRun(one), one] as const))('%s', (title) => {
    const one = proven.get(title);
    if (one === undefined) throw new Error('was not done');
    totals.surprises += one.surprises.length;
    expect(one.surprises).toEqual([]);
  });

  test('an outage of any read leaves each verdict as it is, or unknown', () => {
    for (const { stored, snapshot } of proven.values()) {
      const { cuts, surprises } = proveOutages(labOfRecord(stored.record), stored.record, snapshot);
      totals.cuts += cuts;
      totals.outageSurprises += surprises.length;
      expect(surprises).toEqual([]);
    }
  });
});

/** One queue for several workers: a worker that ends must not close it for the others. */
async function* uninterrupted<T>(items: Iterable<T>): AsyncGenerator<T> {
  const iterator = items[Symbol.iterator]();
  for (let next = iterator.next(); next.done !== true; next = iterator.next()) yield next.value;
}

/** A shell in which `kubectl` is the real one on the shared cluster, and `kubeproctor` the built one on this copy. */
const commandsOf =
  ({ name }: Lab, copy: string): RunCommands =>
  async (script) => {
    const kubectl = `exec '${join(inject('binaries'), 'kubectl')}' --kubeconfig '${inject('kubeconfig')}' --context '${inject('context')}' "$@"`;
    const built = join(import.meta.dirname, '..', '..', 'bin', 'kubeproctor.js');
    const folder = await mkdtemp(join(shellFolder, `${name}-${copy}-`));
    const answer = `verb=$1; shift; exec '${process.execPath}' '${built}' "$verb" --copy ${copy} --kubeconfig '${inject('kubeconfig')}' --context '${inject('context')}' "$@"`;
    for (const [file, text] of [
      ['kubectl', kubectl],
      ['kubeproctor', answer],
    ] as const) {
      await writeFile(join(folder, file), `#!/bin/sh\n${text}\n`);
      await chmod(join(folder, file), 0o755);
    }
    const env = { ...process.env, PATH: `${folder}:${process.env.PATH}`, XDG_STATE_HOME: inject('stateHome') };
    await run('bash', ['-euo', 'pipefail', '-c', script], { env, timeout: 120_000 });
  };
