import { valueAt } from '../json.ts';
import type { KubeObject } from '../kube-object.ts';

/** Messages of an object's events of these reasons, the newest first. https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/ */
export function eventMessages(
  object: KubeObject,
  events: readonly KubeObject[],
  ...reasons: readonly string[]
): readonly string[] {
  return events
    .filter((event) => valueAt(event, 'involvedObject', 'uid') === object.metadata.uid)
    .filter(({ reason }) => reasons.includes(String(reason)))
    .sort((a, b) => timeMs(b) - timeMs(a))
    .map(({ message }) => String(message ?? ''));
}

const timeMs = (event: KubeObject): number =>
  Math.max(
    0,
    ...[
      valueAt(event, 'series', 'lastObservedTime'),
      event.lastTimestamp,
      event.eventTime,
      event.metadata.creationTimestamp,
    ]
      .map((time) => Date.parse(String(time)))
      .filter((time) => !Number.isNaN(time)),
  );

/** In one line, and not without end: it is somebody else's text. */
export function shortened(words: string, longest = 240): string {
  const line = words.replaceAll(/\s+/g, ' ').trim();
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}
