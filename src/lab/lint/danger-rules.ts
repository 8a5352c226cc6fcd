import { isJsonObject, valueAt } from '../../kubernetes/json.ts';
import { builtInKind } from '../../kubernetes/resource-kind.ts';
import type { Danger } from '../danger.ts';
import { dangers } from '../danger.ts';
import type { ManifestObject } from '../manifest.ts';
import type { Finding, Mistake, Path } from '../mistake.ts';
import type { Lab } from '../schema/lab.ts';
import type { Step } from '../schema/steps.ts';
import { dangersOf } from './dangers-of.ts';
import type { LabDraft, LintRule } from './lab-draft.ts';
import { hasPlaceholder, storedObjects } from './lab-draft.ts';
import { isClusterWide } from './sharing-rules.ts';
import { stepsOfLab } from './steps-of-lab.ts';

/** A lab of somebody else's says under `allow` how it reaches beyond its namespaces, so that the learner can be asked. */
export const undeclaredDangers: LintRule = (draft) => (draft.isBuiltIn ? [] : dangersNotAllowed(draft));

function dangersNotAllowed(draft: LabDraft): readonly Mistake[] {
  const { lab } = draft;
  const isAllowed = (danger: Danger): boolean => lab.allow.includes(danger);
  const inManifests = storedObjects(draft).flatMap((one) =>
    [...dangersOf(one.written), ...outsideOf(one, lab)]
      .filter(({ danger }) => !isAllowed(danger))
      .map((found) => one.mistakeAt(undeclared(found.danger, found.path))),
  );
  const inSteps = stepsOfLab(lab).flatMap(({ step, path }) =>
    dangersOfStep(step, lab)
      .filter(({ danger }) => !isAllowed(danger))
      .map((found) => draft.mistakeAt(undeclared(found.danger, [...path, ...found.path]))),
  );
  return [...inManifests, ...inSteps];
}

const undeclared = (danger: Danger, path: Path): Finding => ({
  rule: 'undeclared-danger',
  path,
  message: `this ${dangers[danger]}: a lab that needs it declares \`allow: [${danger}]\``,
});

interface FoundDanger {
  readonly danger: Danger;
  readonly path: Path;
}

function outsideOf({ written, object }: ManifestObject, lab: Lab): readonly FoundDanger[] {
  const aliases = Object.keys(lab.namespaces);
  const isWide = isClusterWide(object);
  const path = isWide ? ['metadata', 'name'] : ['metadata', 'namespace'];
  const declared = !isWide || object.kind === 'Namespace' ? aliases : lab.names;
  return hasPlaceholder(String(valueAt(written, ...path)), declared) ? [] : [{ danger: 'outside', path }];
}

/** Steps that write to one object name it by their first key. */
const writing = ['patch', 'delete', 'label', 'annotate', 'scale', 'setImage', 'run'];

function dangersOfStep(step: Step, lab: Lab): readonly FoundDanger[] {
  const [key = '', object] = Object.entries(step)[0] ?? [];
  const inPatch = 'patch' in step ? dangersOf(step.with).map((one) => ({ ...one, path: ['with', ...one.path] })) : [];
  if (key === 'taint' || key === 'cordon' || key === 'drain') return [{ danger: 'outside', path: [key] }];
  const target = key === 'rollout' && 'of' in step ? step.of : object;
  if (!writing.includes(key) && key !== 'rollout') return [];
  const isElsewhere = 'in' in step && isJsonObject(step.in);
  const name = String(target);
  const isWide = builtInKind(name.split('/')[0] ?? '')?.isNamespaced === false;
  const isOwn = !isWide || hasPlaceholder(name, [...lab.names, ...Object.keys(lab.namespaces)]);
  return [...inPatch, ...(isElsewhere || !isOwn ? [{ danger: 'outside' as const, path: [key] }] : [])];
}
