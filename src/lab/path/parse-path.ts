import type { Finding, Mistake } from '../mistake.ts';
import { inOrder } from '../mistake.ts';
import type { LearnersPath } from '../schema/path.ts';
import { pathSchema } from '../schema/path.ts';
import { walkSchema } from '../walk-schema.ts';
import { readYamlDocument } from '../yaml-document.ts';

export type ParsedPath =
  | { readonly parsed: 'path'; readonly path: LearnersPath; readonly mistakeAt: (finding: Finding) => Mistake }
  | { readonly parsed: 'mistakes'; readonly mistakes: readonly Mistake[] };

/** Reads a `labs/path.yaml`. Pure, and never throws, whatever the text. @param file what mistakes call the file */
export function parsePath(text: string, file: string): ParsedPath {
  const document = readYamlDocument(text, file);
  if (document.read === 'mistakes') return { parsed: 'mistakes', mistakes: document.mistakes };
  const { value, mistakeAt } = document;
  const mistakes = [...document.mistakes, ...walkSchema(pathSchema, value).findings.map(mistakeAt)];
  if (mistakes.length > 0) return { parsed: 'mistakes', mistakes: inOrder(mistakes) };
  return { parsed: 'path', path: pathSchema.parse(value), mistakeAt };
}
