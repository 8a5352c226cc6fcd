import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Connection } from '../../../src/cluster/connect.ts';
import { clusterIdentity } from '../../../src/cluster/identity.ts';
import type { ProofCluster, ProofRequest, RunCommands } from '../../../src/commands/proof/proof-cluster.ts';
import { runScript } from '../../../src/embedded/run-script.ts';
import { filesOf } from '../../../src/lab/files-of.ts';
import { leavesOf } from '../../../src/lab/leaves-of.ts';
import type { Variant } from '../../../src/lab/schema/lab.ts';
import { isWrong } from '../../../src/prove/lab-proof.ts';
import { drawn } from '../../../src/prove/mutants/drawn.ts';
import type { ProofRun } from '../../../src/prove/proof-run.ts';
import { nameOfVariant, planProof } from '../../../src/prove/proof-run.ts';
import { everyLab } from '../../every-lab.ts';
import { connectTo, sessionOn } from '../../integration/session-cluster.ts';
import type { RunsOptions, TimedRun } from '../prove-runs.ts';
import { proveRuns } from '../prove-runs.ts';
import type { RealNodes } from './real-nodes.ts';
import { realNodes } from './real-nodes.ts';
import type { Measured, Traffic } from './traffic/measure-flows.ts';
import { trafficOn } from './traffic/measure-flows.ts';
import { rowFlows } from './traffic/row-flows.ts';
import { neverRolledOut } from './unanswered-probes.ts';

const programs = inject('programs');
const labs = (await everyLab()).map((request) => ({ name: request.lab.name, request }));
const isAboutReach = ({ lab }: ProofRequest): boolean =>
  lab.tasks.some(({ checks }) => checks.flatMap(leavesOf).some((check) => 'reach' in check));
const aboutReach = labs.filter(({ request }) => isAboutReach(request));
const isAlone = ({ request }: (typeof labs)[number]): boolean =>
  isAboutReach(request) || request.lab.exclusive.length > 0;

const seed = Date.now() % 1_000_000;
/** All variants take long on real nodes: `npm run test:e2e` does them all, `npm test` some of each lab, about so many together. */
const isBrief = process.env.npm_lifecycle_event === 'test';
const drawnRuns = Math.round(100 / labs.length);

/** A solution both ways, and some of the variants, others each time: of those that can be done here. */
function chosen(request: ProofRequest): (run: ProofRun) => boolean {
  const possible = request.lab.variants
    .filter((variant) => hindranceOf(variant, request) === undefined)
    .map(nameOfVariant);
  const names = new Set(drawn(possible, isBrief ? drawnRuns : possible.length, seed));
  return (run) => run.run !== 'variant' || names.has(nameOfVariant(run.variant));
}

describe.runIf(programs)('labs on real nodes', () => {
  let nodes: RealNodes;
  let client: Connection;
  let cluster: ProofCluster;
  let traffic: Traffic;
  let options: Omit<RunsOptions, 'id'>;
  const stateHome = mkdtempSync(join(tmpdir(), 'kubeproctor-e2e-'));
  afterAll(() => rmSync(stateHome, { recursive: true, force: true }));

  beforeAll(async () => {
    if (programs === undefined) return;
    nodes = await realNodes({ programs, nodes: 2 });
    client = await connectTo(nodes);
    cluster = { ...sessionOn(client).context, client, identity: await clusterIdentity(client) };
    traffic = trafficOn(nodes, client, programs.trafficAgent);
    options = { atOnce: 3, runCommands: commandsOn(nodes, programs.kubernetes, stateHome) };
  });
  afterAll(async () => {
    traffic.end();
    client.close();
    await nodes.end();
  });

  const isGradedAsItShouldBe = async ({ name, request }: (typeof labs)[number]): Promise<void> => {
    const measured: (Measured & { readonly title: string })[] = [];
    const look: RunsOptions['look'] = async ({ instance, record, graded }, { title }) => {
      const flows = rowFlows(instance.lab, record, graded.snapshot);
      if (flows.length > 0) measured.push({ ...(await traffic.measure(flows)), title });
    };
    const isWanted = chosen(request);
    const runs = await proveRuns(cluster, request, { ...options, id: 'n', look, isWanted });
    console.log(
      [
        `${figures(name, runs)}${isBrief ? `; variants drawn with seed ${seed}` : ''}`,
        ...leftOut(request),
        ...trafficFigures(measured),
      ].join('\n'),
    );
    expect(runs.filter(isWrong)).toEqual([]);
    expect(runs.filter(({ skipped }) => skipped !== undefined)).toEqual([]);
    expect(runs.length).toBe(planProof(request.lab).filter(isWanted).length);
    expect(measured.filter(({ disagreed }) => disagreed.length > 0)).toEqual([]);
  };

  const title = '$name is graded as it should be, and traffic flows as it is told';
  // with few runs of each, most of the time is waiting for Pods; with all of them, one lab has both processors
  const together = isBrief ? test.concurrent : test;
  together.each(labs.filter((lab) => !isAlone(lab)))(title, isGradedAsItShouldBe, 900_000);
  // what is done to nodes concerns everybody's Pods, and connections are counted with nothing beside
  test.each(labs.filter(isAlone))(title, isGradedAsItShouldBe, 900_000);

  test.each(aboutReach)(
    '$name is graded in the same way where nobody enforces policies, and traffic flows all the same',
    async ({ name, request }) => {
      await nodes.stop('enforcer');
      const passedThrough: string[] = [];
      const look: RunsOptions['look'] = async ({ instance, record, graded }) => {
        const denied = rowFlows(instance.lab, record, graded.snapshot).filter(({ answer }) => answer === 'denied');
        passedThrough.push(...(await traffic.measure(denied.slice(0, 20))).disagreed);
      };
      const runs = await proveRuns(cluster, request, {
        ...{ ...options, id: 'u', look },
        isWanted: (run) => run.run !== 'untouched' && chosen(request)(run),
      });
      await nodes.start('enforcer');
      console.log(`${figures(name, runs)}; without enforcement ${passedThrough.length} denied connections came about`);
      expect(runs.filter(isWrong)).toEqual([]);
      expect(passedThrough.length).toBeGreaterThan(0);
    },
    900_000,
  );
});

