import type { Connection } from '../../cluster/connect.ts';
import type { Doubt } from '../../cluster/guard.ts';
import { judgeCluster } from '../../cluster/guard.ts';
import { gatherGuardEvidence } from '../../cluster/guard-evidence.ts';
import { isEmbeddedCertificate, readEmbeddedCa } from '../../embedded/embedded-certificate.ts';
import { whyText } from '../../report/unknown-sentence.ts';
import { isAgreed, rememberYes } from '../../session/pinned.ts';
import type { ClusterIdentity } from '../../snapshot/snapshot.ts';
import { UserError } from '../../user-error.ts';
import type { CommandContext } from './command-context.ts';
import { stateFolderOf } from './command-context.ts';
import { confirm } from './confirm.ts';

/**
 * The identity of a cluster that is certainly for practice, or to which its user says or once said yes. A server on a
 * public address is not contacted before that yes.
 * @throws UserError `not_for_practice`.
 */
export async function requirePractice(
  context: CommandContext,
  client: Connection,
  identify: () => Promise<ClusterIdentity>,
): Promise<ClusterIdentity> {
  const folder = stateFolderOf(context);
  const ownCa = await readEmbeddedCa(context.io.env);
  const { certificateAuthority } = client;
  const isEmbedded =
    ownCa !== undefined && certificateAuthority !== undefined && isEmbeddedCertificate(certificateAuthority, ownCa);
  const judgement = judgeCluster(await gatherGuardEvidence(client, { isEmbedded, signal: context.io.signal }));
  if (judgement.practice) return identify();
  const { why } = judgement;
  const isContacted = why.doubt !== 'publicAddress' && why.doubt !== 'unknownAddress';
  const before = isContacted ? await identify() : undefined;
  if (before !== undefined && (await isAgreed(folder, before.uid))) return before;
  const doubt = doubtSentence(why);
  const question = `Is the cluster of context ${client.context} (${client.server}) one to practise on? ${doubt}`;
  if (!(await confirm(context, question))) throw refusal(client, doubt);
  const identity = before ?? (await identify());
  await rememberYes(folder, { uid: identity.uid, server: client.server, at: context.io.now().toISOString() });
  return identity;
}

const refusal = (client: Connection, doubt: string): UserError =>
  new UserError(
    'not_for_practice',
    `Nothing was done on the cluster of context ${client.context} (${client.server}): it may not be one to practise on. ${doubt}`,
    { wayOut: 'If it is, say so with --yes; otherwise choose another with --context, or make one: kubeproctor up' },
  );

function doubtSentence(why: Doubt): string {
  switch (why.doubt) {
    case 'publicAddress':
      return `Its address is public (${why.addresses.join(', ')}).`;
    case 'unknownAddress':
      return 'Its address could not be found out.';
    case 'nodesUnreadable':
      return `Its nodes could not be seen: ${whyText(why.outage)}.`;
    case 'noNodes':
      return 'It has no nodes by which to tell.';
    case 'manyNodes':
      return `It has ${why.count} nodes, more than practice clusters have.`;
    case 'unmarkedNode':
      return `Nothing marks its node ${why.node} as one of kind, k3d, minikube or the like.`;
    default:
      return why satisfies never;
  }
}
