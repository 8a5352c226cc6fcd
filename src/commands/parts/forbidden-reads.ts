import { ownRight, rightsOfInterest } from '../../cluster/own-rights.ts';
import { takeAnswers } from '../../cluster/reads.ts';
import type { NeededRight } from '../../grade/needed-rights.ts';
import { neededRights } from '../../grade/needed-rights.ts';
import { planReads } from '../../grade/plan-reads.ts';
import type { Lab } from '../../lab/schema/lab.ts';
import { changeKnownCluster } from '../../session/known-clusters.ts';
import type { CopyRecord } from '../../snapshot/copy-record.ts';
import { readKey } from '../../snapshot/read.ts';
import type { CommandContext } from './command-context.ts';
import { stateFolderOf } from './command-context.ts';
import type { OpenCluster } from './open-cluster.ts';

/**
 * What grading this copy would read and this user may not, by asking for it: nothing for somebody who may do everything.
 * It is remembered beside what is known of the cluster.
 */
export async function forbiddenReads(
  context: CommandContext,
  cluster: OpenCluster,
  { lab, record }: { readonly lab: Lab; readonly record: CopyRecord },
): Promise<readonly string[]> {
  const { client, signal, identity } = cluster;
  const everything = await ownRight(client, rightsOfInterest['everything (cluster-admin)'], { signal });
  const reads = everything.right === 'allowed' ? [] : planReads(lab, record);
  const answers = await takeAnswers(client, reads, { signal });
  const lists = reads.map(readKey).filter((key) => isForbidden(answers[key]));
  const needed = lab.tasks.flatMap((task) => neededRights(task, record));
  const rights = new Map(needed.map((right) => [right.about, right]));
  const missing = reads.length === 0 ? [] : await missingAmong([...rights.values()], cluster);
  const forbidden = [...lists, ...missing];
  const asked = [...reads.map(readKey), ...rights.keys()];
  await changeKnownCluster(stateFolderOf(context), identity.uid, (known) => {
    if (known === undefined) throw new Error('what the cluster can do has been found out before');
    const others = everything.right === 'allowed' ? [] : known.forbidden.filter((key) => !asked.includes(key));
    return { ...known, forbidden: [...others, ...forbidden] };
  });
  return forbidden;
}

const isForbidden = (answer: Awaited<ReturnType<typeof takeAnswers>>[string] | undefined): boolean =>
  answer?.answer === 'outage' && answer.outage.code === 'forbidden';

async function missingAmong(
  rights: readonly NeededRight[],
  { client, signal }: OpenCluster,
): Promise<readonly string[]> {
  const own = await Promise.all(rights.map(({ action }) => ownRight(client, action, { signal })));
  return rights.flatMap(({ about }, index) => (own[index]?.right === 'missing' ? [about] : []));
}
