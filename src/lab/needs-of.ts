import type { CapabilityName } from './capability.ts';
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
  ...new Set([...needs, ...checks.flatMap(needsOfCheck)]),
];

export const needsOfLab = ({ needs, tasks }: Lab): readonly string[] => [
  ...new Set([...needs, ...tasks.flatMap(needsOfTask)]),
];

/** What is worth knowing of a cluster for a lab that can do without it: where no Pod runs, no connection is tried. */
export const wishesOfLab = ({ tasks }: Lab): readonly string[] =>
  tasks.some(({ checks }) => checks.some(isConfirmed)) ? ['pods-run'] : [];

function isConfirmed(check: Check): boolean {
  if ('all' in check) return check.all.some(isConfirmed);
  if ('any' in check) return check.any.some(isConfirmed);
  return 'not' in check ? isConfirmed(check.not) : 'reach' in check && check.reach.confirm !== undefined;
}

function needsOfCheck(check: Check): readonly string[] {
  if ('all' in check) return check.all.flatMap(needsOfCheck);
  if ('any' in check) return check.any.flatMap(needsOfCheck);
  return 'not' in check ? needsOfCheck(check.not) : (needsOfKind[kindOfCheck(check)] ?? []);
}
