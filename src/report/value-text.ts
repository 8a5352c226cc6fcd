import type { Json, JsonObject } from '../kubernetes/json.ts';
import { isJsonObject } from '../kubernetes/json.ts';

const longest = 100;

/** A value as a learner reads it: operators in words, a missing one as `nothing`, a long one shortened. */
export function valueText(value: Json | undefined): string {
  return shortened(wholeValueText(value));
}

/** `3`, `at least 2`, `between 2 and 4`: for counts of things. */
export const countText = (count: Json): string => (typeof count === 'number' ? `exactly ${count}` : valueText(count));

function wholeValueText(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  if (isJsonObject(value)) return operatorsText(value) ?? mappingText(value);
  if (Array.isArray(value)) return value.length === 0 ? '[] (empty)' : `[${value.map(wholeValueText).join(', ')}]`;
  return typeof value === 'string' ? stringText(value) : String(value);
}

/** In quotes where bare text could be read as something else: empty, with blanks, or as a number, boolean or null. */
function stringText(value: string): string {
  const isPlain = /^[^\s"'[\]{},]+$/.test(value) && !/^([-+]?\d+(\.\d+)?|true|false|null|nothing|~)$/i.test(value);
  return isPlain ? value : JSON.stringify(value);
}

function mappingText(mapping: JsonObject): string {
  const entries = Object.entries(mapping).map(([key, value]) => entryText(key, wholeValueText(value)));
  return entries.length === 0 ? '{} (empty)' : `{ ${entries.join(', ')} }`;
}

/** Of what is only to be there, or not to be, there is no value to tell. */
function entryText(key: string, text: string): string {
  if (text === 'nothing') return `no ${key}`;
  return text === 'some value' ? `any ${key}` : `${key}: ${text}`;
}

function operatorsText(value: JsonObject): string | undefined {
  const keys = Object.keys(value);
  if (keys.length === 0 || !keys.every((key) => key.startsWith('$'))) return undefined;
  if (keys.length === 2 && '$min' in value && '$max' in value)
    return `between ${wholeValueText(value.$min)} and ${wholeValueText(value.$max)}`;
  return keys.map((key) => operatorText(key, value[key] ?? null)).join(', and ');
}

function operatorText(operator: string, operand: Json): string {
  switch (operator) {
    case '$absent':
      return operand === false ? 'some value' : 'nothing';
    case '$exists':
      return operand === false ? 'nothing' : 'some value';
    case '$min':
      return `at least ${wholeValueText(operand)}`;
    case '$max':
      return `at most ${wholeValueText(operand)}`;
    case '$oneOf':
      return Array.isArray(operand) ? oneOfText(operand) : wholeValueText(operand);
    case '$matches':
      return `a text that matches /${typeof operand === 'string' ? operand : wholeValueText(operand)}/`;
    case '$not':
      return `anything but ${wholeValueText(operand)}`;
    case '$exactly':
      return `exactly ${wholeValueText(operand)}, and no more`;
    case '$every':
      return `every entry: ${wholeValueText(operand)}`;
    case '$none':
      return `no entry: ${wholeValueText(operand)}`;
    case '$count':
      return `${countText(operand)} ${operand === 1 ? 'entry' : 'entries'}`;
    case '$cron':
      return `a schedule that fires as ${wholeValueText(operand)} does`;
    case '$lines':
      return `a text with the lines ${wholeValueText(operand)}`;
    case '$json':
      return `JSON that says ${wholeValueText(operand)}`;
    default: // an operator of a newer lab format, in a saved file
      return `${operator} ${wholeValueText(operand)}`;
  }
}

function oneOfText(choices: readonly Json[]): string {
  const texts = choices.map(wholeValueText);
  return texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} or ${texts.at(-1)}`;
}

function shortened(text: string): string {
  const characters = [...text];
  return characters.length <= longest ? text : `${characters.slice(0, longest - 1).join('')}…`;
}
