import { valueAt } from '../../kubernetes/json.ts';
import { mappingsAt } from '../../kubernetes/pod-template.ts';
import { filesOf } from '../files-of.ts';
import { placedLeaves } from '../leaves-of.ts';
import type { ManifestObject } from '../manifest.ts';
import type { Path } from '../mistake.ts';
import { quoted } from '../mistake.ts';
import type { LabDraft, LintRule } from './lab-draft.ts';

/** Commands are run in Pods that the lab's start itself makes, and nowhere else: nothing of the learner's is touched. */
export const foreignPods: LintRule = (draft) => {
  const pods = podsStarted(draft);
  return draft.lab.tasks.flatMap(({ checks }, task) =>
    checks.flatMap((check, index) =>
      placedLeaves(check, ['tasks', task, 'checks', index]).flatMap((leaf) => {
        const insider = insiderOf(leaf);
        const message = insider === undefined ? undefined : problemOf(pods, insider);
        return insider === undefined || message === undefined
          ? []
          : [draft.mistakeAt({ rule: 'foreign-pod', path: insider.path, message })];
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

function insiderOf({ check, path }: ReturnType<typeof placedLeaves>[number]): Insider | undefined {
  if ('exec' in check) {
    const { pod: name, container } = check.exec;
    return { path: [...path, 'exec', 'pod'], name, container };
  }
  if ('reach' in check) {
    const { confirm } = check.reach;
    return confirm === undefined ? undefined : named(confirm, [...path, 'reach', 'confirm']);
  }
  return 'dns' in check ? named(check.dns, [...path, 'dns']) : undefined;
}

const named = (
  { from, container }: { readonly from: string; readonly container?: string | undefined },
  path: Path,
): Insider => ({ path: [...path, 'from'], name: from.slice(from.indexOf('/') + 1), container });

function problemOf(pods: readonly ManifestObject[], { name, container }: Insider): string | undefined {
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
  return filesOf(lab.start)
    .flatMap((file) => manifests[file] ?? [])
    .filter(({ object }) => object.kind === 'Pod');
}
