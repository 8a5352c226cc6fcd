import { targetOf } from '../../cluster/target.ts';
import type { PatchOptions } from '../../cluster/write.ts';
import { patchObject } from '../../cluster/write.ts';
import type { Json, JsonObject } from '../../kubernetes/json.ts';
import { isJsonObject, valueAt } from '../../kubernetes/json.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { refOf } from '../../kubernetes/kube-object.ts';
import { mappingsAt } from '../../kubernetes/pod-template.ts';
import type { StepOf } from '../../lab/schema/steps.ts';
import { lastAppliedAnnotation } from '../apply/last-applied.ts';
import { accepted } from './ask.ts';
import { eachObject } from './each-object.ts';
import { whileMoving } from './moving-refusals.ts';
import type { StepContext } from './step-context.ts';

/** `kubectl apply --server-side`, with what it does to objects that were applied from the client before. */
export async function runServerSideApply(context: StepContext, step: StepOf<'serverSideApply'>): Promise<void> {
  await eachObject(context, step.serverSideApply, async (object, file) => {
    await whileMoving(context, `apply ${file}`, () => applyToServer(context, object, step.force === true, file));
    context.onProgress({ event: 'objectWritten', object: refOf(object), outcome: 'configured' });
  });
}

async function applyToServer(context: StepContext, object: KubeObject, force: boolean, file: string): Promise<void> {
  const target = targetOf(object);
  const options: PatchOptions = {
    ...{ type: 'apply', force, fieldManager: 'kubectl', fieldValidation: 'Strict', signal: context.signal },
  };
  const apply = async () => accepted(await patchObject(context.client, target, object, options), target, { file });
  const applied = await keepAnnotation(context, await apply());
  const managedFields = migrated(mappingsAt(applied, 'metadata', 'managedFields'));
  if (managedFields === undefined) return;
  const patch = [
    { op: 'replace', path: '/metadata/managedFields', value: managedFields },
    { op: 'replace', path: '/metadata/resourceVersion', value: applied.metadata.resourceVersion ?? '' },
  ];
  const options2: PatchOptions = { type: 'json', fieldManager: 'kubectl', signal: context.signal };
  const renamed = await patchObject(context.client, target, patch, options2);
  if (renamed.result === 'ok') await apply(); // kubectl only warns when this fails: the object is applied
}

/** kubectl first takes the annotation of client-side apply over, so that it outlives the migration. */
async function keepAnnotation(context: StepContext, applied: KubeObject): Promise<KubeObject> {
  const text = valueAt(applied, 'metadata', 'annotations', lastAppliedAnnotation);
  const isApplied = mappingsAt(applied, 'metadata', 'managedFields').some(
    (entry) => entry.operation === 'Apply' && ownsAnnotation(entry),
  );
  if (typeof text !== 'string' || isApplied) return applied;
  const { name, namespace } = applied.metadata;
  const justAnnotation = {
    ...{ apiVersion: applied.apiVersion, kind: applied.kind },
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      annotations: { [lastAppliedAnnotation]: text },
    },
  };
  const options: PatchOptions = { type: 'apply', fieldManager: 'kubectl-last-applied', signal: context.signal };
  return accepted(await patchObject(context.client, targetOf(applied), justAnnotation, options), targetOf(applied));
}

/**
 * Field managers with those of client-side apply made one with `kubectl`'s; undefined where there is nothing to migrate.
 * https://kubernetes.io/docs/reference/using-api/server-side-apply/#upgrading-from-client-side-apply-to-server-side-apply
 */
export function migrated(entries: readonly JsonObject[]): readonly JsonObject[] | undefined {
  const old = new Set(
    entries.filter((entry) => entry.operation === 'Update' && ownsAnnotation(entry)).map(({ manager }) => manager),
  );
  if (old.size === 0) return undefined;
  const isOld = (entry: JsonObject) =>
    old.has(entry.manager ?? null) && entry.operation === 'Update' && entry.subresource === undefined;
  const isApply = (entry: JsonObject) =>
    entry.manager === 'kubectl' && entry.operation === 'Apply' && entry.subresource === undefined;
  const target = entries.find(isApply) ?? entries.find(isOld);
  if (target === undefined) return undefined;
  const same = entries.filter((entry) => isOld(entry) && entry.apiVersion === target.apiVersion);
  const fields = same.reduce<Json>((all, entry) => union(all, entry.fieldsV1 ?? {}), target.fieldsV1 ?? {});
  const joined = { ...target, manager: 'kubectl', operation: 'Apply', fieldsV1: fields };
  return entries.flatMap((entry) => (entry === target ? [joined] : isOld(entry) ? [] : [entry]));
}

const ownsAnnotation = (entry: JsonObject): boolean =>
  valueAt(entry, 'fieldsV1', 'f:metadata', 'f:annotations', `f:${lastAppliedAnnotation}`) !== undefined;

function union(left: Json, right: Json): Json {
  if (!isJsonObject(left) || !isJsonObject(right)) return left;
  const shared = Object.entries(left).map(([key, value]) => [key, union(value, right[key] ?? {})] as const);
  return { ...right, ...Object.fromEntries(shared) };
}
