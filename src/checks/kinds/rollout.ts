import type { Json } from '../../kubernetes/json.ts';
import { isSameJson, valueAt } from '../../kubernetes/json.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { refOf } from '../../kubernetes/kube-object.ts';
import { mappingsAt, podSpecOf, podSpecPath } from '../../kubernetes/pod-template.ts';
import { rolloutProgress } from '../../kubernetes/rollout-state.ts';
import type { CheckOf } from '../../lab/schema/checks.ts';
import type { CheckContext, CheckKind } from '../check-kind.ts';
import { LabDefect } from '../check-kind.ts';
import { nearestNamed, readsForMissing } from '../elsewhere.ts';
import type { Difference, Evidence, Issue } from '../issue.ts';
import { difference, differences } from '../match/differences.ts';
import { isRolloutMoving, rolloutNow } from '../moving.ts';
import { startedAs } from '../started-as.ts';
import type { Target } from '../target.ts';
import { findTarget, plainKind, readOf, requireKind, targetOf, wantedTarget } from '../target.ts';
import { troubleReads, troublesOf } from '../troubles.ts';
import type { View } from '../view.ts';
import { listRead } from '../view.ts';
import { wantedValues } from '../wanted-values.ts';
import { changeCauseIssues, changeCauseOf, isCauseMoving } from './rollout-cause.ts';
import { asksForRevision, currentRevision, revisionIssues, revisionKinds } from './rollout-revision.ts';
import { strategyDifferences, strategyField } from './rollout-strategy.ts';

type Spec = CheckOf<'rollout'>['rollout'];

/** A Deployment, StatefulSet or DaemonSet is rolled out: complete, from which revision, paused or not. */
export const rolloutKind: CheckKind<'rollout'> = {
  reads: ({ rollout }, context) => {
    const target = rolloutTarget(rollout, context);
    const revisions = revisionKinds[plainKind(target.kind)] ?? '';
    const isNeeded = asksForRevision(rollout) || rollout.changeCause !== undefined;
    return [
      readOf(target),
      ...(rollout.complete === true ? [listRead('Pod', target.namespace)] : []),
      ...(isNeeded ? [listRead(revisions, target.namespace)] : []),
    ];
  },
  nearby: ({ rollout }, view, context) => {
    const target = rolloutTarget(rollout, context);
    const object = findTarget(target, view);
    if (object === undefined) return readsForMissing(target, view, context);
    const isStarted = rollout.complete === true && rolloutNow(object, podsNear(object, view)).state !== 'complete';
    return isStarted ? troubleReads([object]) : [];
  },
  judge: ({ rollout }, view, context) => {
    const target = rolloutTarget(rollout, context);
    const object = findTarget(target, view);
    if (object === undefined) {
      const wanted = wantedTarget(target, view);
      return {
        finding: 'fails',
        issues: [{ code: 'object_missing', wanted, ...nearestNamed(target, view, context), isMoving: false }],
      };
    }
    const [first, ...rest] = [
      ...valueIssues(object, rollout),
      ...changeCauseIssues(object, rollout, view),
      ...revisionIssues(object, rollout, view),
      ...inPlaceIssues(object, target, rollout, context),
      ...completeIssues(object, rollout, view, context),
    ];
    if (first !== undefined) return { finding: 'fails', issues: [first, ...rest] };
    const isMoving =
      rolloutProgress(object).state === 'generation_not_observed' ||
      (rollout.complete === true && isRolloutMoving(object, podsNear(object, view), context.nowMs)) ||
      (rollout.changeCause !== undefined && isCauseMoving(object, view));
    return { finding: 'holds', evidence: [evidenceOf(object, rollout, view)], isMoving };
  },
};

function rolloutTarget(spec: Spec, context: CheckContext): Target {
  const target = targetOf(spec.of, spec.in, context);
  requireKind(target, Object.keys(revisionKinds), 'rollout');
  if (spec.cameFrom !== undefined) requireKind(target, ['Deployment'], 'cameFrom');
  return target;
}

