import { needsOfTask } from '../lab/needs-of.ts';
import type { Lab, Task } from '../lab/schema/lab.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

/** What a task needs and the cluster was found to lack: then it is not gradable there, and nothing is asked for it. */
export const missingNeeds = (lab: Lab, task: Task, { missingCapabilities }: Snapshot): readonly string[] => [
  ...new Set([...lab.needs, ...needsOfTask(task)].filter((need) => missingCapabilities.includes(need))),
];
