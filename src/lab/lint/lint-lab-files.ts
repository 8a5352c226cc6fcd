import type { ManifestObject } from '../manifest.ts';
import { parseManifest } from '../manifest.ts';
import type { Mistake } from '../mistake.ts';
import { parseLab } from '../parse-lab.ts';
import type { Lab } from '../schema/lab.ts';
import { lintLab } from './lint-lab.ts';

/** A lab's files as texts. */
export interface LabTexts {
  /** What mistakes call the lab file. */
  readonly path: string;
  /** What its file and folder are called. */
  readonly name: string;
  readonly topic: string;
  /** What mistakes call the folder of its manifests. */
  readonly manifestFolder: string;
  readonly isBuiltIn: boolean;
  readonly text: string;
  /** By path in the manifest folder. */
  readonly manifests: Readonly<Record<string, string>>;
}

/** All mistakes of a lab and its manifests. The rules of lint are asked once everything parses. */
export function lintLabFiles(texts: LabTexts): readonly Mistake[] {
  const parsed = parseLab(texts.text, texts.path, Object.keys(texts.manifests));
  if (parsed.parsed === 'mistakes') return parsed.mistakes;
  const manifests: Record<string, readonly ManifestObject[]> = {};
  const mistakes: Mistake[] = [];
  for (const [path, text] of Object.entries(texts.manifests)) {
    const manifest = parseManifest(text, `${texts.manifestFolder}/${path}`, plainReplacements(parsed.lab));
    if (manifest.parsed === 'objects') manifests[path] = manifest.objects;
    else mistakes.push(...manifest.mistakes);
  }
  if (mistakes.length > 0) return mistakes;
  const { name, topic, isBuiltIn } = texts;
  return lintLab({ lab: parsed.lab, manifests, place: { name, topic }, isBuiltIn, mistakeAt: parsed.mistakeAt });
}

const plainReplacements = (lab: Lab): Readonly<Record<string, string>> =>
  Object.fromEntries([...Object.keys(lab.namespaces), ...lab.names].map((name) => [name, name]));
