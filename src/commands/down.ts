import { down as downEmbedded } from '../embedded/down.ts';
import { contextName } from '../embedded/kubeconfig-merge.ts';
import type { DownWithTool } from '../embedded/other-cluster.ts';
import { downWithTool, toolContexts } from '../embedded/other-cluster.ts';
import type { ClusterTool } from '../embedded/tool-clusters.ts';
import { forgetPinned, readPinned } from '../session/pinned.ts';
import type { CommandContext, CommandOf } from './parts/command-context.ts';
import { stateFolderOf } from './parts/command-context.ts';
import { embeddedWords } from './parts/embedded-words.ts';
import { print } from './parts/print.ts';
import { withProgress } from './parts/progress-line.ts';
import { requireSameIdentity } from './parts/tool-identity.ts';

export interface DownArgs {
  readonly isDeleting: boolean;
  readonly tool?: ClusterTool;
}

/** Ends the embedded cluster, or one that `up` had a tool make; with `--delete` its data go too, and labs on it are forgotten. */
export const down: CommandOf<DownArgs> = async (context, { isDeleting, tool }) => {
  await (tool === undefined ? downOurs(context, isDeleting) : downTheirs(context, tool, isDeleting));
  return 0;
};

async function downOurs(context: CommandContext, isDeleting: boolean): Promise<void> {
  const { env, signal } = context.io;
  const result = await withProgress(context, 'Taking down the embedded cluster', (line) =>
    downEmbedded({
      env,
      deleteData: isDeleting,
      signal,
      onProgress: (event) => line.tell(embeddedWords(event).text),
    }),
  );
  if (isDeleting) await forgetLabsOn(context, contextName);
  const ended = result.stopped.length === 0 ? 'The embedded cluster was not running.' : 'The embedded cluster is down.';
  const data = result.deleted ? 'Its data are deleted.' : 'Its data are kept: kubeproctor up brings it back.';
  print(context, `${ended} ${data}`);
}

async function downTheirs(context: CommandContext, tool: ClusterTool, isDeleting: boolean): Promise<void> {
  const { env, signal } = context.io;
  const verify = () => requireSameIdentity(context, tool, toolContexts[tool]);
  const { became } = await withProgress(context, `Taking down the cluster that ${tool} made`, (line) =>
    downWithTool(tool, { env, signal, deleteData: isDeleting, verify, onLine: (text) => line.tell(text) }),
  );
  if (became !== 'stopped') await forgetLabsOn(context, toolContexts[tool]);
  print(context, `The cluster of context ${toolContexts[tool]} is ${becameTexts[became]}.`);
}

const becameTexts: Readonly<Record<DownWithTool['became'], string>> = {
  stopped: 'stopped; kubeproctor up --minikube brings it back',
  deleted: 'deleted',
  gone: 'gone already',
};

async function forgetLabsOn(context: CommandContext, name: string): Promise<void> {
  const folder = stateFolderOf(context);
  if ((await readPinned(folder))?.context === name) await forgetPinned(folder);
}
