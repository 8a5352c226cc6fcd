import { capabilityReads, judgeCapabilities } from '../../cluster/capabilities.ts';
import { setupOf, stillTrue } from '../../cluster/cluster-setup.ts';
import { takeAnswers } from '../../cluster/reads.ts';
import type { Capabilities, ClusterSetup, Measurement } from '../../lab/capabilities.ts';
import { changeKnownCluster } from '../../session/known-clusters.ts';
import type { Answer } from '../../snapshot/read.ts';
import type { CommandContext } from './command-context.ts';
import { stateFolderOf } from './command-context.ts';
import type { OpenCluster } from './open-cluster.ts';

export interface FoundOut {
  /** To `capabilityReads`. */
  readonly answers: Readonly<Record<string, Answer>>;
  readonly setup: ClusterSetup;
  readonly capabilities: Capabilities;
  /** What was measured and still holds. */
  readonly measurement: Measurement | undefined;
}

/**
 * What the cluster can do, as it says itself and as was measured there; remembered for commands that do not ask it. A
 * measurement of another setup is forgotten.
 */
export async function findOut(
  context: CommandContext,
  { client, identity, signal, now, measurement }: OpenCluster,
  renewed: Measurement | undefined = measurement,
): Promise<FoundOut> {
  const answers = await takeAnswers(client, Object.values(capabilityReads), { signal });
  const setup = setupOf(identity.version, answers);
  const valid = stillTrue(renewed, identity.version, answers, now().getTime());
  const capabilities = judgeCapabilities(answers, valid);
  await changeKnownCluster(stateFolderOf(context), identity.uid, (known) => ({
    ...{ at: now().toISOString(), context: client.context, capabilities },
    forbidden: known?.forbidden ?? [],
    ...(valid === undefined ? {} : { measurement: valid }),
  }));
  return { answers, setup, capabilities, measurement: valid };
}
