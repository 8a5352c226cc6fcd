import type { ClusterClient } from '../cluster/client.ts';
import type { KubeObject } from '../kubernetes/kube-object.ts';
import { builtInKind } from '../kubernetes/resource-kind.ts';
import type { CopyName } from './labels.ts';
import { copyNamedBy, isSameCopy, recordNamespace } from './labels.ts';
import { listObjects } from './list-objects.ts';
import type { StoredCopy } from './record.ts';
import { loadCopy } from './record.ts';
import { exclusiveAnnotation, recordLabel, recordName, startedAtAnnotation } from './record-config-map.ts';

/** What a record's labels and annotations say of it. */
export interface CopySummary extends CopyName {
  /** RFC 3339. */
  readonly startedAt: string;
  readonly exclusive: readonly string[];
  /** Namespace of its record. */
  readonly storedIn: string;
}

export interface CopyListing {
  /** The newest first: the first is the lab under way. */
  readonly copies: readonly CopySummary[];
  /** Namespaces whose ConfigMaps this user may not list. */
  readonly unreadable: readonly string[];
}

/**
 * The copies on a cluster. Records lie in namespace `kubeproctor`; those of learners who may make no namespaces lie in the
 * lab's first one: name the namespaces to look into in `alsoIn`.
 * @throws OutageError
 */
export async function listCopies(
  client: ClusterClient,
  options: { readonly alsoIn?: readonly string[] } = {},
): Promise<CopyListing> {
  const namespaces = [...new Set([recordNamespace, ...(options.alsoIn ?? [])])];
  const listings = await Promise.all(namespaces.map((namespace) => recordsIn(client, namespace)));
  const copies = listings.flatMap(({ copies }) => copies);
  return {
    copies: copies.sort((left, right) => (left.startedAt < right.startedAt ? 1 : -1)),
    unreadable: listings.flatMap(({ isReadable, namespace }) => (isReadable ? [] : [namespace])),
  };
}

/**
 * The record of a copy, wherever it lies; undefined where there is none.
 * @throws OutageError, and UserError as `loadCopy` does.
 */
export async function findCopy(
  client: ClusterClient,
  name: CopyName,
  options: { readonly alsoIn?: readonly string[] } = {},
): Promise<StoredCopy | undefined> {
  const { copies } = await listCopies(client, options);
  const summary = copies.find((candidate) => isSameCopy(candidate, name));
  return summary === undefined ? undefined : loadCopy(client, name, summary.storedIn);
}

async function recordsIn(client: ClusterClient, namespace: string) {
  const kind = builtInKind('ConfigMap');
  if (kind === undefined) throw new Error('ConfigMap is a built-in kind');
  const listed = await listObjects(client, kind, { namespace, labelSelector: recordLabel, metadataOnly: true });
  if (listed.listed === 'refused') return { namespace, isReadable: false, copies: [] };
  return { namespace, isReadable: true, copies: listed.objects.flatMap((object) => summaryOf(object, namespace)) };
}

/** Nothing for a ConfigMap that only bears the label: its name must be the one that its labels make. */
function summaryOf(object: KubeObject, storedIn: string): readonly CopySummary[] {
  const name = copyNamedBy(object);
  if (name === undefined || recordName(name) !== object.metadata.name) return [];
  const annotations = object.metadata.annotations ?? {};
  const startedAt = annotations[startedAtAnnotation] ?? object.metadata.creationTimestamp ?? '';
  const exclusive = (annotations[exclusiveAnnotation] ?? '').split(' ').filter((word) => word !== '');
  return [{ ...name, startedAt, exclusive, storedIn }];
}
