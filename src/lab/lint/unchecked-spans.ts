import { quoted } from '../mistake.ts';
import { codeSpans } from './code-spans.ts';
import type { LintRule } from './lab-draft.ts';
import { mentionsOf } from './mentions.ts';

/** proving.md, "Text and checks agree": what the text puts in backticks is checked, or said to be context. */
export const uncheckedSpans: LintRule = ({ lab, mistakeAt }) =>
  lab.tasks.flatMap((task, index) => {
    const mentions = mentionsOf(task.checks);
    const aliases = Object.keys(lab.namespaces).map((alias) => `\${${alias}}`);
    const known = new Set([...mentions, ...task.context, ...(aliases.length === 1 ? aliases : [])]);
    return [...new Set(codeSpans(task.text))].flatMap((span) => {
      if (isKnown(span, known)) return [];
      const message = `the text says ${quoted(span)}, and no check of the task asks for it: check it, or name it under \`context\``;
      return [mistakeAt({ rule: 'unchecked-span', path: ['tasks', index, 'text'], message })];
    });
  });

/** As a whole, or each of its parts: `app=web,tier=front`. */
function isKnown(span: string, known: ReadonlySet<string>): boolean {
  const bare = span.replaceAll(/["']/g, '');
  if (known.has(span) || known.has(bare)) return true;
  const parts = bare.split(/[\s,=]+|: |:$/).filter((part) => part !== '');
  return parts.length > 1 && parts.every((part) => known.has(part));
}

/** What is excused without need hides the next mistake. */
export const staleExemptions: LintRule = ({ lab, mistakeAt }) =>
  lab.tasks.flatMap((task, index) => {
    const spans = codeSpans(task.text);
    const mentions = mentionsOf(task.checks);
    const context = task.context.flatMap((entry, at) =>
      spans.includes(entry)
        ? []
        : [{ path: ['tasks', index, 'context', at], entry, place: 'no code span of the text' }],
    );
    const implied = Object.keys(task.implied).flatMap((entry) =>
      mentions.has(entry)
        ? []
        : [{ path: ['tasks', index, 'implied', entry], entry, place: 'nothing that a check wants' }],
    );
    return [...context, ...implied].map(({ path, entry, place }) => {
      const message = `${quoted(entry)} is ${place}`;
      return mistakeAt({ rule: 'stale-exemption', severity: 'warning', path, part: 'key', message });
    });
  });
