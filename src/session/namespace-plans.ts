import type { Json } from '../kubernetes/json.ts';
import { isSameJson, valueAt } from '../kubernetes/json.ts';
import type { KubeObject } from '../kubernetes/kube-object.ts';
import { labelsOf, refOf } from '../kubernetes/kube-object.ts';
import type { CopyRecord } from '../snapshot/copy-record.ts';
import { isRecord } from './observe-copy.ts';
import { isPermanent } from './permanent-objects.ts';
import type { MetadataChange, NamespacePlan, PutBackPlan } from './put-back.ts';
import { contentOf } from './recorded-object.ts';
import type { Surroundings } from './surroundings.ts';

/** What happens to each of the copy's namespaces. */
export function namespacePlans(
  purpose: PutBackPlan['purpose'],
  record: CopyRecord,
  around: Surroundings,
): readonly NamespacePlan[] {
  return Object.entries(record.namespaces).map(([alias, namespace]) => {
    const object = around.namespaces[namespace];
    const action = actionFor(purpose, record, alias, object);
    const inside = around.inside.filter(({ metadata }) => metadata.namespace === namespace);
    const going = inside.filter((one) => !staysInNamespace(one, record) && !goesWithOwner(one, around.inside));
    const change = action === 'empty' && object !== undefined ? metadataChange(record, object) : undefined;
    return {
      ...{ alias, namespace, action, objects: going.map(refOf), inside },
      isTerminating: object?.metadata.deletionTimestamp !== undefined,
      ...(change === undefined ? {} : { metadata: change }),
    };
  });
}

function actionFor(
  purpose: PutBackPlan['purpose'],
  record: CopyRecord,
  alias: string,
  object: KubeObject | undefined,
): NamespacePlan['action'] {
  const isLearners = record.learnerNamespaces.includes(alias);
  if (object === undefined) return purpose === 'reset' && !isLearners ? 'makeAgain' : 'none';
  const isTerminating = object.metadata.deletionTimestamp !== undefined;
  if (purpose === 'stop' || isLearners)
    return record.keepsNamespaces && !isLearners && !isTerminating ? 'empty' : 'delete';
  return isTerminating ? 'makeAgain' : 'empty';
}

/**
 * The default account and the root certificate stay where nobody changed them: deleted, they would come back with another
 * uid. And in namespaces that were prepared by somebody, the copy's own record stays, and what was there before.
 */
export function staysInNamespace(object: KubeObject, record: CopyRecord): boolean {
  if (isRecord(object) || record.before.some(({ uid }) => uid === object.metadata.uid)) return true;
  if (!isPermanent({ kind: object.kind, name: object.metadata.name })) return false;
  const started = record.startedWith.find(({ uid }) => uid === object.metadata.uid)?.object;
  if (object.kind !== 'ServiceAccount') return true; // its controller keeps the certificate right
  return started === undefined ? isUntouched(object) : isSameJson(started, contentOf(object));
}

/** As its controller makes it: nothing but a name. */
const isUntouched = (account: KubeObject): boolean => {
  const { metadata, apiVersion: _, kind: __, ...content } = account;
  return Object.keys(content).length === 0 && metadata.labels === undefined && metadata.annotations === undefined;
};

function goesWithOwner(object: KubeObject, all: readonly KubeObject[]): boolean {
  const owners = new Set(object.metadata.ownerReferences?.map(({ uid }) => uid));
  if (object.kind === 'Endpoints' || object.kind === 'EndpointSlice') return true;
  return all.some(({ metadata }) => owners.has(metadata.uid ?? ''));
}

/** Labels and annotations of a namespace, back to what they were at the start; undefined where nothing differs. */
function metadataChange(record: CopyRecord, live: KubeObject): NamespacePlan['metadata'] {
  const started = record.startedWith.find(({ kind, name }) => kind === 'Namespace' && name === live.metadata.name);
  if (started?.object === undefined) return undefined;
  const labels = changed(valueAt(started.object, 'metadata', 'labels'), labelsOf(live));
  const annotations = changed(valueAt(started.object, 'metadata', 'annotations'), live.metadata.annotations ?? {});
  const isSame = Object.keys(labels).length + Object.keys(annotations).length === 0;
  return isSame ? undefined : { labels, annotations };
}

function changed(before: Json | undefined, live: Readonly<Record<string, string>>): MetadataChange {
  const was = (before ?? {}) as Readonly<Record<string, string>>; // labels and annotations hold texts
  const keys = [...new Set([...Object.keys(was), ...Object.keys(live)])];
  return Object.fromEntries(keys.flatMap((key) => (was[key] === live[key] ? [] : [[key, was[key] ?? null]])));
}
