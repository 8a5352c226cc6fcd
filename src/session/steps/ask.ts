import type { Refusal } from '../../cluster/refusal.ts';
import type { ObjectTarget } from '../../cluster/target.ts';
import type { DeleteResult, ObjectResult, PatchOptions } from '../../cluster/write.ts';
import { getObject, patchObject } from '../../cluster/write.ts';
import type { Json } from '../../kubernetes/json.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import type { NamespaceRef } from '../../lab/schema/common.ts';
import { nodeTarget } from './node-target.ts';
import type { FailureDetails, StepContext } from './step-context.ts';
import { StepFailed } from './step-context.ts';

/** The object that `kind/name` means. @throws StepFailed where the cluster knows no such kind. */
export async function targetOfName(
  context: StepContext,
  objectName: string,
  namespace: NamespaceRef | undefined,
): Promise<ObjectTarget> {
  const slash = objectName.indexOf('/');
  const [kind, name] = [objectName.slice(0, slash), objectName.slice(slash + 1)];
  if (slash < 1) throw new StepFailed(`${objectName} names no object: a step has no bindings`, { object: objectName });
  const resource = await context.client.resourceOf(kind);
  if (resource === undefined) throw new StepFailed(`this cluster knows no kind "${kind}"`, { object: objectName });
  if (resource.kind === 'Node' && resource.group === '') return nodeTarget(context, name);
  return resource.isNamespaced ? { kind, name, namespace: context.namespaceOf(namespace) } : { kind, name };
}

/** The live object. @throws StepFailed */
export async function getLive(context: StepContext, target: ObjectTarget): Promise<KubeObject> {
  return accepted(await getObject(context.client, target, { signal: context.signal }), target);
}

/** Patches, and returns what is stored then. @throws StepFailed */
export async function patchLive(
  context: StepContext,
  target: ObjectTarget,
  patch: Json,
  options: PatchOptions,
): Promise<KubeObject> {
  return accepted(await patchObject(context.client, target, patch, { ...options, signal: context.signal }), target);
}

/** The object of an answer, or the refusal as a failed step. */
export function accepted(result: ObjectResult, about: ObjectTarget, details: FailureDetails = {}): KubeObject {
  if (result.result === 'ok') return result.object;
  throw refused(result, about, details);
}

export function refused(
  refusal: Exclude<ObjectResult | DeleteResult, { result: 'ok' }> | Refusal,
  about: ObjectTarget,
  details: FailureDetails = {},
): StepFailed {
  const reasons = { notFound: 'NotFound', conflict: 'Conflict', alreadyExists: 'AlreadyExists' } as const;
  return new StepFailed(refusal.message, {
    object: titleOf(about),
    reason: refusal.result === 'refused' ? refusal.reason : reasons[refusal.result],
    ...details,
  });
}

export const titleOf = (target: ObjectTarget): string => `${target.kind.toLowerCase()}/${target.name}`;
