import { parseSchedule } from '../../kubernetes/cron-schedule.ts';
import type { Json } from '../../kubernetes/json.ts';
import { isJsonObject } from '../../kubernetes/json.ts';
import { parseQuantity } from '../../kubernetes/quantity.ts';
import { regexMistake } from '../../kubernetes/regex.ts';
import type { LabFacts } from '../lab-facts.ts';
import type { Finding, Path } from '../mistake.ts';
import { listed, quoted } from '../mistake.ts';
import { replaceInText } from '../placeholders.ts';
import type { OperatorName } from '../schema/operators.ts';
import { operatorNames } from '../schema/operators.ts';
import { nearestWord } from '../suggestion.ts';
import { described } from '../value-words.ts';
import { plainNames } from './plain-names.ts';

/** Operators of patterns are known, and what they are given makes sense. */
export function badPatterns(facts: LabFacts): readonly Finding[] {
  const inPlainText = (text: string): string => replaceInText(text, plainNames(facts));
  return facts.visits.flatMap(
    ({ path, value, id }) => (id === 'Pattern' ? patternMistakes(value as Json, path, inPlainText) : []), // documents are JSON
  );
}

type InPlainText = (text: string) => string;

function patternMistakes(pattern: Json, path: Path, inPlainText: InPlainText): readonly Finding[] {
  if (Array.isArray(pattern))
    return pattern.flatMap((item, index) => patternMistakes(item, [...path, index], inPlainText));
  if (!isJsonObject(pattern)) return [];
  const [operator, plain] = [isOperator, isPlain].map((test) => Object.keys(pattern).find(test));
  if (operator !== undefined && plain !== undefined) {
    const message = `a mapping has operators or keys, not both: ${quoted(operator)} stands beside ${quoted(plain)}`;
    return [{ rule: 'mixed-operators', path: [...path, plain], part: 'key', message }];
  }
  return Object.entries(pattern).flatMap(([key, value]) => {
    const keyPath = [...path, key];
    if (!isOperator(key)) return patternMistakes(value, keyPath, inPlainText);
    const rule = Object.hasOwn(operators, key) ? operators[key as OperatorName] : undefined; // hasOwn has just said so
    if (rule === undefined) {
      const suggestion = nearestWord(key, operatorNames);
      const known = suggestion === undefined ? `; there are ${listed(operatorNames)}` : '';
      const message = `unknown operator ${quoted(key)}${known}`;
      return [{ rule: 'unknown-operator', path: keyPath, part: 'key' as const, message, suggestion }];
    }
    const message = rule.mistake(value, inPlainText);
    if (message !== undefined) return [{ rule: 'bad-operand', path: keyPath, message: `${quoted(key)} ${message}` }];
    return rule.holdsPatterns ? patternMistakes(value, keyPath, inPlainText) : [];
  });
}

/** `${name}` is a placeholder. */
const isOperator = (key: string): boolean => key.startsWith('$') && !key.startsWith('${') && !key.startsWith('$${');
const isPlain = (key: string): boolean => !isOperator(key);

interface OperatorRule {
  /** What is wrong with the operand, as the end of a sentence that begins with the operator. */
  readonly mistake: (operand: Json, inPlainText: InPlainText) => string | undefined;
  readonly holdsPatterns: boolean;
}

const isTrue = (operand: Json) => (operand === true ? undefined : `is always \`true\`; this is ${described(operand)}`);
const isList = (operand: Json) => (Array.isArray(operand) ? undefined : `takes a list; this is ${described(operand)}`);
const isBound = (operand: Json) =>
  (typeof operand === 'number' || typeof operand === 'string') && parseQuantity(operand) !== undefined
    ? undefined
    : `takes a number or a quantity; this is ${described(operand)}`;
const isAnything = () => undefined;

/** lab-format.md, "Operators of `object`". */
const operators: Readonly<Record<OperatorName, OperatorRule>> = {
  $absent: { mistake: isTrue, holdsPatterns: false },
  $exists: { mistake: isTrue, holdsPatterns: false },
  $min: { mistake: isBound, holdsPatterns: false },
  $max: { mistake: isBound, holdsPatterns: false },
  $oneOf: { mistake: isList, holdsPatterns: true },
  $matches: { mistake: isRegex, holdsPatterns: false },
  $not: { mistake: isAnything, holdsPatterns: true },
  $exactly: { mistake: isListOrMapping, holdsPatterns: true },
  $every: { mistake: isAnything, holdsPatterns: true },
  $none: { mistake: isAnything, holdsPatterns: true },
  $count: { mistake: isCount, holdsPatterns: false },
  $cron: { mistake: isSchedule, holdsPatterns: false },
  $lines: { mistake: isList, holdsPatterns: true },
  $json: { mistake: isAnything, holdsPatterns: true },
};

function isRegex(operand: Json, inPlainText: InPlainText): string | undefined {
  if (typeof operand !== 'string') return `takes a regular expression; this is ${described(operand)}`;
  const mistake = regexMistake(inPlainText(operand));
  return mistake === undefined ? undefined : `takes a regular expression of RE2, and RE2 says: ${mistake}`;
}

function isListOrMapping(operand: Json): string | undefined {
  return Array.isArray(operand) || isJsonObject(operand)
    ? undefined
    : `takes a list or a mapping; this is ${described(operand)}`;
}

function isCount(operand: Json): string | undefined {
  if (typeof operand === 'number' && Number.isInteger(operand) && operand >= 0) return undefined;
  const keys = isJsonObject(operand) ? Object.keys(operand) : [];
  const isRange = keys.length > 0 && keys.every((key) => key === '$min' || key === '$max');
  return isRange ? undefined : `takes a number, or { $min, $max }; this is ${described(operand)}`;
}

function isSchedule(operand: Json, inPlainText: InPlainText): string | undefined {
  if (typeof operand !== 'string') return `takes a cron schedule; this is ${described(operand)}`;
  const schedule = parseSchedule(inPlainText(operand));
  if (schedule === undefined) return `takes a cron schedule, as "*/15 * * * *"; this is ${described(operand)}`;
  const isNever = 'days' in schedule && schedule.days.length === 0;
  return isNever ? `takes a cron schedule; ${quoted(operand)} never comes` : undefined;
}
