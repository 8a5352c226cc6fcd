import type { Json } from '../../kubernetes/json.ts';
import { isJsonObject, isSameJson } from '../../kubernetes/json.ts';
import { parsePermission } from '../../kubernetes/permission.ts';
import type { Path } from '../mistake.ts';
import type { Check } from '../schema/checks.ts';
import { escapedForRegex } from './word-in-text.ts';

/** A name, number, image, label, port or verb that an answer must have. */
export interface WantedValue {
  readonly path: Path;
  readonly text: string;
  /** Read out of a CEL expression, where a text may also be an example of what is not wanted. */
  readonly isGuess?: boolean;
}

/**
 * What a check wants to be there. Left out: what it forbids (`cannot`, `mayNot`, `deny`, `$not`, `$none`, `not`), what it leaves
 * a choice of (`$oneOf`, regular expressions, ways of `any` that differ), and answers, which no text may give away.
 */
export function wantedValues(check: Check, path: Path): readonly WantedValue[] {
  if ('all' in check) return check.all.flatMap((part, index) => wantedValues(part, [...path, 'all', index]));
  if ('any' in check) return inEveryWay(check.any.map((way, index) => wantedValues(way, [...path, 'any', index])));
  if ('not' in check || 'answer' in check) return [];
  if ('cel' in check) return celLiterals(check.cel.that, [...path, 'cel', 'that']);
  if ('object' in check && check.absent === true) return [];
  if ('release' in check && check.release.absent === true) return [];
  return valuesIn(check as unknown as Json, path); // parsed from JSON
}

function inEveryWay(ways: readonly (readonly WantedValue[])[]): readonly WantedValue[] {
  const [first = [], ...others] = ways;
  return first.filter(({ text }) => others.every((way) => way.some((value) => value.text === text)));
}

/** Keys that say how a check works, or what an answer must not be. */
const silentKeys: ReadonlySet<string> = new Set([
  ...[
    'else',
    'as',
    'in',
    'entry',
    'keyEntry',
    'signedBy',
    'any',
    'cannot',
    'mayNot',
    'deny',
    'unchanged',
    'effect',
    'podSecurity',
    'confirm',
  ],
  ...['$not', '$none', '$oneOf', '$matches', '$absent', '$exists'],
]);

/** Where and how a program is asked. */
const silentInBehaviour: ReadonlySet<string> = new Set(['pod', 'run', 'onlyReads', 'from', 'container']);

/** What a check tries, and words for what should come of it. */
const silentInAdmission: ReadonlySet<string> = new Set([
  ...['is', 'manifest', 'level', 'limitRange', 'resources', 'validation', 'says'],
]);

/** Keys below which the keys themselves are the author's choice. */
const freeKeys: ReadonlySet<unknown> = new Set([
  ...[
    'labels',
    'matchLabels',
    'annotations',
    'nodeSelector',
    'data',
    'stringData',
    'selector',
    'env',
    'mounts',
    'files',
    'values',
    'set',
  ],
]);

/** A selector may hold its labels at once, or below these keys of the API's own. */
const selectorParts: ReadonlySet<string> = new Set(['matchLabels', 'matchExpressions']);

/** `pods` holds labels in a table of flows and in shares, and keys of ours elsewhere. */
const isOfFreeKeys = (path: Path): boolean =>
  freeKeys.has(path.at(-1)) || (path.at(-1) === 'pods' && (path.includes('reach') || path.includes('share')));

function valuesIn(value: Json, path: Path): readonly WantedValue[] {
  if (Array.isArray(value)) return value.flatMap((item: Json, index) => valuesIn(item, [...path, index]));
  if (isJsonObject(value)) {
    return Object.entries(value).flatMap(([key, child]) => {
      if (silentKeys.has(key) || (key === 'may' && (path.includes('reach') || path.includes('access')))) return [];
      if ((path.includes('exec') || path.includes('dns')) && silentInBehaviour.has(key)) return [];
      if (path.includes('admission') && silentInAdmission.has(key)) return [];
      const isKey = !/^\$(?!\{)/.test(key) && !selectorParts.has(key);
      const isFree = isOfFreeKeys(path) && isKey && !isSameJson(child, { $absent: true });
      const own = isFree ? [{ path: [...path, key], text: key }] : [];
      return [...own, ...valuesIn(child, [...path, key])];
    });
  }
  if (typeof value === 'number') return [{ path, text: String(value) }];
  if (typeof value !== 'string' || value.startsWith('$') === !value.startsWith('${') || value === '') return [];
  return path.at(-2) === 'can' ? permissionWords(value, path) : textValues(value, path);
}

/** The name in `deployment/web`; a label's value, an image, a whole line otherwise. */
function textValues(text: string, path: Path): readonly WantedValue[] {
  const isObjectName = /^[A-Za-z][A-Za-z0-9.-]*\/[^/\s]+$/.test(text) && objectKeys.has(path.at(-1));
  return [{ path, text: isObjectName ? text.slice(text.indexOf('/') + 1) : text }];
}

const objectKeys: ReadonlySet<unknown> = new Set([
  'finds',
  'object',
  'of',
  'ownedBy',
  'selectedBy',
  'podsOf',
  'podFrom',
]);

function permissionWords(text: string, path: Path): readonly WantedValue[] {
  const parsed = parsePermission(text);
  if ('mistake' in parsed) return [];
  const { verbs, target } = parsed.permission;
  const resources =
    target.target === 'path'
      ? [target.path]
      : target.resources.flatMap(({ resource, subresource }) => [resource, ...(subresource ? [subresource] : [])]);
  const name = target.target === 'resources' && target.name !== undefined ? [target.name] : [];
  return [...verbs, ...resources, ...name].filter((word) => word !== '*').map((word) => ({ path, text: word }));
}

/** Texts of a CEL expression that are no words of the API (`In`, `TCP`), and numbers but 0 and 1. */
function celLiterals(expression: string, path: Path): readonly WantedValue[] {
  const texts = [...expression.matchAll(/'([^'\\]*)'|"([^"\\]*)"/g)].map((match) => match[1] ?? match[2] ?? '');
  const withoutTexts = expression.replaceAll(/'[^']*'|"[^"]*"/g, ' ');
  const numbers = [...withoutTexts.matchAll(/(?<![\w.])\d+(?![\w.])/g)].map(([number]) => number);
  const words = texts.filter((text) => /^[a-z0-9$][\w.:/{}-]*$/.test(text) && !isResultKey(text, expression));
  return [...new Set([...words, ...numbers.filter((number) => Number(number) > 1)])].map((text) => ({
    ...{ path, text },
    isGuess: true,
  }));
}

/** `{'pod': pod}`: a key that the expression itself makes. */
const isResultKey = (text: string, expression: string): boolean =>
  new RegExp(`['"]${escapedForRegex(text)}['"]\\s*:`).test(expression);