/** What was asked for, as it was found. */
function evidenceOf(object: KubeObject, spec: Spec, view: View): Evidence {
  const revision = asksForRevision(spec) ? currentRevision(object, view)?.number : undefined;
  const strategy = strategyField(object);
  return {
    code: 'rollout',
    object: refOf(object),
    ...(spec.complete === true ? { available: rolloutProgress(object).available } : {}),
    ...(revision === undefined ? {} : { revision }),
    ...(spec.cameFrom === undefined ? {} : { cameFrom: spec.cameFrom.revision }),
    isUpdated: spec.updated === true,
    values: [
      ...(spec.image === undefined ? [] : imagesMet(object, spec.image).map((found) => ({ path: 'image', found }))),
      ...(spec.paused === undefined ? [] : [{ path: 'paused', found: spec.paused }]),
      ...(spec.changeCause === undefined
        ? []
        : wantedValues(spec.changeCause, changeCauseOf(object, view), ['change cause'])),
      ...wantedValues(spec.strategy, valueAt(object, 'spec', strategy), [strategy]),
    ],
  };
}

function valueIssues(object: KubeObject, spec: Spec): readonly Issue[] {
  const isPaused = valueAt(object, 'spec', 'paused') === true;
  return [
    ...strategyDifferences(spec.strategy, object),
    ...(spec.paused === undefined || spec.paused === isPaused
      ? []
      : [difference(spec.paused, isPaused, ['spec', 'paused'])]),
    ...imageDifferences(object, spec.image),
  ].map((one) => ({ code: 'value_differs', object: refOf(object), difference: one, isMoving: false }));
}

/** Some container of the template has the image; told of the only container, or of all images where there are several. */
function imageDifferences(object: KubeObject, wanted: Json | undefined): readonly Difference[] {
  if (wanted === undefined) return [];
  const path = [...podSpecPath(object.kind).split('.'), 'containers'];
  if (imagesMet(object, wanted).length > 0) return [];
  const containers = mappingsAt(podSpecOf(object), 'containers');
  const [only, ...others] = containers;
  if (only !== undefined && others.length === 0)
    return [difference(wanted, only.image, [...path, `[${String(only.name)}]`, 'image'])];
  return [
    difference(
      wanted,
      containers.map(({ image }) => image ?? null),
      [...path, 'image'],
    ),
  ];
}

const imagesMet = (object: KubeObject, wanted: Json): readonly Json[] =>
  mappingsAt(podSpecOf(object), 'containers')
    .map(({ image }) => image ?? null)
    .filter((image) => differences(wanted, image, ['image'], {}).length === 0);

function inPlaceIssues(object: KubeObject, target: Target, spec: Spec, context: CheckContext): readonly Issue[] {
  if (spec.updated !== true) return [];
  const before = startedAs(target, context);
  if (before === undefined) throw new LabDefect(`the start made no ${spec.of}`);
  if (before.uid !== object.metadata.uid)
    return [{ code: 'not_updated_in_place', object: refOf(object), why: 'replaced', isMoving: false }];
  const isUnchanged = isSameJson(valueAt(before.object, 'spec', 'template'), valueAt(object, 'spec', 'template'));
  return isUnchanged
    ? [{ code: 'not_updated_in_place', object: refOf(object), why: 'unchanged', isMoving: false }]
    : [];
}

/** Complete, and not for want of anything to do: without replicas, or nodes, nothing runs. */
function completeIssues(object: KubeObject, spec: Spec, view: View, context: CheckContext): readonly Issue[] {
  if (spec.complete !== true) return [];
  const pods = podsNear(object, view);
  const { state, isBehind, ...counts } = rolloutNow(object, pods);
  if (state === 'complete' && counts.wanted > 0) return [];
  const reason = state === 'complete' ? 'no_replicas' : state;
  const isMoving = isBehind || isRolloutMoving(object, pods, context.nowMs);
  const why = troublesOf([object], view, context.nowMs);
  return [{ code: 'rollout_incomplete', object: refOf(object), state: { reason, ...counts }, isMoving, ...why }];
}

const podsNear = (object: KubeObject, view: View): readonly KubeObject[] => view.list('Pod', object.metadata.namespace);
