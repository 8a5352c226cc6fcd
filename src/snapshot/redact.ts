import type { Json, JsonObject } from '../kubernetes/json.ts';
import { isJsonObject } from '../kubernetes/json.ts';
import { isBehaviourAnswer } from './behaviour/behaviour-read.ts';
import type { RecordedObject } from './copy-record.ts';
import type { Answer } from './read.ts';
import { redactPrinted, secretValues } from './redact-printed.ts';
import type { SavedCheck } from './saved.ts';

export interface Redaction {
  /** Whether a check looked at this field; see `watchFields`. */
  readonly isLookedAt: (object: object, key: string) => boolean;
  /** Stands for a Secret's value: the same for the same value, and not to be undone by who has the file. */
  readonly seal: (value: string) => string;
  /** Values of Secrets that the lab itself names, and that hence are none: compared before they are sealed. */
  readonly known: ReadonlySet<string>;
  /** Manifests that checks try in dry runs; those that the start applied are of no use to the grader. */
  readonly triedFiles: ReadonlySet<string>;
}

/**
 * What may be given away of a check: of each object its identity, its status and the fields that the checks looked at;
 * values of Secrets sealed, also where a program printed them; without `last-applied-configuration`. Graded again, it gives the same verdicts.
 */
export function redact(saved: SavedCheck, redaction: Redaction): SavedCheck {
  const { snapshot, record } = saved;
  const secrets = secretValues(snapshot, redaction);
  const answers = Object.entries(snapshot.answers).map(([key, answer]) => [
    key,
    isBehaviourAnswer(answer) ? redactPrinted(answer, secrets, redaction) : redactAnswer(answer, redaction),
  ]);
  return {
    ...saved,
    snapshot: { ...snapshot, answers: Object.fromEntries(answers) },
    record: {
      ...record,
      startedWith: record.startedWith.map((recorded) => redactRecorded(recorded, redaction)),
      before: [], // of no use to the grader, and not the learner's
      manifests: Object.fromEntries(
        Object.entries(record.manifests).filter(([file]) => redaction.triedFiles.has(file)),
      ),
    },
  };
}

/** What the cluster serves is no secret: it tells everybody who is logged in. */
function redactAnswer(answer: Answer, redaction: Redaction): Answer {
  if (answer.answer === 'admitted' && answer.object !== undefined)
    return { ...answer, object: redactObject(answer.object, answer.object.kind, redaction) };
  if (answer.answer !== 'list') return answer;
  return { ...answer, items: answer.items.map((item) => redactObject(item, item.kind, redaction)) };
}

function redactRecorded(recorded: RecordedObject, redaction: Redaction): RecordedObject {
  const { object, ...identityOnly } = recorded;
  if (!isJsonObject(object)) return identityOnly;
  return { ...recorded, object: redactObject(object, recorded.kind, redaction) };
}

/** `object` itself, not a copy of it: what was looked at is known by identity. */
function redactObject<T extends JsonObject>(object: T, kind: string, redaction: Redaction): T {
  const pruned = Object.entries(object).flatMap(([key, value]): readonly (readonly [string, Json])[] => {
    if (key === 'metadata' && isJsonObject(value)) return [[key, prunedMetadata(value, redaction)]];
    if (alwaysKept.has(key)) return [[key, value]];
    return redaction.isLookedAt(object, key) ? [[key, prune(value, redaction)]] : [];
  });
  const kept = Object.fromEntries(pruned) as T; // what makes an object one of its type is always kept
  return kind === 'Secret' ? sealed(kept, redaction) : kept;
}

const alwaysKept: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'status']);
const identity: ReadonlySet<string> = new Set([
  ...['name', 'namespace', 'uid', 'labels', 'ownerReferences', 'generation'],
  ...['creationTimestamp', 'deletionTimestamp', 'resourceVersion'],
]);
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

function prunedMetadata(metadata: JsonObject, redaction: Redaction): JsonObject {
  const entries = Object.entries(metadata).flatMap(([key, value]): readonly (readonly [string, Json])[] => {
    if (identity.has(key)) return [[key, value]];
    if (!redaction.isLookedAt(metadata, key)) return [];
    const kept = prune(value, redaction);
    if (key !== 'annotations' || !isJsonObject(kept)) return [[key, kept]];
    return [[key, Object.fromEntries(Object.entries(kept).filter(([name]) => name !== lastApplied))]];
  });
  return Object.fromEntries(entries);
}

/** Entries of lists all stay, so that their number and places do. */
function prune(value: Json, redaction: Redaction): Json {
  if (Array.isArray(value)) return value.map((entry) => prune(entry, redaction));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => redaction.isLookedAt(value, key))
      .map(([key, inner]) => [key, prune(inner, redaction)]),
  );
}

function sealed<T extends JsonObject>(secret: T, redaction: Redaction): T {
  const sealedMap = (map: Json | undefined, decode: (text: string) => string, encode: (text: string) => string) =>
    isJsonObject(map)
      ? Object.fromEntries(
          Object.entries(map).map(([key, value]) => {
            const text = decode(String(value));
            return [key, redaction.known.has(text) ? value : encode(redaction.seal(text))] as const;
          }),
        )
      : undefined;
  const data = sealedMap(secret.data, fromBase64, toBase64);
  const stringData = sealedMap(
    secret.stringData,
    (text) => text,
    (text) => text,
  );
  return {
    ...secret,
    ...(data === undefined ? {} : { data }),
    ...(stringData === undefined ? {} : { stringData }),
  };
}

const fromBase64 = (text: string): string => Buffer.from(text, 'base64').toString('utf8');
const toBase64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

/** Every text in a lab, for `known`. */
export function textsIn(value: unknown): ReadonlySet<string> {
  const texts = new Set<string>();
  const walk = (inner: unknown): void => {
    if (typeof inner === 'string') texts.add(inner);
    else if (typeof inner === 'object' && inner !== null) for (const one of Object.values(inner)) walk(one);
  };
  walk(value);
  return texts;
}
