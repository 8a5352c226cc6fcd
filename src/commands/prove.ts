import { join } from 'node:path';
import { getBinaries } from '../embedded/binaries.ts';
import { embeddedPaths } from '../embedded/paths.ts';
import { runScript } from '../embedded/run-script.ts';
import { readLibrary } from '../library/find-labs.ts';
import { readManifests } from '../library/read-lab.ts';
import type { LabProof } from '../prove/lab-proof.ts';
import { wrongCount } from '../prove/lab-proof.ts';
import { plainPalette } from '../report/palette.ts';
import { proofJson } from '../report/proof-json.ts';
import { proofText, runLine } from '../report/proof-text.ts';
import type { CommandContext, CommandOf } from './parts/command-context.ts';
import { packageFolder, rootsOf } from './parts/command-context.ts';
import { confirm } from './parts/confirm.ts';
import type { LibraryLab } from './parts/lab-in-library.ts';
import { labInLibrary } from './parts/lab-in-library.ts';
import type { OpenCluster } from './parts/open-cluster.ts';
import { openCluster } from './parts/open-cluster.ts';
import { print } from './parts/print.ts';
import type { ProgressLine } from './parts/progress-line.ts';
import { withProgress } from './parts/progress-line.ts';
import { graderDigest } from './proof/grader-digest.ts';
import { proofCache } from './proof/proof-cache.ts';
import type { ProofOptions, ProofRequest } from './proof/proof-cluster.ts';
import { proveLabs } from './proof/prove-lab.ts';

export interface ProveArgs {
  /** Names of labs; none: all labs. */
  readonly labs: readonly string[];
  readonly format: 'text' | 'json';
  /** Leaves the copies with a surprise as they are. */
  readonly keeps: boolean;
  readonly mutants: number | 'all';
  readonly seed?: number;
  readonly copies: number;
  /** What was proven before is taken for proven. */
  readonly usesCache: boolean;
}

/** Shows of each lab that its graders are right; exit code 1 at any surprise. */
export const prove: CommandOf<ProveArgs> = async (context, args) => {
  const cluster = await openCluster(context);
  try {
    const labs = await chosenLabs(context, args.labs);
    const runCommands = await commandRunner(context, cluster, labs);
    const proofs = await withProgress(
      context,
      `Proving ${labs.map(({ lab }) => lab.name).join(', ')}`,
      async (line) => {
        const requests = await Promise.all(
          labs.map(async ({ lab, text, file }) => ({ lab, labText: text, manifests: await readManifests(file) })),
        );
        return proveUnproven(context, cluster, requests, args, { ...optionsOf(context, args, line), runCommands });
      },
    );
    const exitCode = exitCodeOfProofs(proofs);
    print(context, args.format === 'json' ? proofJson(proofs, exitCode) : proofText(proofs, context.palette));
    return exitCode;
  } finally {
    cluster.client.close();
  }
};

async function proveUnproven(
  { io }: CommandContext,
  cluster: OpenCluster,
  requests: readonly ProofRequest[],
  { usesCache, seed, keeps }: ProveArgs,
  options: ProofOptions,
): Promise<readonly LabProof[]> {
  const { liveMutants, tells } = options;
  const folder = embeddedPaths(io.env).proofCache;
  const grader = await graderDigest();
  const ground = grader === undefined ? undefined : { grader, cluster: cluster.identity, liveMutants, tells };
  const cache = ground === undefined ? undefined : proofCache(folder, ground, io.now);
  const isAsked = usesCache && seed === undefined && !keeps;
  const known = await Promise.all(requests.map((request) => (isAsked ? cache?.find(request) : undefined)));
  const open = requests.filter((_, index) => known[index] === undefined);
  const proofs = await proveLabs(cluster, open, options);
  await Promise.all(open.map((request, index) => cache?.keep(request, proofs[index] as LabProof))); // one for each
  return requests.map((request, index) => known[index] ?? (proofs[open.indexOf(request)] as LabProof)); // one of the two
}

const exitCodeOfProofs = (proofs: readonly LabProof[]): 0 | 1 =>
  proofs.some((proof) => wrongCount(proof) > 0) ? 1 : 0;

async function chosenLabs(context: CommandContext, names: readonly string[]): Promise<readonly LibraryLab[]> {
  const wanted = names.length > 0 ? names : (await readLibrary(rootsOf(context))).map(({ name }) => name);
  return Promise.all(wanted.map((name) => labInLibrary(context, name)));
}

function optionsOf({ io }: CommandContext, args: ProveArgs, line: ProgressLine): Omit<ProofOptions, 'runCommands'> {
  const nowMs = io.now().getTime();
  return {
    atOnce: args.copies,
    usesPlainNames: true,
    id: `p${(nowMs % 1_679_616).toString(36)}`,
    liveMutants: args.mutants,
    seed: args.seed ?? nowMs % 1_000_000,
    keeps: args.keeps,
    tells: args.format === 'json',
    onRun: (lab, run) => line.tell(`${lab}: ${runLine(run, plainPalette)}`),
    onMutant: (lab, title) => line.tell(`${lab}: mutant ${title}`, true),
  };
}

/** The commands of a lab's solution run in a shell on this machine: of a lab that did not come with kubeproctor only after a yes. */
async function commandRunner(
  context: CommandContext,
  { client, flags, signal }: OpenCluster,
  labs: readonly LibraryLab[],
): Promise<ProofOptions['runCommands']> {
  const foreign = labs.filter(({ file }) => !file.isBuiltIn);
  const scripts = foreign.map(({ lab }) => `${lab.name}:\n${indented(lab.solution.commands)}`);
  if (
    foreign.length > 0 &&
    !(await confirm(context, `These solutions will run in a shell on this machine:\n${scripts.join('\n')}\nLet them?`))
  )
    return { skipped: 'its commands would run in a shell on this machine: --yes lets them' };
  const kubeconfig = flags.kubeconfig === undefined ? [] : ['--kubeconfig', flags.kubeconfig];
  const where = [...kubeconfig, '--context', client.context];
  const { io } = context;
  const binaries = await getBinaries({
    env: io.env,
    controlPlaneFolder: join(packageFolder(context), 'control-plane'),
    onProgress: () => undefined,
  });
  return async (script, { lab, copy }) => {
    const after = [...where, '--lab', lab, ...(copy === '' ? [] : ['--copy', copy])];
    const commands = {
      kubectl: { before: [...binaries.commands.kubectl, ...where] },
      kubeproctor: { before: io.program, after },
    };
    await runScript(script, { commands, env: io.env, timeoutMs: 120_000, signal });
  };
}

const indented = (text: string): string => text.replaceAll(/^/gm, '  ');
