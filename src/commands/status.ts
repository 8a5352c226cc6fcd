import { OutageError } from '../cluster/client.ts';
import type { EmbeddedStatus } from '../embedded/status.ts';
import { status as embeddedStatus } from '../embedded/status.ts';
import { outageText } from '../report/unknown-sentence.ts';
import { copyTitle } from '../session/labels.ts';
import { readPinned } from '../session/pinned.ts';
import { UserError } from '../user-error.ts';
import type { CommandContext, CommandOf } from './parts/command-context.ts';
import { stateFolderOf } from './parts/command-context.ts';
import { copiesOn } from './parts/find-under-way.ts';
import { openCluster } from './parts/open-cluster.ts';
import { print } from './parts/print.ts';

/** What runs: the embedded cluster part by part, the pinned cluster, and the copies on it. Exit code 3 when it is not whole. */
export const status: CommandOf<object> = async (context) => {
  const embedded = await embeddedStatus(context.io.env);
  print(context, embeddedText(embedded, context.globals.isVerbose));
  const pinned = await readPinned(stateFolderOf(context));
  const isReachable = pinned === undefined ? true : await printCopies(context, pinned.context);
  return (embedded.kind === 'up' && !embedded.healthy) || !isReachable ? 3 : 0;
};

async function printCopies(context: CommandContext, name: string): Promise<boolean> {
  try {
    const cluster = await openCluster(context);
    try {
      const copies = await copiesOn(cluster, { words: [], copy: undefined });
      print(context, `Labs on ${cluster.client.context} (Kubernetes ${cluster.identity.version}):`);
      if (copies.length === 0) print(context, '  none');
      for (const copy of copies)
        print(context, `  ${copyTitle(copy)}, started ${copy.startedAt.replace(/T(\d\d:\d\d).*$/, ' $1 UTC')}`);
      if (cluster.notice !== undefined) print(context, cluster.notice);
      return true;
    } finally {
      cluster.client.close();
    }
  } catch (error) {
    if (error instanceof OutageError) print(context, `Labs are on ${name}: ${outageText(error.outage)}.`);
    else if (error instanceof UserError) print(context, `${error.message} ${error.wayOut ?? ''}`);
    else throw error;
    return false;
  }
}

function embeddedText(status: EmbeddedStatus, isVerbose: boolean): string {
  switch (status.kind) {
    case 'none':
      return 'There is no embedded cluster: kubeproctor up makes one.';
    case 'down':
      return 'The embedded cluster is down; its data are kept: kubeproctor up brings it back.';
    case 'up': {
      const nodes = `${status.nodes - status.nodesNotReady.length} of ${status.nodes} simulated nodes ready`;
      const current = status.isCurrentContext ? "kubectl's current context" : 'not the current context';
      const parts = status.parts
        .filter(({ running }) => isVerbose || !running)
        .map(
          ({ part, running, pid, log }) => `  ${part}: ${running ? `runs, pid ${pid}` : 'does not run'}, log ${log}`,
        );
      return [
        `The embedded cluster is ${status.healthy ? 'up' : 'not whole; kubeproctor up repairs it'}: Kubernetes ${status.version} at ${status.server}, ${nodes}, context ${status.context} (${current}).`,
        ...parts,
      ].join('\n');
    }
    default:
      return status satisfies never;
  }
}
