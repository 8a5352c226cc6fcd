import type { ObjectTarget } from '../../cluster/target.ts';
import type { Json, JsonObject } from '../../kubernetes/json.ts';
import { isSameJson, valueAt } from '../../kubernetes/json.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { builtInKind } from '../../kubernetes/resource-kind.ts';
import type { StepOf } from '../../lab/schema/steps.ts';
import { lastAppliedAnnotation } from '../apply/last-applied.ts';
import { listObjects } from '../list-objects.ts';
import { getLive, patchLive, targetOfName, titleOf } from './ask.ts';
import { changeRollout } from './field-steps.ts';
import type { StepContext } from './step-context.ts';
import { StepFailed } from './step-context.ts';

/** `kubectl rollout undo|pause|resume|restart`. */
export async function runRollout(context: StepContext, step: StepOf<'rollout'>): Promise<void> {
  const target = await targetOfName(context, step.of, step.in);
  const live = await getLive(context, target);
  if (step.rollout !== 'undo') {
    const patch = await changeRollout(context, live, step.rollout);
    await patchLive(context, target, patch, { type: 'strategic', fieldManager: 'kubectl-rollout' });
  } else if (live.kind === 'Deployment') await undoDeployment(context, target, live, step.toRevision ?? 0);
  else await undoByControllerRevision(context, target, live, step.toRevision ?? 0);
}

const revisionAnnotation = 'deployment.kubernetes.io/revision';

/** Annotations that stay the Deployment's own; all others come back with the ReplicaSet's. As kubectl's rollback.go. */
const ownAnnotations = new Set([
  lastAppliedAnnotation,
  revisionAnnotation,
  'deployment.kubernetes.io/revision-history',
  'deployment.kubernetes.io/desired-replicas',
  'deployment.kubernetes.io/max-replicas',
  'deprecated.deployment.rollback.to',
]);

/** Copies the template of an older ReplicaSet back; revision 0 is the one before the newest. */
async function undoDeployment(context: StepContext, target: ObjectTarget, live: KubeObject, revision: number) {
  const revisions = (await ownedBy(context, live, 'ReplicaSet')).flatMap((replicaSet) => {
    const number = Number(replicaSet.metadata.annotations?.[revisionAnnotation]);
    return Number.isInteger(number) ? [{ number, object: replicaSet }] : [];
  });
  const found = chosenRevision(revisions, revision);
  if (found === undefined)
    throw noRevision(target, revision, `no rollout history found for deployment "${target.name}"`);
  if (valueAt(live, 'spec', 'paused') === true)
    throw new StepFailed(
      "you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again",
      { object: titleOf(target) },
    );
  const template = withoutHash(valueAt(found, 'spec', 'template') ?? {});
  if (isSameJson(template, withoutHash(valueAt(live, 'spec', 'template') ?? {}))) return;
  const pick = (object: KubeObject, areOwn: boolean) =>
    Object.entries(object.metadata.annotations ?? {}).filter(([key]) => ownAnnotations.has(key) === areOwn);
  const annotations = Object.fromEntries([...pick(live, true), ...pick(found, false)]);
  const patch = [
    { op: 'replace', path: '/spec/template', value: template },
    { op: 'replace', path: '/metadata/annotations', value: annotations },
  ];
  await patchLive(context, target, patch, { type: 'json', fieldManager: 'kubectl' });
}

/** StatefulSets and DaemonSets: their ControllerRevision holds the patch that leads back. */
async function undoByControllerRevision(context: StepContext, target: ObjectTarget, live: KubeObject, wanted: number) {
  const revisions = (await ownedBy(context, live, 'ControllerRevision')).flatMap((object) =>
    typeof object.revision === 'number' ? [{ number: object.revision, object }] : [],
  );
  const found = chosenRevision(revisions, wanted);
  if (found === undefined) throw noRevision(target, wanted, 'no last revision to roll back to');
  await patchLive(context, target, found.data ?? {}, { type: 'strategic', fieldManager: 'kubectl' });
}

interface Revision {
  readonly number: number;
  readonly object: KubeObject;
}

function chosenRevision(revisions: readonly Revision[], wanted: number): KubeObject | undefined {
  if (wanted !== 0) return revisions.find(({ number }) => number === wanted)?.object;
  return revisions.toSorted((left, right) => right.number - left.number)[1]?.object;
}

const noRevision = (target: ObjectTarget, wanted: number, message: string): StepFailed =>
  new StepFailed(wanted === 0 ? message : `unable to find specified revision ${wanted} in history`, {
    object: titleOf(target),
  });

async function ownedBy(context: StepContext, owner: KubeObject, word: string): Promise<readonly KubeObject[]> {
  const kind = builtInKind(word);
  const namespace = owner.metadata.namespace;
  if (kind === undefined || namespace === undefined) return [];
  const listed = await listObjects(context.client, kind, { namespace });
  if (listed.listed === 'refused') throw new StepFailed(listed.message);
  return listed.objects.filter((object) =>
    object.metadata.ownerReferences?.some(({ uid, controller }) => controller === true && uid === owner.metadata.uid),
  );
}

function withoutHash(template: Json): JsonObject {
  const { metadata, ...rest } = template as { readonly [key: string]: Json } & { readonly metadata?: JsonObject }; // a template is a mapping
  const labels = Object.entries((valueAt(metadata, 'labels') ?? {}) as JsonObject); // labels are a mapping
  const kept = Object.fromEntries(labels.filter(([key]) => key !== 'pod-template-hash'));
  return { ...rest, metadata: { ...metadata, labels: kept } };
}
