import type { Json } from '../kubernetes/json.ts';
import { valueAt } from '../kubernetes/json.ts';
import type { KubeObject } from '../kubernetes/kube-object.ts';
import type { LabInstance } from '../lab/instantiate-lab.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

/**
 * The same in every run: the names of a copy as its lab gives them, and stand-ins for what the cluster made up, which are
 * random ends of names, hashes, addresses, uids and moments. Applied to every text of some data.
 */
export function plainWords<Data>(data: Data, instance: LabInstance, snapshot: Snapshot): Data {
  const standIns = [...standInsFor(instance, snapshot)].toSorted(([left], [right]) => right.length - left.length);
  const plain = (text: string): string =>
    standIns
      .reduce((changed, [made, standIn]) => changed.replaceAll(made, standIn), text)
      .replaceAll(moment, '2026-01-01T00:00:00Z');
  return mapTexts(data as Json, plain) as Data; // findings are plain JSON, and keep their shape
}

/** RFC 3339, as the API server writes moments. */
const moment = /\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;

function standInsFor({ namespaces, names }: LabInstance, snapshot: Snapshot): ReadonlyMap<string, string> {
  const standIns = new Map<string, string>();
  const stand = (made: Json | undefined, standIn: string): void => {
    if (typeof made === 'string' && made !== '' && made !== 'None') standIns.set(made, standIn);
  };
  for (const [name, real] of Object.entries({ ...namespaces, ...names })) if (real !== name) stand(real, name);
  for (const object of objectsIn(snapshot)) {
    const { name, generateName, uid } = object.metadata;
    if (typeof generateName === 'string' && name.startsWith(generateName)) stand(name, `${generateName}xxxxx`);
    if (isOfCronJob(object)) stand(name, name.replace(/\d+$/, 'xxxxxxxx'));
    for (const key of hashLabels) stand(object.metadata.labels?.[key], 'xxxxxxxxxx');
    stand(uid, 'xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx');
    stand(valueAt(object, 'status', 'podIP'), '10.0.0.x');
    stand(valueAt(object, 'spec', 'clusterIP'), '10.0.0.x');
  }
  for (const [made, standIn] of standIns) standIns.set(made, withoutOthers(standIn, made, standIns));
  return standIns;
}

/** A Pod's name holds the hash of its ReplicaSet. */
const withoutOthers = (standIn: string, made: string, standIns: ReadonlyMap<string, string>): string =>
  [...standIns].reduce(
    (text, [other, its]) => (other === made || other.length < 5 ? text : text.replaceAll(other, its)),
    standIn,
  );

/** https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#pod-template-hash-label */
const hashLabels = ['pod-template-hash', 'controller-revision-hash'];

/** Such a Job is called after the minute of its run. */
const isOfCronJob = ({ kind, metadata }: KubeObject): boolean =>
  kind === 'Job' && (metadata.ownerReferences ?? []).some((owner) => owner.kind === 'CronJob' && owner.controller);

const objectsIn = ({ answers }: Snapshot): readonly KubeObject[] =>
  Object.values(answers).flatMap((answer) => (answer.answer === 'list' ? answer.items : []));

function mapTexts(value: Json, change: (text: string) => string): Json {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item: Json) => mapTexts(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [change(key), mapTexts(child, change)]));
}
