import type { ClusterClient } from '../../cluster/client.ts';
import { canonicalKind } from '../../kubernetes/resource-kind.ts';
import type { LabInstance } from '../../lab/instantiate-lab.ts';
import { stepsOfLab } from '../../lab/lint/steps-of-lab.ts';
import { madeLater } from '../../session/observe-copy.ts';
import { manifestObjects } from '../../session/steps/copy-step-context.ts';
import { objectOfStep } from '../../session/steps/step-title.ts';

/**
 * A client that knows of no other kinds than a proof of this lab can touch: those in its manifests and steps, what
 * controllers make of them, and what mutants add. Asked once what is served; undefined for a lab that changes that.
 */
export function quickClient(
  client: ClusterClient,
  instance: LabInstance,
  manifests: Readonly<Record<string, string>>,
): ClusterClient | undefined {
  const applied = Object.keys(manifests).flatMap((file) => manifestObjects(file, manifests, instance));
  const named = stepsOfLab(instance.lab).map(({ step }) => {
    const [word = ''] = objectOfStep(step).split('/');
    return canonicalKind(word).split('.')[0] ?? '';
  });
  const kinds = new Set([...applied.map(({ kind }) => kind), ...named, ...madeLater, ...addedByMutants]);
  if (kinds.has('CustomResourceDefinition')) return undefined;
  let discovery: ReturnType<ClusterClient['discover']> | undefined;
  const discover = async () => {
    discovery ??= client.discover();
    const found = await discovery;
    return { ...found, kinds: found.kinds.filter(({ kind }) => kinds.has(kind)) };
  };
  return { ...client, discover };
}

const addedByMutants = ['Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding', 'NetworkPolicy'];
