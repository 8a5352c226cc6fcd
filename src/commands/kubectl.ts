import { join } from 'node:path';
import { runBundledKubectl } from '../embedded/kubectl.ts';
import { readPinned } from '../session/pinned.ts';
import type { CommandContext, CommandOf } from './parts/command-context.ts';
import { packageFolder, stateFolderOf } from './parts/command-context.ts';
import { embeddedWords } from './parts/embedded-words.ts';
import { note } from './parts/print.ts';
import { whereFlags } from './parts/where-flags.ts';

export interface KubectlArgs {
  /** Everything after the word `kubectl`, as it was written. */
  readonly args: readonly string[];
}

/** The bundled kubectl, for people who have none; on the cluster where the labs are. */
export const kubectl: CommandOf<KubectlArgs> = async (context, { args }) => {
  const { io } = context;
  return runBundledKubectl([...(await placeFlags(context, args)), ...args], {
    env: io.env,
    controlPlaneFolder: join(packageFolder(context), 'control-plane'),
    onProgress: (event) => {
      if (event.step === 'building' || event.step === 'downloading') note(context, embeddedWords(event).text);
    },
  });
};

/** Our own global flags are kubectl's too; without any, the pinned cluster is meant. */
async function placeFlags(context: CommandContext, args: readonly string[]): Promise<readonly string[]> {
  const { globals, io } = context;
  const flagsOf = (place: { readonly context?: string; readonly kubeconfig?: string }): readonly string[] => [
    ...(place.kubeconfig === undefined ? [] : ['--kubeconfig', place.kubeconfig]),
    ...(place.context === undefined ? [] : ['--context', place.context]),
  ];
  if (globals.context !== undefined || globals.kubeconfig !== undefined) return flagsOf(globals);
  const isPlaced = args.some((word) => /^--(context|kubeconfig|server|cluster)(=|$)/.test(word));
  const isLocal = ['config', 'completion', 'version', 'plugin'].includes(args[0] ?? '');
  const pinned = isPlaced || isLocal ? undefined : await readPinned(stateFolderOf(context));
  if (pinned === undefined) return [];
  const { flags, notice } = await whereFlags(io.env, pinned.context, pinned.kubeconfig, true);
  if (notice !== undefined) note(context, `On ${pinned.context}, where your labs are.`);
  return flagsOf(flags);
}
