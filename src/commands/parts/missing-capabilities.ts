import { capabilityReads, findingFor, judgeCapabilities } from '../../cluster/capabilities.ts';
import { parseCapability } from '../../lab/capability.ts';
import { needsOfLab } from '../../lab/needs-of.ts';
import type { Lab } from '../../lab/schema/lab.ts';
import type { Answer, Read } from '../../snapshot/read.ts';

/** What tells which of the needed capabilities there are; most labs need none, and nothing is asked. */
export const readsForNeeds = (lab: Lab): readonly Read[] =>
  needsOfLab(lab).length === 0 ? [] : Object.values(capabilityReads);

/** Capabilities that the lab or a task of it needs and this cluster is known to lack. */
export function missingCapabilities(lab: Lab, answers: Readonly<Record<string, Answer>>): readonly string[] {
  const needs = needsOfLab(lab);
  if (needs.length === 0) return [];
  const capabilities = judgeCapabilities(answers);
  return needs.filter((need) => {
    const capability = parseCapability(need);
    return capability !== undefined && findingFor(capabilities, capability).has === 'no';
  });
}
