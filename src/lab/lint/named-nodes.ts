import { builtInKind } from '../../kubernetes/resource-kind.ts';
import { quoted } from '../mistake.ts';
import type { Step } from '../schema/steps.ts';
import type { LintRule } from './lab-draft.ts';
import { stepsOfLab } from './steps-of-lab.ts';

/** Nodes are called otherwise on every cluster, so that a step means one by its place. */
export const namedNodes: LintRule = (draft) =>
  stepsOfLab(draft.lab).flatMap(({ step, path }) => {
    const name = nodeOf(step);
    if (name === undefined || name.startsWith('$')) return [];
    const message = `no other cluster need have a node ${quoted(name)}: write ${quoted('$1')} for the first one, ${quoted('$2')} for the second`;
    return [draft.mistakeAt({ rule: 'named-node', path, message })];
  });

function nodeOf(step: Step): string | undefined {
  if ('taint' in step) return step.taint;
  if ('cordon' in step) return step.cordon;
  if ('drain' in step) return step.drain;
  const object =
    'label' in step ? step.label : 'annotate' in step ? step.annotate : 'patch' in step ? step.patch : undefined;
  const [kind = '', name] = object?.split('/') ?? [];
  return builtInKind(kind)?.kind === 'Node' ? name : undefined;
}
