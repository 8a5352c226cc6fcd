import { valueAt } from './json.ts';
import type { KubeObject } from './kube-object.ts';
import { mappingsAt } from './pod-template.ts';

/**
 * When somebody last changed an object, its status included, milliseconds since the epoch, to the second.
 * https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management
 */
export function lastChangeMs(object: KubeObject): number {
  const times = [
    valueAt(object, 'metadata', 'creationTimestamp'),
    ...mappingsAt(object, 'metadata', 'managedFields').map(({ time }) => time),
  ].map((time) => Date.parse(String(time)));
  return Math.max(0, ...times.filter((time) => !Number.isNaN(time)));
}
