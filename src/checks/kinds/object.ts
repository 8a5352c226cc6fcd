import type { Json } from '../../kubernetes/json.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { refOf } from '../../kubernetes/kube-object.ts';
import type { CheckContext, CheckKind, Finding } from '../check-kind.ts';
import { readsElsewhere } from '../elsewhere.ts';
import { isGarbage, ownerReads } from '../garbage.ts';
import type { Difference, Evidence, Issue } from '../issue.ts';
import { difference } from '../match/differences.ts';
import { isCount, isTooFew } from '../match/operators.ts';
import { asksForStatus, isObjectMoving, isRolloutMoving, isTerminating } from '../moving.ts';
import { withOtherLevel } from '../other-level.ts';
import { kindOfObject, readOf } from '../target.ts';
import { troubleReads, troublesOf } from '../troubles.ts';
import type { View } from '../view.ts';
import { wantedValues } from '../wanted-values.ts';
import { workloadsBehind } from '../workloads-behind.ts';
import { lackReads, lackTroubles } from './object-lack.ts';
import type { ObjectQuery } from './object-query.ts';
import { conditionReads, describe, differencesOf, isMentioned, nearestOf, objectQuery } from './object-query.ts';

/**
 * An object exists and means what is wanted, is absent, or is there N times. One on its way out is there no more as far as
 * something is wanted of it, and still there as long as it should be gone.
 */
export const objectKind: CheckKind<'object'> = {
  reads: (check, context) => {
    const query = objectQuery(check, context);
    return [readOf(query), ...conditionReads(query)];
  },
  nearby: (check, view, context) => {
    const query = objectQuery(check, context);
    const found = matchesOf(query, view);
    if (check.absent === true) return [...ownerReads(found), ...troubleReads(found.filter(isTerminating))];
    const lasting = found.filter(isLasting(query));
    if (check.count === undefined)
      return lasting.length > 0 ? [] : [...readsElsewhere(query, context), ...lackReads(query, view)];
    const count = check.count as Json; // a number or { $min, $max }
    return isTooFew(count, lasting.length) ? lackReads(query, view) : ownerReads(lasting);
  },
  judge: (check, view, context) => {
    const query = objectQuery(check, context);
    const found = matchesOf(query, view);
    if (check.absent === true) return judgeAbsence(query, found, view, context);
    const lasting = found.filter(isLasting(query));
    if (check.count !== undefined) return judgeCount(check.count as Json, query, lasting, view, context); // a number or { $min, $max }
    return lasting.length > 0 ? holds(query, lasting, context) : missing(query, view, context);
  },
};

const matchesOf = (query: ObjectQuery, view: View): readonly KubeObject[] =>
  view
    .list(query.kind, query.namespace)
    .filter((object) => isMentioned(object, query, view) && differencesOf(object, query, view).length === 0);

/** Not on its way out, unless the pattern itself speaks of that. */
const isLasting =
  ({ has }: ObjectQuery) =>
  (object: KubeObject): boolean =>
    !isTerminating(object) || JSON.stringify(has ?? null).includes('deletionTimestamp');

/** Told of an object that will stay as it is, if there is one. */
function holds(query: ObjectQuery, found: readonly KubeObject[], context: CheckContext): Finding {
  const isSettled = (object: KubeObject): boolean =>
    !asksForStatus(query.has) || !isObjectMoving(object, context.nowMs);
  const settled = found.find(isSettled);
  const [shown] = settled === undefined ? found : [settled];
  if (shown === undefined) throw new Error('something was found');
  const evidence: Evidence = { code: 'object', object: refOf(shown), values: wantedValues(query.has, shown) };
  return {
    finding: 'holds',
    evidence: [evidence],
    isMoving: settled === undefined,
    candidates: found.map((object) => ({
      kind: kindOfObject(object),
      name: object.metadata.name,
      ...(object.metadata.namespace === undefined ? {} : { namespace: object.metadata.namespace }),
    })),
  };
}

