import type { Document } from 'yaml';
import { LineCounter, parseAllDocuments } from 'yaml';
import type { Json, JsonObject } from '../kubernetes/json.ts';
import { isJsonObject } from '../kubernetes/json.ts';
import type { KubeObject } from '../kubernetes/kube-object.ts';
import { GoYamlError, goYamlToJson } from './go-yaml.ts';
import { manifestFindings } from './manifest-findings.ts';
import type { Finding, Mistake, Path } from './mistake.ts';
import { inOrder, quoted } from './mistake.ts';
import type { Replacements } from './placeholders.ts';
import { replacePlaceholders } from './placeholders.ts';
import { maxDepth, maxLength, nodeBelow, repeatedKeys, sentence } from './yaml-document.ts';
import { mistakeFrom, nodeAt, startOf } from './yaml-position.ts';

export interface ManifestObject {
  /** With the placeholders replaced. */
  readonly object: KubeObject;
  /** As the author wrote it, placeholders and all. */
  readonly written: JsonObject;
  readonly file: string;
  /** The place of a path in this object. */
  readonly mistakeAt: (finding: Finding) => Mistake;
}

export type ParsedManifest =
  | { readonly parsed: 'objects'; readonly objects: readonly ManifestObject[] }
  | { readonly parsed: 'mistakes'; readonly mistakes: readonly Mistake[] };

/**
 * Reads a manifest as kubectl does: YAML 1.1 by go-yaml's rules, several documents, lists flattened. Placeholders are
 * replaced after that. Every object has apiVersion, kind and name, and one of a built-in kind that lies in a namespace
 * says in which. Pure, and never throws, whatever the text.
 *
 * @param replacements what the lab's namespaces and names are called in this copy
 */
export function parseManifest(text: string, file: string, replacements: Replacements): ParsedManifest {
  const lines = new LineCounter();
  const atNode = (node: unknown, message: string): Mistake =>
    mistakeFrom({ rule: 'manifest', path: [], message }, file, startOf(node, lines));
  if (text.length > maxLength) return only(atNode(undefined, `the file is longer than ${maxLength / 1024} KiB`));
  try {
    const documents = parseDocuments(text, lines);
    const error = documents.flatMap((document) => document.errors)[0];
    if (error !== undefined) return only(atNode({ range: error.pos }, `not readable: ${sentence(error.message)}`));
    const read = documents.map((document) => readDocument(document, file, lines, replacements));
    const mistakes = read.flatMap((one) => one.mistakes);
    if (mistakes.length > 0) return { parsed: 'mistakes', mistakes: inOrder(mistakes) };
    return { parsed: 'objects', objects: read.flatMap((one) => one.objects) };
  } catch (error) {
    if (error instanceof GoYamlError) return only(atNode(error.node, `not readable: ${error.message}`));
    if (error instanceof RangeError) return only(atNode(undefined, `nested more than ${maxDepth} deep`));
    throw error;
  }
}

const only = (mistake: Mistake): ParsedManifest => ({ parsed: 'mistakes', mistakes: [mistake] });

function parseDocuments(text: string, lineCounter: LineCounter): readonly Document.Parsed[] {
  const documents = parseAllDocuments(text, {
    ...{ lineCounter, schema: 'failsafe', prettyErrors: false, logLevel: 'silent', uniqueKeys: false },
  });
  // An empty stream is a list with a property of its own, and holds no documents.
  return [...documents].filter((document) => document.contents !== null);
}

interface ReadDocument {
  readonly objects: readonly ManifestObject[];
  readonly mistakes: readonly Mistake[];
}

function readDocument(
  document: Document.Parsed,
  file: string,
  lines: LineCounter,
  replacements: Replacements,
): ReadDocument {
  const tooDeep = nodeBelow(document.contents, maxDepth);
  if (tooDeep !== undefined) throw new GoYamlError(`nested more than ${maxDepth} deep`, tooDeep);
  const repeated = repeatedKeys(document.contents).map((key) =>
    mistakeFrom(
      { rule: 'repeated-key', path: [], message: `the key ${quoted(String(key))} is given twice` },
      ...([file, startOf(key, lines)] as const),
    ),
  );
  const value = goYamlToJson(document);
  if (value === null) return { objects: [], mistakes: repeated };
  const parts = flattened(value, []).map(({ path, value: written }): ReadDocument => {
    const mistakeAt = (finding: Finding): Mistake => {
      const whole = { ...finding, path: [...path, ...finding.path] };
      return mistakeFrom(whole, file, startOf(nodeAt(document, whole), lines));
    };
    const findings = manifestFindings(written, Object.keys(replacements));
    if (findings.length > 0 || !isJsonObject(written)) return { objects: [], mistakes: findings.map(mistakeAt) };
    const object = replacePlaceholders(written, replacements) as KubeObject; // manifestFindings has looked at what the type promises
    return { objects: [{ object, written, file, mistakeAt }], mistakes: [] };
  });
  return {
    objects: parts.flatMap((part) => part.objects),
    mistakes: [...repeated, ...parts.flatMap((part) => part.mistakes)],
  };
}

/** kubectl takes a list of objects, of kind List or PodList, for its entries. */
function flattened(value: Json, path: Path): readonly { readonly path: Path; readonly value: Json }[] {
  if (!isJsonObject(value) || !String(value.kind).endsWith('List') || !Array.isArray(value.items))
    return [{ path, value }];
  return value.items.flatMap((item: Json, index: number) => flattened(item, [...path, 'items', index]));
}
