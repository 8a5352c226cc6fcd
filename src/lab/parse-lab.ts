import { labFacts } from './lab-facts.ts';
import type { Finding, Mistake } from './mistake.ts';
import { inOrder } from './mistake.ts';
import { labRules } from './rules/lab-rules.ts';
import type { Lab } from './schema/lab.ts';
import { labSchema } from './schema/lab.ts';
import { walkSchema } from './walk-schema.ts';
import { readYamlDocument } from './yaml-document.ts';

export type ParsedLab =
  | {
      readonly parsed: 'lab';
      readonly lab: Lab;
      /** The place of something in the file, for what is found later. */
      readonly mistakeAt: (finding: Finding) => Mistake;
    }
  | { readonly parsed: 'mistakes'; readonly mistakes: readonly Mistake[] };

/**
 * Reads a lab file. All mistakes are returned at once, in the order of the file; after a YAML syntax error only that one.
 * Pure, and never throws, whatever the text.
 *
 * @param file what mistakes call the file
 * @param manifestFiles paths in the lab's manifest folder; without it, files that steps name are not looked for
 */
export function parseLab(text: string, file: string, manifestFiles?: readonly string[]): ParsedLab {
  const document = readYamlDocument(text, file);
  if (document.read === 'mistakes') return { parsed: 'mistakes', mistakes: document.mistakes };
  const { findings, visits } = walkSchema(labSchema, document.value);
  const facts = labFacts(document.value, visits, manifestFiles);
  const all = [...findings, ...labRules.flatMap((rule) => rule(facts))];
  const mistakes = [...document.mistakes, ...all.map(document.mistakeAt)];
  if (mistakes.length > 0) return { parsed: 'mistakes', mistakes: inOrder(mistakes) };
  const result = labSchema.safeParse(document.value);
  if (result.success) return { parsed: 'lab', lab: result.data, mistakeAt: document.mistakeAt };
  return { parsed: 'mistakes', mistakes: result.error.issues.map((issue) => document.mistakeAt(unforeseen(issue))) };
}

/** zod refuses what the walk has no words for: better zod's words than none. */
const unforeseen = (issue: { readonly path: readonly PropertyKey[]; readonly message: string }): Finding => ({
  rule: 'shape',
  path: issue.path.map((step) => (typeof step === 'number' ? step : String(step))),
  message: issue.message,
});
