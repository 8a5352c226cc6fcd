import type { Capabilities } from '../cluster/capabilities.ts';
import { capabilityReads, judgeCapabilities } from '../cluster/capabilities.ts';
import type { OwnRight } from '../cluster/own-rights.ts';
import { ownRight, rightsOfInterest } from '../cluster/own-rights.ts';
import { takeAnswers } from '../cluster/reads.ts';
import { cleanLine } from '../report/clean.ts';
import { whyText } from '../report/unknown-sentence.ts';
import type { CommandContext, CommandOf } from './parts/command-context.ts';
import { stateFolderOf } from './parts/command-context.ts';
import { openCluster } from './parts/open-cluster.ts';
import { print } from './parts/print.ts';

/** What the cluster can do, what its user may, and how each is known: what decides which tasks can be graded here. */
export const doctor: CommandOf<object> = async (context) => {
  const cluster = await openCluster(context);
  try {
    const { client, identity, notice, signal } = cluster;
    if (notice !== undefined) print(context, notice);
    const [answers, groups, rights] = await Promise.all([
      takeAnswers(client, Object.values(capabilityReads), { signal }),
      client.discover().then(
        ({ unansweredGroups }) => unansweredGroups,
        () => undefined,
      ),
      Promise.all(
        Object.entries(rightsOfInterest).map(
          async ([what, action]) => [what, await ownRight(client, action, { signal })] as const,
        ),
      ),
    ]);
    print(
      context,
      `Cluster ${cleanLine(client.context)} at ${client.server}, Kubernetes ${cleanLine(identity.version)}, uid ${identity.uid}`,
    );
    print(context, discoveryLine(groups));
    print(context, `\nWhat it can do:\n${capabilityLines(judgeCapabilities(answers), context).join('\n')}`);
    print(context, `\nWhat you may do:\n${rights.map((row) => rightLine(row, context)).join('\n')}`);
    print(context, `\nkubeproctor keeps its state in ${stateFolderOf(context)}`);
    return 0;
  } finally {
    cluster.client.close();
  }
};

function discoveryLine(unanswered: readonly string[] | undefined): string {
  if (unanswered === undefined) return 'Which kinds it serves could not be found out.';
  if (unanswered.length === 0) return 'All its API groups answer.';
  return `API groups whose server does not answer: ${unanswered.join(', ')}`;
}

function capabilityLines({ found, nodesEvidence }: Capabilities, { palette }: CommandContext): readonly string[] {
  const rows = Object.entries(found).map(([name, { has, evidence }]) => ({ name, has, evidence }));
  const width = Math.max(...rows.map(({ name }) => name.length));
  const marks = {
    yes: palette.good('✓'),
    no: palette.dim('–'),
    notMeasured: palette.unsure('?'),
    unknown: palette.unsure('?'),
  };
  return [
    ...rows.map(({ name, has, evidence }) => `  ${marks[has]} ${name.padEnd(width)}  ${cleanLine(evidence)}`),
    `    ${'nodes'.padEnd(width)}  ${cleanLine(nodesEvidence)}`,
  ];
}

function rightLine([what, found]: readonly [string, OwnRight], { palette }: CommandContext): string {
  switch (found.right) {
    case 'allowed':
      return `  ${palette.good('✓')} ${what}`;
    case 'missing':
      return `  ${palette.dim('–')} ${what}: no`;
    case 'unknown':
      return `  ${palette.unsure('?')} ${what}: ${whyText(found.outage)}`;
    default:
      return found satisfies never;
  }
}
