import { hindrancesOf } from '../../grade/hindrances.ts';
import { instantiateLab } from '../../lab/instantiate-lab.ts';
import type { Lab } from '../../lab/schema/lab.ts';
import { warningsOf } from '../../report/warnings.ts';
import { readKnownCluster } from '../../session/known-clusters.ts';
import { readPinned } from '../../session/pinned.ts';
import type { CopyRecord } from '../../snapshot/copy-record.ts';
import type { CommandContext } from './command-context.ts';
import { stateFolderOf } from './command-context.ts';

/** By task: why it cannot be judged on the cluster of this user's labs, as far as that is remembered. */
export async function knownWarnings(
  context: CommandContext,
  lab: Lab,
  copy: string,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const folder = stateFolderOf(context);
  const pinned = await readPinned(folder);
  const known = pinned === undefined ? undefined : await readKnownCluster(folder, pinned.uid);
  if (known === undefined) return new Map();
  return warningsOf(hindrancesOf(lab, unstarted(lab, copy), known), known.context);
}

/** The record that a copy would have, as far as reads are planned by it. */
function unstarted(lab: Lab, copy: string): CopyRecord {
  const { namespaces, names } = instantiateLab(lab, copy);
  return {
    ...{ format: 1, lab: lab.name, copy, startedAt: '', isComplete: false, labText: '', manifests: {} },
    ...{ namespaces, names, learnerNamespaces: [], exclusive: [], keepsNamespaces: false },
    ...{ startedWith: [], before: [], answers: {}, hintsTaken: {} },
  };
}
