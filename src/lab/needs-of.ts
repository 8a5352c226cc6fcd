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

function needsOfCheck(check: Check): readonly string[] {
  if ('all' in check) return check.all.flatMap(needsOfCheck);
  if ('any' in check) return check.any.flatMap(needsOfCheck);
  return 'not' in check ? needsOfCheck(check.not) : (needsOfKind[kindOfCheck(check)] ?? []);
}
