import type { Json, JsonObject } from './json.ts';
import { isJsonObject, valueAt } from './json.ts';
import type { KubeObject } from './kube-object.ts';

/** Where the Pod template of each workload kind lies; a Pod is its own. */
const templatePaths: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  Deployment: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  ReplicationController: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
  PodTemplate: ['template'],
};

export const hasPodTemplate = (kind: string): boolean => Object.hasOwn(templatePaths, kind);

/** Path of the Pod spec in an object of this kind, as `spec.template.spec`. */
export const podSpecPath = (kind: string): string => [...(templatePaths[kind] ?? []), 'spec'].join('.');

/** The Pod spec that an object runs, or undefined where its kind has none. */
export function podSpecOf(object: KubeObject): JsonObject | undefined {
  const path = templatePaths[object.kind];
  const spec = path === undefined ? undefined : valueAt(object, ...path, 'spec');
  return isJsonObject(spec) ? spec : undefined;
}

/** Labels of the Pods that an object makes; a Pod's own. */
export const podLabelsOf = (object: KubeObject): Readonly<Record<string, string>> => podTextsOf(object, 'labels');

/** Annotations of the Pods that an object makes; a Pod's own. */
export const podAnnotationsOf = (object: KubeObject): Readonly<Record<string, string>> =>
  podTextsOf(object, 'annotations');

function podTextsOf(object: KubeObject, field: 'labels' | 'annotations'): Readonly<Record<string, string>> {
  const texts = valueAt(object, ...(templatePaths[object.kind] ?? []), 'metadata', field);
  return isJsonObject(texts) ? (texts as Readonly<Record<string, string>>) : {}; // labels and annotations are strings
}

/** A list of mappings at a key, `[]` where there is none. */
export function mappingsAt(parent: Json | undefined, ...path: readonly string[]): readonly JsonObject[] {
  const value = valueAt(parent, ...path);
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** Containers of a Pod spec: init containers, then containers. */
export const allContainers = (podSpec: JsonObject): readonly JsonObject[] => [
  ...mappingsAt(podSpec, 'initContainers'),
  ...mappingsAt(podSpec, 'containers'),
];

/**
 * An init container that goes on running beside the others.
 * https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
 */
export const isSidecar = (initContainer: JsonObject): boolean => initContainer.restartPolicy === 'Always';
