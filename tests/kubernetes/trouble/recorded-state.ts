import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubeObject } from '../../../src/kubernetes/kube-object.ts';
import { objectTroubles } from '../../../src/kubernetes/trouble/object-troubles.ts';
import type { Surroundings } from '../../../src/kubernetes/trouble/pod-troubles.ts';
import type { Trouble } from '../../../src/kubernetes/trouble/trouble.ts';

/** A namespace of a real cluster at one moment; see README.md. */
export interface RecordedState {
  readonly recordedAt: string;
  /** What `kubectl describe` printed. */
  readonly described: readonly string[];
  readonly objects: readonly KubeObject[];
}

const folder = join(import.meta.dirname, 'recorded');

export const recordedNames: readonly string[] = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));

export const recordedState = (name: string): RecordedState =>
  JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));

export const ofKind = ({ objects }: RecordedState, kind: string): readonly KubeObject[] =>
  objects.filter((object) => object.kind === kind);

export function surroundings(state: RecordedState): Surroundings {
  const nodes = ofKind(state, 'Node');
  return {
    nowMs: Date.parse(state.recordedAt),
    events: ofKind(state, 'Event'),
    claims: ofKind(state, 'PersistentVolumeClaim'),
    ...(nodes.length === 0 ? {} : { nodes }),
  };
}

/** ReplicaSets say the same as their Deployments. */
const leftOut: ReadonlySet<string> = new Set([
  'Event',
  'Node',
  'ReplicaSet',
  'ConfigMap',
  'ResourceQuota',
  'LimitRange',
]);

/** What is wrong with everything there, each finding once. */
export function troublesIn(state: RecordedState, around = surroundings(state)): readonly Trouble[] {
  const troubles = state.objects
    .filter(({ kind }) => !leftOut.has(kind))
    .flatMap((object) => objectTroubles(object, around));
  return [...new Map(troubles.map((trouble) => [JSON.stringify(trouble), trouble])).values()];
}
