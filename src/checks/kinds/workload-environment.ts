import type { Json, JsonObject } from '../../kubernetes/json.ts';
import { isJsonObject } from '../../kubernetes/json.ts';
import type { Difference } from '../issue.ts';
import { difference, differences } from '../match/differences.ts';
import { isOperators } from '../match/operators.ts';

/**
 * In what the variables of a container differ. `NAME: text` means `NAME: { value: text }`, wherever the value comes from;
 * a variable whose source is not there is no variable, as its container does not start; what a Secret holds is not told.
 */
export function environmentDifferences(wanted: Json, env: Json, path: readonly string[]): readonly Difference[] {
  const pattern = environmentPattern(wanted);
  if (!isJsonObject(pattern) || isOperators(pattern) || !isJsonObject(env))
    return differences(pattern, env, path, {}).map((one) => ({ ...one, found: withoutSecrets(env) }));
  return Object.entries(pattern).flatMap(([name, asked]) => {
    const entry = Object.hasOwn(env, name) ? env[name] : undefined;
    const at = [...path, name];
    const told = isJsonObject(wanted) ? (wanted[name] ?? null) : asked;
    if (isJsonObject(entry) && entry.missing === true && (!isOperators(asked) || isAlternatives(asked)))
      return [difference(told, entry, at)];
    if (isOfAnotherKind(asked, entry)) return [difference(told, isSecret(entry) ? withoutValue(entry) : entry, at)];
    const found = differences(asked, entry, at, {});
    return found.length > 0 && isJsonObject(entry) && isSecret(entry)
      ? [difference(told, withoutValue(entry), at)]
      : found;
  });
}

/** Wanted from a ConfigMap and written out, or the like: then all of it is told, and not that this or that part is not there. */
export const isOfAnotherKind = (asked: Json, entry: Json | undefined): entry is JsonObject =>
  isJsonObject(asked) &&
  !isOperators(asked) &&
  isJsonObject(entry) &&
  Object.entries(asked).some(([key, one]) => !Object.hasOwn(entry, key) && !isOperators(one));

/** Variables as a pattern of entries: a text, number or boolean is the value that is wanted, `null` no variable. */
export function environmentPattern(wanted: Json): Json {
  if (!isJsonObject(wanted)) return entryPattern(wanted);
  if (!isOperators(wanted))
    return Object.fromEntries(Object.entries(wanted).map(([name, entry]) => [name, entryPattern(entry)]));
  return Object.fromEntries(
    Object.entries(wanted).map(([operator, operand]): readonly [string, Json] => {
      if (operator === '$exactly' || operator === '$not') return [operator, environmentPattern(operand)];
      if (operator === '$oneOf' && Array.isArray(operand)) return [operator, operand.map(environmentPattern)];
      return [operator, operator === '$every' || operator === '$none' ? entryPattern(operand) : operand];
    }),
  );
}

/** The environment without what Secrets hold. */
export const withoutSecrets = (env: Json): Json =>
  isJsonObject(env)
    ? Object.fromEntries(
        Object.entries(env).map(([name, entry]) => [
          name,
          isJsonObject(entry) && isSecret(entry) ? withoutValue(entry) : entry,
        ]),
      )
    : env;

const aboutThere = ['$absent', '$exists'];

/** Operators speak of the value, except for those that ask whether there is a variable, or that hold patterns again. */
function entryPattern(wanted: Json): Json {
  if (wanted === null) return { $absent: true };
  if (!isJsonObject(wanted)) return { value: String(wanted) };
  if (!isOperators(wanted)) return wanted;
  const entries = Object.entries(wanted).map(([operator, operand]): readonly [string, Json] => {
    if (aboutThere.includes(operator)) return [operator, operand];
    if (operator === '$not') return [operator, entryPattern(operand)];
    if (operator === '$oneOf' && Array.isArray(operand)) return [operator, operand.map(entryPattern)];
    return ['value', { [operator]: operand }];
  });
  const ofValue = entries.filter(([key]) => key === 'value').map(([, operand]) => operand);
  return ofValue.length === 0 ? Object.fromEntries(entries) : { value: Object.assign({}, ...ofValue) };
}

const isAlternatives = (asked: Json): boolean => isJsonObject(asked) && asked.$oneOf !== undefined;

/** From a Secret, or put together with something that is. */
const isSecret = (entry: JsonObject): boolean => entry.secret !== undefined || entry.fromSecret === true;

function withoutValue({ value: _, ...entry }: JsonObject): JsonObject {
  return entry;
}
