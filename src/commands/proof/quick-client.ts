import type { ClusterClient } from '../../cluster/client.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { withMadeKinds } from '../../kubernetes/made-kinds.ts';
import { canonicalKind } from '../../kubernetes/resource-kind.ts';
import { filesOf } from '../../lab/files-of.ts';
import type { Step } from '../../lab/schema/steps.ts';
import { concernedKinds } from '../../session/concerned-kinds.ts';
import { objectOfStep } from '../../session/steps/step-title.ts';

/** What was done in a copy since it was started. */
export interface Doings {
  /** Those of the start as well. */
  readonly steps: readonly Step[];
  /** Objects that were written without a step. */
  readonly written: readonly KubeObject[];
  readonly objectsOf: (file: string) => readonly KubeObject[];
  readonly exclusive: readonly string[];
}

/**
 * A client that knows of no other kinds than there can be after these doings: those that were written, what controllers
 * make of them, and what the lab concerns. Undefined where a doing may have made another kind.
 */
export function quickClient(client: ClusterClient, doings: Doings): ClusterClient | undefined {
  const kinds = kindsThereCanBe(doings);
  if (kinds.has('CustomResourceDefinition')) return undefined;
  const discover = async () => {
    const found = await client.discover();
    return { ...found, kinds: found.kinds.filter(({ kind }) => kinds.has(kind)) };
  };
  return { ...client, discover };
}

export function kindsThereCanBe({ steps, written, objectsOf, exclusive }: Doings): ReadonlySet<string> {
  const objects = [...filesOf(steps).flatMap(objectsOf), ...written];
  const named = [
    'Namespace',
    ...concernedKinds(exclusive),
    ...steps.flatMap(kindOfStep),
    ...objects.map(({ kind }) => kind),
  ];
  const text = JSON.stringify([steps, objects]);
  return withMadeKinds(named, (kind) => templateFields[kind] === undefined || text.includes(templateFields[kind]));
}

/** What is made for a Pod, or by a StatefulSet, only where such a field has the template. */
const templateFields: Readonly<Record<string, string>> = {
  PersistentVolumeClaim: 'volumeClaimTemplate',
  ResourceClaim: 'resourceClaimTemplateName',
};

/** Of a step that names an object; nodes and requests are named without their kind. */
function kindOfStep(step: Step): readonly string[] {
  if ('taint' in step || 'cordon' in step || 'drain' in step) return ['Node'];
  if ('approve' in step) return ['CertificateSigningRequest'];
  if ('answer' in step || filesOf([step]).length > 0) return [];
  return [canonicalKind(objectOfStep(step).split('/')[0] ?? '').split('.')[0] ?? ''];
}
