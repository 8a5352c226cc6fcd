import type { ClusterClient } from '../../cluster/client.ts';
import { OutageError } from '../../cluster/client.ts';
import type { Connection } from '../../cluster/connect.ts';
import { connect } from '../../cluster/connect.ts';
import { clusterIdentity } from '../../cluster/identity.ts';
import { valueAt } from '../../kubernetes/json.ts';
import type { Measurement } from '../../lab/capabilities.ts';
import type { CommandFlags } from '../../report/command-text.ts';
import { readKnownCluster } from '../../session/known-clusters.ts';
import type { PinnedCluster } from '../../session/pinned.ts';
import { comparePinned, forgetPinned, readPinned } from '../../session/pinned.ts';
import type { SessionContext } from '../../session/session-context.ts';
import type { ClusterIdentity } from '../../snapshot/snapshot.ts';
import { UserError } from '../../user-error.ts';
import type { CommandContext } from './command-context.ts';
import { stateFolderOf } from './command-context.ts';
import { confirm } from './confirm.ts';
import { requirePractice } from './require-practice.ts';
import { whereFlags } from './where-flags.ts';

/** A cluster that may be used, and what to say of it. */
export interface OpenCluster extends SessionContext {
  readonly client: Connection;
  readonly identity: ClusterIdentity;
  /** What printed commands carry. */
  readonly flags: CommandFlags;
  /** First line of the output, where kubectl by itself would look elsewhere. */
  readonly notice: string | undefined;
  readonly pin: PinnedCluster;
  /** What was measured here, by whoever uses this machine; it may be out of date. */
  readonly measurement?: Measurement;
}

/**
 * Opens the cluster that the flags name, else the pinned one, else kubectl's current one; the last only after the guard,
 * or its user, has said yes.
 * @throws UserError, OutageError
 */
export async function openCluster(
  context: CommandContext,
  onProgress: SessionContext['onProgress'] = () => undefined,
): Promise<OpenCluster> {
  const { io, globals } = context;
  const pinned = await readPinned(stateFolderOf(context));
  const isPinned =
    pinned !== undefined &&
    globals.kubeconfig === undefined &&
    (globals.context === undefined || globals.context === pinned.context);
  const place = isPinned ? pinned : globals;
  const { client, where } = await connected(context, place, isPinned);
  try {
    const identity = isPinned
      ? await pinnedIdentity(client, pinned, io.signal)
      : await requirePractice(context, client, () => identityOf(client, io.signal));
    if (identity === undefined) {
      client.close();
      await forgetOrRefuse(context, pinned?.context ?? '');
      return await openCluster(context, onProgress);
    }
    const kubeconfig = place.kubeconfig === undefined ? {} : { kubeconfig: place.kubeconfig };
    const pin = { context: client.context, ...kubeconfig, server: client.server, uid: identity.uid };
    const { now, sleep, signal } = io;
    const measurement = (await readKnownCluster(stateFolderOf(context), identity.uid))?.measurement;
    const known = measurement === undefined ? {} : { measurement };
    return { client, identity, pin, ...where, now, sleep, signal, onProgress, ...known };
  } catch (error) {
    client.close();
    throw error;
  }
}

async function connected(
  context: CommandContext,
  place: { readonly context?: string; readonly kubeconfig?: string },
  isPinned: boolean,
) {
  const { env } = context.io;
  try {
    const client = await connect({ kubeconfig: place.kubeconfig, context: place.context, env });
    return { client, where: await whereFlags(env, client.context, place.kubeconfig, isPinned) };
  } catch (error) {
    if (!isPinned || !(error instanceof UserError) || error.code !== 'unknown_context') throw error;
    throw new UserError(
      'pinned_context_gone',
      `Your labs are on the cluster of context ${place.context}, and kubeconfig has no such context now.`,
      {
        wayOut:
          'Start that cluster again (kubeproctor up, if it was the embedded one), or name another with --context.',
        exitCode: 3,
        cause: error,
      },
    );
  }
}

/** Undefined when another cluster answers in the pinned one's place. */
async function pinnedIdentity(
  client: ClusterClient,
  pinned: PinnedCluster,
  signal: AbortSignal,
): Promise<ClusterIdentity | undefined> {
  const identity = await identityOf(client, signal);
  return comparePinned(pinned, identity.uid) === 'same' ? identity : undefined;
}

async function forgetOrRefuse(context: CommandContext, name: string): Promise<void> {
  const what = `The cluster of context ${name} on which you started labs is gone; another one answers in its place.`;
  if (!(await confirm(context, `${what}\nForget the one that is gone?`)))
    throw new UserError('pinned_cluster_gone', what, {
      wayOut: 'Add --yes to forget the one that is gone.',
      exitCode: 2,
    });
  await forgetPinned(stateFolderOf(context));
}

/** A learner with rights in a few namespaces only may not see `kube-system`: the server's address stands for it then. */
async function identityOf(client: ClusterClient, signal: AbortSignal): Promise<ClusterIdentity> {
  try {
    return await clusterIdentity(client, { signal });
  } catch (error) {
    if (!(error instanceof OutageError) || error.outage.code !== 'forbidden') throw error;
    const { body } = await client.request({ method: 'GET', path: '/version', signal });
    const version = valueAt(body, 'gitVersion');
    return {
      uid: `at ${client.server}`,
      version: typeof version === 'string' ? version : 'unknown',
      context: client.context,
    };
  }
}
