import type { Json, JsonObject } from '../kubernetes/json.ts';
import { isJsonObject, valueAt } from '../kubernetes/json.ts';
import type { KubeObject } from '../kubernetes/kube-object.ts';
import { refOf } from '../kubernetes/kube-object.ts';
import type { RecordedObject } from '../snapshot/copy-record.ts';

/** An object as the record keeps it, whole. */
export const recordedWhole = (object: KubeObject): RecordedObject => ({
  ...recordedName(object),
  object: contentOf(object),
});

/** That it exists, and which one it is. */
export const recordedName = (object: KubeObject): RecordedObject => ({
  ...refOf(object),
  apiVersion: object.apiVersion,
  uid: object.metadata.uid ?? '',
});

/** Without what the cluster writes about it: status, versions, managers. A node keeps what it offers to Pods. */
export function contentOf(object: KubeObject): JsonObject {
  const { status, ...rest } = object;
  const { managedFields: _, resourceVersion: __, ...metadata } = object.metadata;
  const offered = object.kind === 'Node' && isJsonObject(status) ? { status: offeredBy(status) } : {};
  return { ...rest, metadata, ...offered };
}

const offeredBy = (status: JsonObject): JsonObject => ({
  capacity: status.capacity ?? {},
  allocatable: status.allocatable ?? {},
});

/** The content as a KubeObject again, to be made anew: without what only the cluster gives. */
export function remakeable(recorded: RecordedObject): KubeObject | undefined {
  const content: Json | undefined = recorded.object;
  if (!isJsonObject(content) || !isJsonObject(content.metadata)) return undefined;
  const { uid: _, creationTimestamp: __, generation: ___, selfLink: ____, ...metadata } = content.metadata;
  const name = valueAt(metadata, 'name');
  if (name !== recorded.name) return undefined;
  return { ...content, apiVersion: recorded.apiVersion, kind: recorded.kind, metadata: { ...metadata, name } };
}
