import { connect } from '../../cluster/connect.ts';
import { clusterIdentity } from '../../cluster/identity.ts';
import type { ClusterTool } from '../../embedded/tool-clusters.ts';
import { readToolCluster, writeToolCluster } from '../../embedded/tool-clusters.ts';
import { UserError } from '../../user-error.ts';
import type { CommandContext } from './command-context.ts';

/** Remembers which cluster a tool has made, so that another one that later has its name is not taken for it. */
export async function rememberIdentity({ io }: CommandContext, tool: ClusterTool, name: string): Promise<void> {
  const uid = await uidOf(io.env, name);
  const made = await readToolCluster(io.env, tool);
  if (uid !== undefined && made !== undefined) await writeToolCluster(io.env, tool, { ...made, uid });
}

/** @throws UserError `not_made_by_up` where another cluster answers under the name of the one that `up` made. */
export async function requireSameIdentity({ io }: CommandContext, tool: ClusterTool, name: string): Promise<void> {
  const made = await readToolCluster(io.env, tool);
  const uid = made?.uid === undefined ? undefined : await uidOf(io.env, name);
  if (uid === undefined || uid === made?.uid) return; // one that is stopped does not answer
  throw new UserError('not_made_by_up', `The cluster of context ${name} is not the one that kubeproctor up made.`, {
    wayOut: `Nothing was touched. If it is to go: with ${tool} itself.`,
    exitCode: 1,
  });
}

/** uid of `kube-system`; undefined where nobody answers. */
async function uidOf(env: CommandContext['io']['env'], name: string): Promise<string | undefined> {
  try {
    const client = await connect({ context: name, env });
    try {
      return (await clusterIdentity(client, { timeoutMs: 3_000 })).uid;
    } finally {
      client.close();
    }
  } catch {
    return undefined;
  }
}
