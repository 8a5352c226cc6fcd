import { hasReach } from '../../grade/grade-lab.ts';
import { hindrancesOf } from '../../grade/hindrances.ts';
import type { Lab } from '../../lab/schema/lab.ts';
import { kubeproctorCommand } from '../../report/command-text.ts';
import { noteSentences } from '../../report/note-sentence.ts';
import { warningsOf } from '../../report/warnings.ts';
import type { CopyRecord } from '../../snapshot/copy-record.ts';
import type { CommandContext } from './command-context.ts';
import type { FoundOut } from './find-out.ts';
import { findOut } from './find-out.ts';
import { forbiddenReads } from './forbidden-reads.ts';
import { unenforcedIn } from './missing-capabilities.ts';
import type { OpenCluster } from './open-cluster.ts';

export interface FoundWarnings {
  /** By task: why it cannot be judged on this cluster. */
  readonly warnings: ReadonlyMap<string, readonly string[]>;
  /** About the lab as a whole. */
  readonly notes: readonly string[];
}

/** What a learner should know of the cluster before trying the tasks of a copy. */
export async function foundWarnings(
  context: CommandContext,
  cluster: OpenCluster,
  copy: { readonly lab: Lab; readonly record: CopyRecord },
): Promise<FoundWarnings> {
  const found = await findOut(context, cluster);
  const forbidden = await forbiddenReads(context, cluster, copy);
  const hindrances = hindrancesOf(copy.lab, copy.record, { capabilities: found.capabilities, forbidden });
  return { warnings: warningsOf(hindrances, cluster.client.context), notes: policyNotes(copy.lab, cluster, found) };
}

/** Whoever tries a connection should know what to expect; where nothing runs, nobody tries any. */
function policyNotes(
  lab: Lab,
  { flags }: OpenCluster,
  { capabilities, measurement, answers }: FoundOut,
): readonly string[] {
  const { unenforced } = unenforcedIn(lab, measurement, answers);
  if (unenforced !== undefined)
    return noteSentences({ note: 'policies_not_enforced', ...unenforced, tasks: [] }, flags);
  const { has } = capabilities.found['network-policy'];
  if (has !== 'notMeasured' || !lab.tasks.some(hasReach)) return [];
  const command = kubeproctorCommand(flags, 'doctor', '--measure');
  return [
    `NetworkPolicies are judged by their rules; whether this cluster enforces them has not been measured: ${command}`,
  ];
}
