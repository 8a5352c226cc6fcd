import { isJsonObject } from '../kubernetes/json.ts';
import type { KubeObject } from '../kubernetes/kube-object.ts';
import { withoutCredentials } from '../kubernetes/without-credentials.ts';
import type { BehaviourAnswer } from './behaviour/behaviour-read.ts';
import type { Redaction } from './redact.ts';
import type { Snapshot } from './snapshot.ts';

/** Shorter values stand in every text. */
const shortest = 6;

/** What Secrets of a snapshot hold and the lab does not name: sealed wherever a program printed it, too. */
export function secretValues({ answers }: Snapshot, { known }: Redaction): readonly string[] {
  const secrets = Object.values(answers).flatMap((answer) =>
    answer.answer === 'list' ? answer.items.filter(({ kind }) => kind === 'Secret') : [],
  );
  return [...new Set(secrets.flatMap(valuesOf))]
    .filter((value) => value.length >= shortest && !known.has(value))
    .sort((a, b) => b.length - a.length); // one may hold another
}

const valuesOf = ({ data }: KubeObject): readonly string[] =>
  isJsonObject(data)
    ? Object.values(data).map((value) => Buffer.from(String(value), 'base64').toString('utf8').trim())
    : [];

/** What programs printed or answered, without secrets. */
export function redactPrinted(
  answer: BehaviourAnswer,
  secrets: readonly string[],
  { seal }: Redaction,
): BehaviourAnswer {
  const redacted = (text: string): string =>
    withoutCredentials(secrets.reduce((rest, secret) => rest.replaceAll(secret, () => seal(secret)), text));
  switch (answer.answer) {
    case 'http': {
      const headers = Object.entries(answer.headers).map(([name, value]) => [name, redacted(value)]);
      return { ...answer, body: redacted(answer.body), headers: Object.fromEntries(headers) };
    }
    case 'log':
      return { ...answer, text: redacted(answer.text) };
    case 'command':
      return { ...answer, output: redacted(answer.output), errors: redacted(answer.errors) };
    case 'unreached':
    case 'noLog':
    case 'notRun':
    case 'lookup':
      return answer;
    default:
      return answer satisfies never;
  }
}
