import type { Json } from '../../kubernetes/json.ts';
import { isJsonObject, valueAt } from '../../kubernetes/json.ts';
import { parsePermission } from '../../kubernetes/permission.ts';
import { parseQuantity } from '../../kubernetes/quantity.ts';
import { capabilityNames, parseCapability } from '../capability.ts';
import { dangers } from '../danger.ts';
import type { LabFacts } from '../lab-facts.ts';
import { listAt, textsOf } from '../lab-facts.ts';
import type { Finding, Path } from '../mistake.ts';
import { listed, quoted } from '../mistake.ts';
import { replaceInText } from '../placeholders.ts';
import { nearestWord } from '../suggestion.ts';
import { described } from '../value-words.ts';
import { celMistake } from './cel-mistake.ts';
import { unknownAlias } from './namespace-rules.ts';
import { plainNames } from './plain-names.ts';

/** A CEL expression parses, and speaks of nothing but the lists that stand beside it under `reads`. */
export function badCel(facts: LabFacts): readonly Finding[] {
  return textsOf(facts, 'CelExpression').flatMap(({ path, text }) => {
    const reads = valueAt(facts.document, ...path.slice(0, -1), 'reads');
    const lists = isJsonObject(reads) ? Object.keys(reads) : [];
    const problem = celMistake(replaceInText(text, plainNames(facts)), lists);
    return problem === undefined ? [] : [{ rule: 'bad-cel', path, ...problem }];
  });
}

/** Lines of `can` and `cannot`. */
export function badPermissions(facts: LabFacts): readonly Finding[] {
  return textsOf(facts, 'Permission').flatMap(({ path, text }): readonly Finding[] => {
    const parsed = parsePermission(replaceInText(text, plainNames(facts)));
    if ('mistake' in parsed) return [{ rule: 'bad-permission', path, message: parsed.mistake }];
    const { target } = parsed.permission;
    if (target.target === 'path' || target.scope.scope === 'cluster') return [];
    const { alias } = target.scope;
    if (facts.namespaces.includes(alias) || nearestWord(alias, facts.namespaces) === undefined) return []; // another's namespace
    return [unknownAlias(alias, path, facts)];
  });
}

/** A right answer can be read as what `as` says it is; of several options at least one is right. */
export function badAnswers(facts: LabFacts): readonly Finding[] {
  return facts.visits.flatMap(({ path, value, id }): readonly Finding[] => {
    if (id !== 'Check' || !isJsonObject(value)) return [];
    const options = listAt(value, 'answer', 'choose');
    if (options.length > 0 && !options.some((option) => valueAt(option, 'right') === true))
      return [{ rule: 'no-right-option', path: [...path, 'answer', 'choose'], message: 'no option is `right: true`' }];
    const is = valueAt(value, 'answer', 'is');
    const as = valueAt(value, 'answer', 'as') ?? 'text';
    const mistake = is === undefined || isJsonObject(is) ? undefined : answerMistake(is, as);
    return mistake === undefined ? [] : [{ rule: 'bad-answer', path: [...path, 'answer', 'is'], message: mistake }];
  });
}

function answerMistake(is: Json, as: Json): string | undefined {
  const wantsList = as === 'set' || as === 'list';
  if (wantsList !== Array.isArray(is))
    return wantsList ? `a ${as} is written as a list` : `a list needs \`as: set\` (any order) or \`as: list\``;
  const text = String(is);
  if (as === 'number' && (text.trim() === '' || !Number.isFinite(Number(text)))) return `${described(is)} is no number`;
  if (as === 'quantity' && parseQuantity(text) === undefined) return `${described(is)} is no quantity, as 500m or 1Gi`;
  return undefined;
}

/** Entries of `needs` and `allow`. */
export function badWords(facts: LabFacts): readonly Finding[] {
  const needs = textsOf(facts, 'Capability').filter(({ text }) => parseCapability(text) === undefined);
  const allow = listAt(facts.document, 'allow').flatMap((word, index) =>
    typeof word === 'string' && !Object.hasOwn(dangers, word) ? [{ path: ['allow', index], text: word }] : [],
  );
  return [
    ...needs.map((entry) => unknownWord(entry, 'capability', [...capabilityNames, 'nodes>=2'])),
    ...allow.map((entry) => unknownWord(entry, 'thing to allow', Object.keys(dangers))),
  ];
}

function unknownWord(
  entry: { readonly path: Path; readonly text: string },
  noun: string,
  known: readonly string[],
): Finding {
  const suggestion = nearestWord(entry.text, known);
  const list = suggestion === undefined ? `; there are ${listed(known)}` : '';
  return {
    rule: 'unknown-word',
    path: entry.path,
    message: `unknown ${noun} ${quoted(entry.text)}${list}`,
    suggestion,
  };
}
