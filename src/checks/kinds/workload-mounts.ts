import { mountPath, octalMode } from '../../kubernetes/effective-mounts.ts';
import type { Json, JsonObject } from '../../kubernetes/json.ts';
import { isJsonObject } from '../../kubernetes/json.ts';
import { isOperators } from '../match/operators.ts';

/**
 * Mounts or files as a pattern in one spelling, under operators, too: paths without a slash at the end, modes as four octal
 * digits, so that `0400`, `400` and 256 are one.
 */
export function wantedMounts(wanted: Json): Json {
  if (!isJsonObject(wanted)) return wanted;
  if (isOperators(wanted))
    return withOperands(wanted, (operand, operator) =>
      operator === '$every' || operator === '$none' ? wantedMount(operand) : wantedMounts(operand),
    );
  return Object.fromEntries(Object.entries(wanted).map(([path, mount]) => [mountPath(path), wantedMount(mount)]));
}

function wantedMount(wanted: Json): Json {
  if (!isJsonObject(wanted)) return wanted;
  if (isOperators(wanted)) return withOperands(wanted, wantedMount);
  const { mode, hostPath } = wanted;
  return {
    ...wanted,
    ...(mode === undefined ? {} : { mode: eachValue(mode, plainMode) }),
    ...(hostPath === undefined ? {} : { hostPath: eachValue(hostPath, plainPath) }),
  };
}

function plainMode(mode: Json): Json {
  if (typeof mode === 'number') return octalMode(mode);
  if (typeof mode !== 'string' || !/^(0o?)?[0-7]{3}$/.test(mode)) return mode;
  return octalMode(Number.parseInt(mode.replace(/^0o/, ''), 8));
}

const plainPath = (path: Json): Json => (typeof path === 'string' ? mountPath(path) : path);

/** A value, or each of those that operators compare with. */
function eachValue(wanted: Json, change: (value: Json) => Json): Json {
  if (!isJsonObject(wanted)) return change(wanted);
  return withOperands(wanted, (operand, operator) => (operator === '$matches' ? operand : eachValue(operand, change)));
}

/** The same operators with each operand changed, and each entry of a list that is one. */
const withOperands = (operators: JsonObject, change: (operand: Json, operator: string) => Json): JsonObject =>
  Object.fromEntries(
    Object.entries(operators).map(([operator, operand]): readonly [string, Json] => [
      operator,
      Array.isArray(operand) ? operand.map((one) => change(one, operator)) : change(operand, operator),
    ]),
  );