/** Why a variant cannot be done on these nodes. */
function hindranceOf(variant: Variant, request: ProofRequest): string | undefined {
  const { manifests } = request;
  const steps = variant.steps ?? [{ apply: nameOfVariant(variant) }];
  const text = [JSON.stringify(steps), ...filesOf(steps).map((file) => manifests[file] ?? '')].join('\n');
  if (text.includes('kubeproctor.dev/simulate')) return 'asks something of simulated nodes';
  const stuck = 'reject' in variant ? neverRolledOut(variant, steps, request) : undefined;
  if (stuck !== undefined) return `has ${stuck} rolled out, whose probe nothing answers here`;
  if (/"memory":"\d{1,6}"/.test(text)) return 'gives a container so few bytes that it cannot start';
  if (/imagePullPolicy:? "?Always/.test(text)) return 'pulls an image each time, and there is no registry';
  if (/https?:\/\/(www\.)?example\.(com|org)/.test(text)) return 'fetches something from the internet';
  return undefined;
}

/** A shell in which `kubectl` is the cluster's own, and `kubeproctor` the built one on this copy. */
function commandsOn({ kubeconfig, context }: RealNodes, kubernetes: string, stateHome: string): RunCommands {
  const where = ['--kubeconfig', kubeconfig, '--context', context];
  const built = join(import.meta.dirname, '..', '..', '..', 'bin', 'kubeproctor.js');
  return (script, { lab, copy }) =>
    runScript(script, {
      commands: {
        kubectl: { before: [kubernetes, 'kubectl', ...where] },
        // the bare nodes are nobody's product, so that the guard asks
        kubeproctor: { before: [process.execPath, built], after: [...where, '--yes', '--lab', lab, '--copy', copy] },
      },
      env: { ...process.env, XDG_STATE_HOME: stateHome },
      timeoutMs: 120_000,
      signal: new AbortController().signal,
    });
}

function figures(lab: string, runs: readonly TimedRun[]): string {
  const count = (...groups: readonly string[]): number => runs.filter(({ group }) => groups.includes(group)).length;
  const again = runs.filter(({ firstTry }) => firstTry !== undefined);
  const times = runs.map(({ tookMs }) => tookMs).sort((left, right) => left - right);
  const slowest = runs.find(({ tookMs }) => tookMs === times.at(-1));
  const seconds = (ms = 0): string => `${(ms / 1000).toFixed(1)} s`;
  const told = [
    `${lab} on real nodes: ${count('solution', 'accept')} right and ${count('untouched', 'reject')} wrong answers`,
    `${runs.filter(isWrong).length} graded otherwise, ${again.length} right at the second try only`,
    `a run takes ${seconds(times[Math.floor(times.length / 2)])}, at most ${seconds(slowest?.tookMs)} (${slowest?.title})`,
  ];
  return [told.join('; '), ...again.map(({ title, firstTry }) => `  again: ${title} ${JSON.stringify(firstTry)}`)].join(
    '\n',
  );
}

function leftOut(request: ProofRequest): readonly string[] {
  return request.lab.variants.flatMap((variant) => {
    const why = hindranceOf(variant, request);
    return why === undefined ? [] : [`  left out: ${nameOfVariant(variant)}, which ${why}`];
  });
}

function trafficFigures(measured: readonly Measured[]): readonly string[] {
  if (measured.length === 0) return [];
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const reasons = new Set(measured.flatMap(({ leftOut }) => Object.keys(leftOut)));
  const leftOut = [...reasons].map((why) => `${sum(measured.map((one) => one.leftOut[why] ?? 0))} ${why}`);
  return [
    `  traffic: ${sum(measured.map(({ agreed }) => agreed))} connections in ${measured.length} states went as told, ` +
      `${sum(measured.map(({ disagreed }) => disagreed.length))} did not; left out: ${leftOut.join(', ')}`,
  ];
}
