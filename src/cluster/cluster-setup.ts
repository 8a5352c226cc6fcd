import { valueAt } from '../kubernetes/json.ts';
import type { KubeObject } from '../kubernetes/kube-object.ts';
import { mappingsAt } from '../kubernetes/pod-template.ts';
import type { ClusterSetup, Measurement } from '../lab/capabilities.ts';
import type { Answer, ListRead } from '../snapshot/read.ts';
import { readKey } from '../snapshot/read.ts';

/** What `setupOf` needs. */
export const setupReads = {
  nodes: { read: 'list', kind: 'Node' },
  daemonSets: { read: 'list', kind: 'DaemonSet.apps' },
} as const satisfies Readonly<Record<string, ListRead>>;

/** How the cluster is made, from the answers to `setupReads`. */
export function setupOf(version: string, answers: Readonly<Record<string, Answer>>): ClusterSetup {
  const nodes = itemsAt(answers, setupReads.nodes);
  const daemonSets = itemsAt(answers, setupReads.daemonSets);
  return {
    version,
    nodes: nodes?.map(({ metadata }) => metadata.uid ?? metadata.name).toSorted(),
    agents: daemonSets?.filter(isAgent).map(agentText).toSorted(),
  };
}

/** The measurement, where the answers to `setupReads` do not say that the cluster has become another since. */
export function stillTrue(
  measurement: Measurement | undefined,
  version: string,
  answers: Readonly<Record<string, Answer>>,
  nowMs: number,
): Measurement | undefined {
  return measurement !== undefined && isStillTrue(measurement, setupOf(version, answers), nowMs)
    ? measurement
    : undefined;
}

/** A network plug-in may be put into a running cluster: it is measured anew then. Two weeks are enough in any case. */
function isStillTrue(measurement: Measurement, now: ClusterSetup, nowMs: number): boolean {
  const { setup, at } = measurement;
  const isSame = (was: readonly string[] | undefined, is: readonly string[] | undefined) =>
    was === undefined || is === undefined || JSON.stringify(was) === JSON.stringify(is);
  return (
    nowMs - Date.parse(at) < maxAgeMs &&
    setup.version === now.version &&
    isSame(setup.nodes, now.nodes) &&
    isSame(setup.agents, now.agents)
  );
}

const maxAgeMs = 14 * 24 * 3_600_000;

/** Network plug-ins run on the network of their node; what learners and labs make hardly ever does. */
const isAgent = (daemonSet: KubeObject): boolean =>
  valueAt(daemonSet, 'spec', 'template', 'spec', 'hostNetwork') === true;

const agentText = (daemonSet: KubeObject): string =>
  [
    daemonSet.metadata.uid ?? daemonSet.metadata.name,
    ...mappingsAt(daemonSet, 'spec', 'template', 'spec', 'containers').map(({ image }) => String(image)),
  ].join(' ');

function itemsAt(answers: Readonly<Record<string, Answer>>, read: ListRead): readonly KubeObject[] | undefined {
  const answer = answers[readKey(read)];
  return answer?.answer === 'list' ? answer.items : undefined;
}
