import { isSameJson, valueAt } from '../../kubernetes/json.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { refOf } from '../../kubernetes/kube-object.ts';
import type { CheckOf } from '../../lab/schema/checks.ts';
import type { Issue } from '../issue.ts';
import { differences } from '../match/differences.ts';
import type { View } from '../view.ts';
import { currentRevisionObject } from './rollout-revision.ts';

/** What a difference in it is told of: no field of the object itself. */
export const changeCausePath = 'change cause of the current revision';

const annotation = 'kubernetes.io/change-cause';

/**
 * The change cause of the current revision, as the history shows it: that of its ReplicaSet or ControllerRevision, whatever
 * the object itself says by now. A Deployment copies its annotations to the ReplicaSet of its template, which it does not have
 * while it is paused with a new one; the other kinds copy them only when they make a revision. In a ReplicaSet that has
 * none, the history falls back on the one in its template.
 * https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#checking-rollout-history-of-a-deployment
 */
export function changeCauseOf(object: KubeObject, view: View): string | undefined {
  const revision = currentRevisionObject(object, view);
  return [revision?.metadata.annotations?.[annotation], valueAt(revision, 'spec', 'template', ...inTemplate)].find(
    (cause): cause is string => typeof cause === 'string' && cause !== '',
  );
}

const inTemplate = ['metadata', 'annotations', annotation];

export function changeCauseIssues(
  object: KubeObject,
  spec: CheckOf<'rollout'>['rollout'],
  view: View,
): readonly Issue[] {
  if (spec.changeCause === undefined) return [];
  const isMoving = isCauseMoving(object, view);
  return differences(spec.changeCause, changeCauseOf(object, view), [changeCausePath], {}).map((one) => ({
    ...{ code: 'value_differs', object: refOf(object), difference: one, isMoving },
  }));
}

/** A Deployment is about to copy its own change cause to the current revision. */
export function isCauseMoving(object: KubeObject, view: View): boolean {
  const own = object.metadata.annotations?.[annotation];
  if (object.kind !== 'Deployment' || own === undefined) return false;
  const revision = currentRevisionObject(object, view);
  if (own === revision?.metadata.annotations?.[annotation]) return false;
  return valueAt(object, 'spec', 'paused') !== true || isOfTemplate(revision, object);
}

/** Made from the template that the Deployment has now; the hash in its labels is the ReplicaSet's own. */
function isOfTemplate(revision: KubeObject | undefined, deployment: KubeObject): boolean {
  const { 'pod-template-hash': _hash, ...labels } = (valueAt(revision, 'spec', 'template', 'metadata', 'labels') ??
    {}) as Readonly<Record<string, string>>; // the API takes no other labels
  return (
    isSameJson(labels, valueAt(deployment, 'spec', 'template', 'metadata', 'labels') ?? {}) &&
    isSameJson(annotations(revision), annotations(deployment)) &&
    isSameJson(valueAt(revision, 'spec', 'template', 'spec'), valueAt(deployment, 'spec', 'template', 'spec'))
  );
}

const annotations = (object: KubeObject | undefined) =>
  valueAt(object, 'spec', 'template', 'metadata', 'annotations') ?? {};
