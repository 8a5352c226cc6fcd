import { capabilityReads, itemsOf } from '../../cluster/capabilities.ts';
import { setupReads } from '../../cluster/cluster-setup.ts';
import { nodeFacts } from '../../cluster/judge-capability.ts';
import { hasReach } from '../../grade/grade-lab.ts';
import type { Capabilities, Measurement } from '../../lab/capabilities.ts';
import { findingFor } from '../../lab/capabilities.ts';
import { parseCapability } from '../../lab/capability.ts';
import { needsOfLab, wishesOfLab } from '../../lab/needs-of.ts';
import type { Lab } from '../../lab/schema/lab.ts';
import type { Answer, Read } from '../../snapshot/read.ts';
import { readKey } from '../../snapshot/read.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';

/**
 * What tells which of the needed capabilities there are, and whether it still holds that policies are not enforced; most
 * labs need none, most clusters enforce, and nothing is asked.
 */
export function readsForNeeds(lab: Lab, measurement: Measurement | undefined): readonly Read[] {
  if (needsOfLab(lab).length > 0 || wishesOfLab(lab).length > 0) return Object.values(capabilityReads);
  return isUnenforced(lab, measurement) ? Object.values(setupReads) : [];
}

/** Capabilities that the lab or a task of it needs, or would make use of, and this cluster is known to lack. */
export const missingCapabilities = (lab: Lab, capabilities: Capabilities): readonly string[] =>
  [...new Set([...needsOfLab(lab), ...wishesOfLab(lab)])].filter((need) => {
    const capability = parseCapability(need);
    return capability !== undefined && findingFor(capabilities, capability).has === 'no';
  });

/** What a snapshot holds of a cluster that does not enforce the policies that the lab is about. */
export function unenforcedIn(
  lab: Lab,
  measurement: Measurement | undefined,
  answers: Readonly<Record<string, Answer>>,
): Pick<Snapshot, 'unenforced'> {
  if (measurement === undefined || !isUnenforced(lab, measurement)) return {};
  const [product] = nodeFacts(itemsOf(answers[readKey(setupReads.nodes)])).flatMap((node) => node.product ?? []);
  return { unenforced: { measuredAt: measurement.at, ...(product === undefined ? {} : { product }) } };
}

const isUnenforced = (lab: Lab, measurement: Measurement | undefined): boolean =>
  measurement?.found['network-policy']?.has === 'no' && lab.tasks.some(hasReach);
