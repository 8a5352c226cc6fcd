import { filesOf } from '../files-of.ts';
import { quoted } from '../mistake.ts';
import { triedFilesOf } from '../tried-manifests.ts';
import type { LabDraft, LintRule } from './lab-draft.ts';
import { allObjects } from './lab-draft.ts';
import { stepsOfLab } from './steps-of-lab.ts';

/** A lab is found by its file's name, in its topic's folder. */
export const misplacedLab: LintRule = ({ lab, place, mistakeAt }) =>
  (['name', 'topic'] as const).flatMap((key) => {
    if (lab[key] === place[key]) return [];
    const where = key === 'name' ? 'file' : 'folder';
    const message = `\`${key}\` is ${quoted(lab[key])}, but the ${where} is called ${quoted(place[key])}`;
    return [mistakeAt({ rule: 'misplaced-lab', path: [key], message, suggestion: place[key] })];
  });

export const unusedFiles: LintRule = ({ lab, manifests, mistakeAt }) => {
  const used = new Set([...filesOf(stepsOfLab(lab).map(({ step }) => step)), ...triedFilesOf(lab)]);
  return Object.keys(manifests).flatMap((file) =>
    used.has(file)
      ? []
      : [
          mistakeAt({
            ...{ rule: 'unused-file', path: [], severity: 'warning' },
            message: `no step, no variant and no check uses the manifest ${quoted(file)}`,
          }),
        ],
  );
};

export const unusedNames: LintRule = (draft) =>
  draft.lab.names.flatMap((name, index) => {
    if (everything(draft).includes(`\${${name}}`)) return [];
    const message = `${quoted(name)} is declared, but ${quoted(`\${${name}}`)} stands nowhere`;
    return [draft.mistakeAt({ rule: 'unused-name', path: ['names', index], severity: 'warning', message })];
  });

const everything = (draft: LabDraft): string =>
  JSON.stringify([draft.lab, allObjects(draft).map(({ written }) => written)]);
