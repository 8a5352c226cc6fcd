import type { JsonObject } from '../kubernetes/json.ts';
import { isJsonObject } from '../kubernetes/json.ts';
import type { KubeObject, ObjectRef } from '../kubernetes/kube-object.ts';
import { refOf } from '../kubernetes/kube-object.ts';
import type { LabInstance } from '../lab/instantiate-lab.ts';
import type { CopyRecord, RecordedObject } from '../snapshot/copy-record.ts';
import { isRecord } from './observe-copy.ts';
import { isPermanentObject } from './permanent-objects.ts';
import { manifestObjects } from './steps/copy-step-context.ts';

/**
 * The uids of what nothing has happened to since the start, in the copy's namespaces: not to it, nor to anything it owns,
 * and nothing new came to that. The start's steps would make the same again. Of the inside of a container nothing is
 * known, so this serves only where nobody has been there.
 * @param inside objects in the copy's namespaces now, by their metadata
 * @param applied what the start's steps apply, as often as they do: what is applied twice is a history, and made anew
 */
export function untouchedSince(
  { startedWith }: CopyRecord,
  inside: readonly KubeObject[],
  applied: readonly ObjectRef[],
): ReadonlySet<string> {
  const started = startedWith.flatMap(asObject).filter(isOwn);
  const now = inside.filter(isOwn);
  const rootOf = rootsAmong([...started, ...now]);
  const versions = new Map(started.map(({ metadata }) => [metadata.uid, metadata.resourceVersion]));
  const isSame = ({ metadata }: KubeObject) =>
    metadata.deletionTimestamp === undefined && versions.get(metadata.uid) === metadata.resourceVersion;
  const there = new Set(now.map(({ metadata }) => metadata.uid));
  const changed = [
    ...now.filter((object) => !isSame(object)),
    ...started.filter(({ metadata }) => !there.has(metadata.uid)),
  ];
  const touched = new Set(changed.map(rootOf));
  const roots = started.filter((object) => rootOf(object) === object.metadata.uid);
  const times = (root: KubeObject) => applied.filter((one) => isSameRef(one, refOf(root))).length;
  // a claim of a StatefulSet stands beside what was applied, and nothing says with what it goes
  if (roots.some((root) => times(root) === 0)) return new Set();
  const kept = new Set(roots.filter((root) => times(root) === 1).map(({ metadata }) => metadata.uid));
  const isKept = (object: KubeObject) => kept.has(rootOf(object)) && !touched.has(rootOf(object));
  return new Set(now.filter(isKept).flatMap(({ metadata: { uid } }) => (uid === undefined ? [] : [uid])));
}

/** What the start's steps apply; undefined where they do more than to apply and to wait. */
export function appliedByStart(
  instance: LabInstance,
  manifests: Readonly<Record<string, string>>,
): readonly ObjectRef[] | undefined {
  const files: string[] = [];
  for (const step of instance.lab.start) {
    if ('apply' in step) files.push(...[step.apply].flat());
    else if (!('wait' in step)) return undefined;
  }
  return files.flatMap((file) => manifestObjects(file, manifests, instance)).map(refOf);
}

const isOwn = (object: KubeObject): boolean =>
  object.metadata.namespace !== undefined && !isRecord(object) && !isPermanentObject(object);

/** The uid of what an object goes with in the end: of itself where nothing among these owns it. */
function rootsAmong(objects: readonly KubeObject[]): (object: KubeObject) => string | undefined {
  const byUid = new Map(objects.map((object) => [object.metadata.uid, object]));
  const serviceOf = ({ kind, metadata }: KubeObject) =>
    kind === 'Endpoints'
      ? objects.find((one) => one.kind === 'Service' && isSameRef({ ...refOf(one), kind }, { ...metadata, kind }))
      : undefined;
  const ownerOf = (object: KubeObject): KubeObject | undefined =>
    object.metadata.ownerReferences?.map(({ uid }) => byUid.get(uid)).find((owner) => owner !== undefined) ??
    serviceOf(object);
  return (object) => {
    let root = object;
    for (let owner = ownerOf(root); owner !== undefined; owner = ownerOf(owner)) root = owner;
    return root.metadata.uid;
  };
}

const isSameRef = (left: ObjectRef, right: ObjectRef): boolean =>
  left.kind === right.kind && left.name === right.name && left.namespace === right.namespace;

/** A recorded object as the API returned it, as far as the record keeps it. */
function asObject({ object, resourceVersion }: RecordedObject): readonly KubeObject[] {
  if (!isJsonObject(object) || !isJsonObject(object.metadata)) return [];
  const metadata: JsonObject = { ...object.metadata, ...(resourceVersion === undefined ? {} : { resourceVersion }) };
  return [{ ...object, metadata } as KubeObject]; // recorded whole, from a KubeObject
}
