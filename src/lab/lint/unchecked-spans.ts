import { quoted } from '../mistake.ts';
import type { Task } from '../schema/lab.ts';
import { triedFilesOfCheck } from '../tried-manifests.ts';
import { codeSpans } from './code-spans.ts';
import type { LabDraft, LintRule } from './lab-draft.ts';
import { mentionsOf } from './mentions.ts';

/** proving.md, "Text and checks agree": what the text puts in backticks is checked, or said to be context. */
export const uncheckedSpans: LintRule = ({ lab, manifests, mistakeAt }) =>
  lab.tasks.flatMap((task, index) => {
    const mentions = mentionsOfTask(task, manifests);
    const aliases = Object.keys(lab.namespaces).map((alias) => `\${${alias}}`);
    const known = new Set([...mentions, ...task.context, ...(aliases.length === 1 ? aliases : [])]);
    return [...new Set(codeSpans(task.text))].flatMap((span) => {
      if (isKnown(span, known)) return [];
      const message = `the text says ${quoted(span)}, and no check of the task asks for it: check it, or name it under \`context\``;
      return [mistakeAt({ rule: 'unchecked-span', path: ['tasks', index, 'text'], message })];
    });
  });

/** What a task's checks speak of, and what they try. */
function mentionsOfTask({ checks }: Task, manifests: LabDraft['manifests']): ReadonlySet<string> {
  const tried = checks.flatMap(triedFilesOfCheck).flatMap((file) => manifests[file] ?? []);
  return mentionsOf([...checks, ...tried.map(({ written }) => written)]);
}

/** As a whole, or each of its parts: `app=web,tier=front`. */
function isKnown(span: string, known: ReadonlySet<string>): boolean {
  const bare = span.replaceAll(/["']/g, '');
  if (known.has(span) || known.has(bare)) return true;
  const parts = bare.split(/[\s,=]+|: |:$/).filter((part) => part !== '');
  return parts.length > 1 && parts.every((part) => known.has(part));
}

/** What is excused without need hides the next mistake. */
export const staleExemptions: LintRule = ({ lab, manifests, mistakeAt }) =>
  lab.tasks.flatMap((task, index) => {
    const spans = codeSpans(task.text);
    const mentions = mentionsOfTask(task, manifests);
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
