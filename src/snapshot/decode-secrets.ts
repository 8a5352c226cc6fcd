import { decodedRelease, releaseRevision, storedRelease } from '../kubernetes/helm-release.ts';
import type { Json, JsonObject } from '../kubernetes/json.ts';
import type { KubeObject } from '../kubernetes/kube-object.ts';
import { decodedPem, decodedPemOf } from '../kubernetes/x509/stored-pem.ts';
import type { Answer } from './read.ts';
import type { Snapshot } from './snapshot.ts';

export interface DecodedSecrets {
  readonly snapshot: Snapshot;
  /** Everything inside of releases: of their values, those that no check looked at stay private whatever else is kept. */
  readonly inReleases: ReadonlySet<object>;
}

/**
 * The same snapshot with what judges read out of Secrets beside what is encoded there: once the values are sealed it cannot
 * be read out any more. Of private keys that is their public half.
 */
export function decodeSecrets(snapshot: Snapshot): DecodedSecrets {
  const answers = Object.entries(snapshot.answers).map(([key, answer]) => [key, decodedAnswer(answer)] as const);
  const inReleases = new Set<object>();
  for (const [, answer] of answers)
    if (answer.answer === 'list') for (const item of answer.items) addObjects(item[decodedRelease], inReleases);
  return { snapshot: { ...snapshot, answers: Object.fromEntries(answers) }, inReleases };
}

const decodedAnswer = (answer: Answer): Answer =>
  answer.answer === 'list' ? { ...answer, items: answer.items.map(decodedObject) } : answer;

function decodedObject(object: KubeObject): KubeObject {
  if (object.kind !== 'Secret') return object;
  if (releaseRevision(object) !== undefined)
    return { ...object, [decodedRelease]: storedRelease(object) as unknown as JsonObject }; // plain JSON
  const pem = decodedPemOf(object);
  return Object.keys(pem).length === 0 ? object : { ...object, [decodedPem]: pem };
}

function addObjects(value: Json | undefined, objects: Set<object>): void {
  if (typeof value !== 'object' || value === null) return;
  objects.add(value);
  for (const inner of Array.isArray(value) ? value : Object.values(value)) addObjects(inner, objects);
}
