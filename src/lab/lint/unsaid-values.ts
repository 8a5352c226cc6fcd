import { builtInKind } from '../../kubernetes/resource-kind.ts';
import { quoted } from '../mistake.ts';
import type { Task } from '../schema/lab.ts';
import type { LintRule } from './lab-draft.ts';
import type { WantedValue } from './wanted-values.ts';
import { wantedValues } from './wanted-values.ts';
import { hasWord } from './word-in-text.ts';

/** proving.md, "Text and checks agree": nobody is failed for something that the text does not ask. */
export const unsaidValues: LintRule = ({ lab, mistakeAt }) =>
  lab.tasks.flatMap((task, index) => {
    const wanted = task.checks.flatMap((check, at) => wantedValues(check, ['tasks', index, 'checks', at]));
    return firstOfEach(wanted.filter(({ text }) => !isSaid(text, task))).map(({ path, text, isGuess }) => {
      const message = `a check wants ${quoted(text)}, which the text of task ${quoted(task.id)} does not say: say it, or why not under \`implied\``;
      const severity = isGuess === true ? 'warning' : 'error';
      return mistakeAt({ rule: 'unsaid-value', severity, path, message });
    });
  });

const firstOfEach = (values: readonly WantedValue[]): readonly WantedValue[] =>
  values.filter(({ text }, index) => values.findIndex((other) => other.text === text) === index);

function isSaid(value: string, task: Task): boolean {
  if (Object.hasOwn(task.implied, value)) return true;
  const text = `${task.title}\n${task.text}`;
  return spellings(value).some((spelling) => hasWord(text, spelling));
}

const numberWords = [
  ...['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'],
];

/** Ways in which a text may say the same: `two` for 2, `Pod` for pods. */
function spellings(value: string): readonly string[] {
  const number = /^\d+$/.test(value) ? [numberWords[Number(value)] ?? value, ...(value === '0' ? ['no'] : [])] : [];
  const kind = builtInKind(value);
  const kinds = kind === undefined ? [] : [kind.kind, `${kind.kind}s`, kind.resource];
  const plural = /^[a-z]+$/.test(value) ? [`${value}s`, value.replace(/s$/, '')] : [];
  return [value, ...number, ...kinds, ...plural].filter((word) => word !== '');
}
