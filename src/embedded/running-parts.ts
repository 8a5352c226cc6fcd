import type { ClusterRecord } from './cluster-record.ts';
import { type Part, parts } from './part.ts';
import { isStillRunning } from './process-table.ts';

/** The parts of the record whose processes still run, in the order of their start. */
export async function runningParts(record: ClusterRecord): Promise<readonly Part[]> {
  const running = await Promise.all(parts.map((part) => isPartRunning(record, part)));
  return parts.filter((_, index) => running[index]);
}

/** Whether the recorded process of a part still runs. */
export async function isPartRunning(record: ClusterRecord, part: Part): Promise<boolean> {
  const recorded = record.parts[part];
  return recorded !== undefined && (await isStillRunning(recorded));
}
