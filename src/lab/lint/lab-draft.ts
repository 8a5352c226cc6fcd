import { filesOf } from '../files-of.ts';
import type { ManifestObject } from '../manifest.ts';
import type { Finding, Mistake } from '../mistake.ts';
import type { Lab } from '../schema/lab.ts';
import { triedFilesOf } from '../tried-manifests.ts';
import { stepsOfLab } from './steps-of-lab.ts';

/** A lab that parsed, with all that belongs to it, before the rules of `lint` have seen it. */
export interface LabDraft {
  /** As written: placeholders are not replaced. */
  readonly lab: Lab;
  /** By path in the manifest folder. */
  readonly manifests: Readonly<Record<string, readonly ManifestObject[]>>;
  /** Names that the lab's place in its folder calls for. */
  readonly place: { readonly name: string; readonly topic: string };
  /** The labs that come with kubeproctor are trusted; those of others say under `allow` what they need. */
  readonly isBuiltIn: boolean;
  /** The place of a finding in the lab file. */
  readonly mistakeAt: (finding: Finding) => Mistake;
}

export type LintRule = (draft: LabDraft) => readonly Mistake[];

export const allObjects = (draft: LabDraft): readonly ManifestObject[] => Object.values(draft.manifests).flat();

/** Objects that some step may store. What only checks try in dry runs comes to be nowhere. */
export function storedObjects({ lab, manifests }: LabDraft): readonly ManifestObject[] {
  const applied = new Set(filesOf(stepsOfLab(lab).map(({ step }) => step)));
  const onlyTried = new Set(triedFilesOf(lab).filter((file) => !applied.has(file)));
  return Object.entries(manifests).flatMap(([file, objects]) => (onlyTried.has(file) ? [] : objects));
}

/** `${name}` for one of these names occurs in the text. */
export const hasPlaceholder = (text: string, names: readonly string[]): boolean =>
  names.some((name) => text.includes(`\${${name}}`));
