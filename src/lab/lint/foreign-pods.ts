import { valueAt } from '../../kubernetes/json.ts';
import { mappingsAt } from '../../kubernetes/pod-template.ts';
import type { ManifestObject } from '../manifest.ts';
import type { Path } from '../mistake.ts';
import { quoted } from '../mistake.ts';
import type { Check } from '../schema/checks.ts';
import type { LabDraft, LintRule } from './lab-draft.ts';
import { filesOf, stepsOfLab } from './steps-of-lab.ts';

/** Commands are run in Pods that the lab's start itself makes, and nowhere else: nothing of the learner's is touched. */
export const foreignPods: LintRule = (draft) => {
  const pods = podsStarted(draft);
  return draft.lab.tasks.flatMap(({ checks }, task) =>
    checks.flatMap((check, index) =>
      insidersOf(check, ['tasks', task, 'checks', index]).flatMap(({ path, name, container }) => {
        const message = problemOf(pods, name, container);
        return message === undefined ? [] : [draft.mistakeAt({ rule: 'foreign-pod', path, message })];
      }),
    ),
  );
};

/** A Pod in which a check runs something. */
interface Insider {
  readonly path: Path;
  readonly name: string;
  readonly container: string | undefined;
}

function insidersOf(check: Check, path: Path): readonly Insider[] {
  if ('all' in check) return check.all.flatMap((one, index) => insidersOf(one, [...path, 'all', index]));
  if ('any' in check) return check.any.flatMap((one, index) => insidersOf(one, [...path, 'any', index]));
  if ('not' in check) return insidersOf(check.not, [...path, 'not']);
  if ('exec' in check) {
    const { pod: name, container } = check.exec;
    return [{ path: [...path, 'exec', 'pod'], name, container }];
  }
  if ('reach' in check) {
    const { confirm } = check.reach;
    return confirm === undefined ? [] : [named(confirm, [...path, 'reach', 'confirm'])];
  }
  return 'dns' in check ? [named(check.dns, [...path, 'dns'])] : [];
}

const named = (
  { from, container }: { readonly from: string; readonly container?: string | undefined },
  path: Path,
): Insider => ({ path: [...path, 'from'], name: from.slice(from.indexOf('/') + 1), container });

function problemOf(pods: readonly ManifestObject[], name: string, container: string | undefined): string | undefined {
  const pod = pods.find(({ written }) => valueAt(written, 'metadata', 'name') === name);
  if (pod === undefined)
    return `commands run only in Pods that the lab's start makes, and no manifest of it has a Pod ${quoted(name)}`;
  const containers = mappingsAt(pod.object, 'spec', 'containers').map((one) => String(one.name));
  if (container === undefined && containers.length > 1)
    return `Pod ${quoted(name)} has several containers: \`container\` names one of ${containers.join(', ')}`;
  if (container !== undefined && !containers.includes(container))
    return `Pod ${quoted(name)} has no container ${quoted(container)}; it has ${containers.join(', ')}`;
  return undefined;
}

/** Pods in the manifests that the start applies. */
export function podsStarted({ lab, manifests }: LabDraft): readonly ManifestObject[] {
  const files = stepsOfLab(lab).flatMap(({ step, of }) => (of === 'start' ? filesOf(step) : []));
  return files.flatMap((file) => manifests[file] ?? []).filter(({ object }) => object.kind === 'Pod');
}
