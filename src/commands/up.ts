import { join, resolve } from 'node:path';
import { upWithTool } from '../embedded/other-cluster.ts';
import type { ClusterTool } from '../embedded/tool-clusters.ts';
import { up as upEmbedded } from '../embedded/up.ts';
import { readPinned } from '../session/pinned.ts';
import type { CommandContext, CommandOf } from './parts/command-context.ts';
import { packageFolder, stateFolderOf } from './parts/command-context.ts';
import { embeddedWords } from './parts/embedded-words.ts';
import { note, print } from './parts/print.ts';
import { withProgress } from './parts/progress-line.ts';
import { rememberIdentity } from './parts/tool-identity.ts';

export interface UpArgs {
  readonly nodes?: number;
  readonly binaries?: string;
  readonly tool?: ClusterTool;
}

/** A cluster to practise on: the embedded one, or one that kind or minikube makes. */
export const up: CommandOf<UpArgs> = async (context, args) => {
  const name = args.tool === undefined ? await bringUp(context, args) : await bringUpWith(context, args.tool);
  const pinned = await readPinned(stateFolderOf(context));
  if (pinned !== undefined && pinned.context !== name)
    note(
      context,
      `Labs of yours are on ${pinned.context}, and commands go on looking there; --context ${name} looks here.`,
    );
  return 0;
};

async function bringUp(context: CommandContext, { nodes, binaries }: UpArgs): Promise<string> {
  const { io } = context;
  const result = await withProgress(context, 'Bringing up the embedded cluster', (line) =>
    upEmbedded({
      env: io.env,
      controlPlaneFolder: join(packageFolder(context), 'control-plane'),
      signal: io.signal,
      onProgress: (event) => {
        const { text, isPassing } = embeddedWords(event);
        line.tell(text, isPassing);
      },
      ...(nodes === undefined ? {} : { nodes }),
      ...(binaries === undefined ? {} : { binariesFolder: resolve(io.cwd, binaries) }),
    }),
  );
  const how = { started: 'is up', repaired: 'is whole again', 'already running': 'is up already' }[result.outcome];
  print(
    context,
    `The embedded cluster ${how}: Kubernetes ${result.version}, ${result.nodes} simulated ${result.nodes === 1 ? 'node' : 'nodes'}, context ${result.context} in ${result.kubeconfig}.`,
  );
  const { previousContext } = result;
  if (previousContext !== null && previousContext !== '' && previousContext !== result.context)
    print(context, `kubectl's current context was ${previousContext}; kubeproctor down makes it that again.`);
  if (result.outcome === 'started')
    print(context, 'Its control plane is real; its nodes are simulated: pods have a state, but nothing runs in them.');
  return result.context;
}

async function bringUpWith(context: CommandContext, tool: ClusterTool): Promise<string> {
  const { env, signal } = context.io;
  const result = await withProgress(context, `Bringing up a cluster with ${tool}`, (line) =>
    upWithTool(tool, { env, signal, onLine: (text) => line.tell(text) }),
  );
  if (result.created) await rememberIdentity(context, tool, result.context);
  print(context, `The cluster is ${result.created ? 'made' : 'there'}: context ${result.context}.`);
  return result.context;
}
