import type { Permission } from '../../kubernetes/permission.ts';
import { parsePermission } from '../../kubernetes/permission.ts';
import type { CheckOf } from '../../lab/schema/checks.ts';
import type { NamespaceRef } from '../../lab/schema/common.ts';
import type { ReviewRead } from '../../snapshot/read.ts';
import type { CheckContext } from '../check-kind.ts';
import { LabDefect } from '../check-kind.ts';

/** Who asks. */
export interface Subject {
  /** As a person says it: `service account bot in shop`. */
  readonly text: string;
  readonly user: string;
  readonly groups: readonly string[];
}

/** One verb on one resource, or path. */
export interface Question {
  readonly read: ReviewRead;
  readonly isWanted: boolean;
  /** `get pods in shop`. */
  readonly text: string;
  /** Arguments of `kubectl auth can-i`. */
  readonly canI: string;
}

/** Everything that a check asks, in its order. */
export function questionsOf(
  spec: CheckOf<'access'>['access'],
  subject: Subject,
  context: CheckContext,
): readonly Question[] {
  return [
    ...(spec.can ?? []).flatMap((line) => questionsOfLine(line, true, subject, context)),
    ...(spec.cannot ?? []).flatMap((line) => questionsOfLine(line, false, subject, context)),
  ];
}

function questionsOfLine(
  line: string,
  isWanted: boolean,
  subject: Subject,
  context: CheckContext,
): readonly Question[] {
  const parsed = parsePermission(line);
  if ('mistake' in parsed) throw new LabDefect(parsed.mistake);
  const { verbs, target } = parsed.permission;
  const about = { isWanted, user: subject.user, groups: subject.groups };
  return target.target === 'path'
    ? verbs.map((verb) => pathQuestion(verb, target.path, about))
    : verbs.flatMap((verb) =>
        target.resources.map((resource) => resourceQuestion(verb, resource, target, about, context)),
      );
}

interface About {
  readonly isWanted: boolean;
  readonly user: string;
  readonly groups: readonly string[];
}

const pathQuestion = (verb: string, path: string, { isWanted, ...who }: About): Question => ({
  read: { read: 'review', ...who, action: { verb, path } },
  isWanted,
  text: `${verb} ${path}`,
  canI: [verb, path].map(quoted).join(' '),
});

type ResourceTarget = Extract<Permission['target'], { target: 'resources' }>;

function resourceQuestion(
  verb: string,
  { group, resource, subresource }: ResourceTarget['resources'][number],
  { name, scope }: ResourceTarget,
  { isWanted, ...who }: About,
  context: CheckContext,
): Question {
  const namespace = scope.scope === 'namespace' ? context.namespaceOf(aliasOrName(scope.alias, context)) : undefined;
  const action = {
    ...{ verb, group, resource },
    ...(subresource === undefined ? {} : { subresource }),
    ...(name === undefined ? {} : { name }),
    ...(namespace === undefined ? {} : { namespace }),
  };
  const dotted = group === '' || group === '*' ? resource : `${resource}.${group}`;
  const inWords = [
    `${verb} ${resource}${subresource === undefined ? '' : `/${subresource}`}`,
    ...(name === undefined ? [] : [`named ${name}`]),
    namespace === undefined ? 'in the whole cluster' : `in ${namespace}`,
  ];
  const canI = [
    ...[verb, `${dotted}${name === undefined ? '' : `/${name}`}`].map(quoted),
    ...(subresource === undefined ? [] : [`--subresource=${subresource}`]),
    namespace === undefined ? '--all-namespaces' : `-n ${namespace}`,
  ];
  return { read: { read: 'review', ...who, action }, isWanted, text: inWords.join(' '), canI: canI.join(' ') };
}

/** A star would mean the files of the folder to a shell. */
const quoted = (word: string): string => (word.includes('*') ? `'${word}'` : word);

/** `in shop` means the lab's alias where there is one, else the namespace of that name. */
export const aliasOrName = (word: string, context: CheckContext): NamespaceRef =>
  Object.hasOwn(context.record.namespaces, word) ? word : { namespace: word };
