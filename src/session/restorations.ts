import { valueAt } from '../kubernetes/json.ts';
import type { KubeObject } from '../kubernetes/kube-object.ts';
import { refOf } from '../kubernetes/kube-object.ts';
import type { CopyRecord, RecordedObject } from '../snapshot/copy-record.ts';
import { changedFields } from './changed-fields.ts';
import { concerns } from './concerned-kinds.ts';
import { isSystemManager, writerOf } from './managers.ts';
import { isClaimedBy } from './outside-roles.ts';
import type { KeptField, PlannedObject, Restoration, RestoredField } from './put-back.ts';
import type { Surroundings } from './surroundings.ts';

/**
 * What was there before start and has changed: fields that get back their value, and those that keep theirs. Of a kind that
 * the lab has to itself (`exclusive`) everything comes back, for nobody can tell whether the learner or somebody else ran
 * kubectl; but not what a part of the cluster wrote, nor what stands under a name of another copy.
 */
export function restorationsOf(
  record: CopyRecord,
  around: Surroundings,
  deleted: ReadonlySet<string>,
): { readonly restorations: readonly Restoration[]; readonly kept: readonly KeptField[] } {
  const restorations: Restoration[] = [];
  const kept: KeptField[] = [];
  for (const before of record.before) {
    if (before.object === undefined) continue;
    const isConcerned = concerns(before.kind, record.exclusive);
    const live = around.clusterWide.find(
      (object) => object.kind === before.kind && object.metadata.name === before.name,
    );
    if (live === undefined || deleted.has(live.metadata.uid ?? '')) {
      if (isUnread(before, around)) continue;
      if (isConcerned) restorations.push({ object: plannedOf(before), action: 'makeAgain', fields: [] });
      else kept.push({ object: plannedOf(before), ...gone(before), why: 'notConcerned', by: undefined });
      continue;
    }
    const fields = changedFields(before.object, live).map((field) => ({
      field,
      by: writerOf(live, field.path.slice(0, 3)),
    }));
    const isSystems = (by: string | undefined) => by !== undefined && isSystemManager(by);
    const isOthers = (field: RestoredField) => around.others.some((other) => hasKeyOf(other, field));
    const restored = fields
      .filter(({ field, by }) => !isSystems(by) && ((isConcerned && !isOthers(field)) || hasKeyOf(record, field)))
      .map(({ field }) => field);
    if (restored.length > 0) restorations.push({ object: plannedOf(before, live), action: 'fields', fields: restored });
    for (const { field, by } of fields)
      if (!restored.includes(field) && (isConcerned || !isSystems(by)))
        kept.push({
          ...{ object: refOf(live), ...field, by },
          why: isSystems(by) ? 'system' : isConcerned ? 'anotherCopy' : 'notConcerned',
        });
  }
  return { restorations: [...restorations, ...freedVolumes(record, around)], kept };
}

/** A label, an annotation or a taint whose key is one of the copy's names: nobody else's, on whatever object. */
function hasKeyOf({ names }: Pick<CopyRecord, 'names'>, { path }: RestoredField): boolean {
  const [first, second, key = ''] = path;
  const own = Object.values(names);
  if (first === 'metadata' && (second === 'labels' || second === 'annotations')) return own.includes(key);
  return first === 'spec' && second === 'taints' && own.some((name) => key.startsWith(`${name}:`));
}

/** A volume that was there before and was claimed from the copy's namespaces is free again. */
function freedVolumes(record: CopyRecord, around: Surroundings): readonly Restoration[] {
  const known = new Set(record.before.map(({ uid }) => uid));
  const namespaces = Object.values(record.namespaces);
  return around.clusterWide
    .filter(({ kind, metadata }) => kind === 'PersistentVolume' && known.has(metadata.uid ?? ''))
    .filter((volume) => isClaimedBy(volume, namespaces))
    .map((volume) => {
      const path = ['spec', 'claimRef'];
      const field = { path, found: valueAt(volume, ...path), before: undefined };
      const object = { ...refOf(volume), apiVersion: volume.apiVersion, uid: volume.metadata.uid ?? '' };
      return { object, action: 'fields', fields: [field] };
    });
}

const isUnread = ({ kind }: RecordedObject, { unread }: Surroundings): boolean =>
  unread.some((one) => one.kind === kind);

const gone = (before: RecordedObject): RestoredField => ({ path: [], found: undefined, before: before.object });

const plannedOf = (before: RecordedObject, live?: KubeObject): PlannedObject => ({
  ...{ kind: before.kind, name: before.name, apiVersion: before.apiVersion },
  uid: live?.metadata.uid ?? before.uid,
});
