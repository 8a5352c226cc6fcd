import type { CapabilityName } from './capability.ts';
import { leavesOf } from './leaves-of.ts';
import type { Check, CheckKindName } from './schema/checks.ts';
import { kindOfCheck } from './schema/checks.ts';
import type { Lab, Task } from './schema/lab.ts';

/** What a kind of check cannot do without, said or not. */
const needsOfKind: Partial<Readonly<Record<CheckKindName, readonly CapabilityName[]>>> = {
  http: ['pods-run', 'traffic'],
  log: ['pods-run'],
  exec: ['pods-run'],
  dns: ['pods-run', 'traffic', 'dns'],
};

/** Capabilities without which a task is not gradable: those that it names, and those that its checks cannot do without. */
export const needsOfTask = ({ needs, checks }: Task): readonly string[] => [
  ...new Set([...needs, ...checks.flatMap(leavesOf).flatMap((check) => needsOfKind[kindOfCheck(check)] ?? [])]),
];

export const needsOfLab = ({ needs, tasks }: Lab): readonly string[] => [
  ...new Set([...needs, ...tasks.flatMap(needsOfTask)]),
];

/** What is worth knowing of a cluster for a lab that can do without it: where no Pod runs, no connection is tried. */
export const wishesOfLab = ({ tasks }: Lab): readonly string[] =>
  tasks.some(({ checks }) => checks.flatMap(leavesOf).some(isConfirmed)) ? ['pods-run'] : [];

const isConfirmed = (check: Check): boolean => 'reach' in check && check.reach.confirm !== undefined;