/** The named object is there but means something else: each difference is an issue. Else nothing is there: the nearest miss. */
function missing(query: ObjectQuery, view: View, context: CheckContext): Finding {
  const objects = view.list(query.kind, query.namespace);
  const named = query.name === undefined ? undefined : objects.find((object) => object.metadata.name === query.name);
  const [first, ...rest] = named === undefined ? [] : issuesOf(named, query, view, context);
  if (first !== undefined) return { finding: 'fails', issues: [first, ...rest] };
  const wanted = describe(query, view);
  const isMoving = isPodToCome(query, objects, context) || isAnyMoving(query, view, context);
  const why = lackTroubles(query, view, context.nowMs);
  return {
    finding: 'fails',
    issues: [{ code: 'object_missing', wanted, ...nearestOf(query, view, context), isMoving, ...why }],
  };
}

function issuesOf(named: KubeObject, query: ObjectQuery, view: View, context: CheckContext): readonly Issue[] {
  const isMoving = isObjectMoving(named, context.nowMs);
  const going = isLasting(query)(named)
    ? []
    : [difference({ $absent: true }, named.metadata.deletionTimestamp, ['metadata', 'deletionTimestamp'])];
  return [...going, ...differencesOf(named, query, view)].map((one) => ({
    code: 'value_differs',
    object: refOf(named),
    difference: withOtherLevel(one, named),
    isMoving: isMoving && (isControllers(one) || going.includes(one)),
    ...(one.path.startsWith('status') ? troublesOf([named], view, context.nowMs) : {}),
  }));
}

/**
 * Controllers write the status, and fill in where a claim, a volume or a Pod belongs.
 * https://kubernetes.io/docs/concepts/storage/persistent-volumes/#binding
 */
const isControllers = ({ path, found }: Difference): boolean =>
  path.startsWith('status') ||
  (found === undefined && ['spec.volumeName', 'spec.claimRef', 'spec.nodeName'].includes(path));

function judgeAbsence(query: ObjectQuery, found: readonly KubeObject[], view: View, context: CheckContext): Finding {
  const wanted = describe(query, view);
  if (found.length === 0) {
    const isMoving = asksForStatus(query.has) && isAnyMoving(query, view, context);
    return { finding: 'holds', evidence: [{ code: 'absent', wanted }], isMoving };
  }
  const isMoving = found.every(
    (object) =>
      isGarbage(object, view) ||
      (isObjectMoving(object, context.nowMs) && (isTerminating(object) || asksForStatus(query.has))),
  );
  const why = troublesOf(found.filter(isTerminating), view, context.nowMs);
  return { finding: 'fails', issues: [{ code: 'object_present', wanted, found: found.map(refOf), isMoving, ...why }] };
}

function judgeCount(
  count: Json,
  query: ObjectQuery,
  found: readonly KubeObject[],
  view: View,
  context: CheckContext,
): Finding {
  const isMoving =
    isAnyMoving(query, view, context) ||
    found.some((object) => isGarbage(object, view)) ||
    isMadeSmaller(query, found, view, context);
  const wanted = describe(query, view);
  if (isCount(count, found.length))
    return { finding: 'holds', evidence: [{ code: 'count', wanted, found: found.map(refOf) }], isMoving };
  const near = found.length === 0 ? nearestOf(query, view, context) : {};
  const why = isTooFew(count, found.length) ? lackTroubles(query, view, context.nowMs) : {};
  return {
    finding: 'fails',
    issues: [{ code: 'count_differs', wanted, count, found: found.map(refOf), ...near, isMoving, ...why }],
  };
}

/** An object that meets the conditions, whatever its pattern says as yet, is about to change: Pods, or the status asked for. */
function isAnyMoving(query: ObjectQuery, view: View, context: CheckContext): boolean {
  if (query.kind !== 'Pod' && !asksForStatus(query.has)) return false;
  return view
    .list(query.kind, query.namespace)
    .some((object) => isMentioned(object, query, view) && isObjectMoving(object, context.nowMs));
}

/** Pods of a workload that will delete some of them, or replace them. */
const isMadeSmaller = (query: ObjectQuery, pods: readonly KubeObject[], view: View, { nowMs }: CheckContext): boolean =>
  query.kind === 'Pod' &&
  workloadsBehind(pods, query.namespace, view).some((workload) => isRolloutMoving(workload, pods, nowMs));

/** A Pod that controllers make may still come while others of its kind are on their way. */
const isPodToCome = (query: ObjectQuery, objects: readonly KubeObject[], context: CheckContext): boolean =>
  query.kind === 'Pod' && objects.some((object) => isObjectMoving(object, context.nowMs));
