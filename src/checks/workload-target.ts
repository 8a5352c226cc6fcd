import type { Json } from '../kubernetes/json.ts';
import type { KubeObject } from '../kubernetes/kube-object.ts';
import { labelsOf } from '../kubernetes/kube-object.ts';
import { isLivePodMoving } from '../kubernetes/pod-state.ts';
import { hasPodTemplate } from '../kubernetes/pod-template.ts';
import { builtInKindNames, canonicalKind } from '../kubernetes/resource-kind.ts';
import type { NamespaceRef } from '../lab/schema/common.ts';
import type { Read } from '../snapshot/read.ts';
import type { CheckContext, Finding } from './check-kind.ts';
import { nearestNamed, readsForMissing } from './elsewhere.ts';
import type { Issue } from './issue.ts';
import { differences } from './match/differences.ts';
import { isRolloutMoving, isTerminating } from './moving.ts';
import { labelsText } from './pattern-text.ts';
import { podSelectionOf, podsSelectedBy, selectedPods, selectionText } from './selection.ts';
import { findTarget, placeOf, plainKind, readOf, refOfTarget, requireKind, targetOf, wantedTarget } from './target.ts';
import type { View } from './view.ts';
import { listRead } from './view.ts';
import { workloadsBehind } from './workloads-behind.ts';

/** Whose Pod template a check speaks of: one by name, one that meets the labels, or every Pod that something selects. */
export interface WorkloadOf {
  readonly of: string | { readonly any: string; readonly labels?: Json | undefined } | { readonly selectedBy: string };
  readonly in?: NamespaceRef | undefined;
}

export function workloadReads(
  spec: WorkloadOf,
  context: CheckContext,
): { readonly reads: readonly Read[]; readonly namespace?: string } {
  if (typeof spec.of === 'string') {
    const target = targetOf(spec.of, spec.in, context);
    requireKind(target, builtInKindNames.filter(hasPodTemplate), 'this check');
    return { reads: [readOf(target)], ...namespaceIn(target) };
  }
  if ('any' in spec.of) {
    const place = placeOf(spec.of.any, spec.in, context);
    return { reads: [listRead(canonicalKind(spec.of.any), place.namespace)], ...place };
  }
  const selector = targetOf(spec.of.selectedBy, spec.in, context);
  return { reads: [readOf(selector), listRead('Pod', selector.namespace)], ...namespaceIn(selector) };
}

/** Reads that help to explain why the workload named is not there. */
export const workloadNearby = (spec: WorkloadOf, view: View, context: CheckContext): readonly Read[] =>
  typeof spec.of === 'string' ? readsForMissing(targetOf(spec.of, spec.in, context), view, context) : [];

export type Workloads =
  | {
      readonly objects: readonly KubeObject[];
      readonly quantifier: 'one' | 'all';
      /** They are Pods that come and go at this moment; templates and named Pods stay as they are. */
      readonly isMoving: boolean;
    }
  | { readonly issues: readonly [Issue] };

/** The objects meant; an issue where there is none. */
export function workloadsOf(spec: WorkloadOf, view: View, context: CheckContext): Workloads {
  if (typeof spec.of === 'string') {
    const target = targetOf(spec.of, spec.in, context);
    const object = findTarget(target, view);
    if (object !== undefined) return { objects: [object], quantifier: 'one', isMoving: false };
    const wanted = wantedTarget(target, view);
    return { issues: [{ code: 'object_missing', wanted, ...nearestNamed(target, view, context), isMoving: false }] };
  }
  return 'any' in spec.of
    ? labelled(spec.of, spec.in, view, context)
    : selected(spec.of.selectedBy, spec.in, view, context);
}

/** Of `one`, the finding of the object that comes nearest: one that holds, else the one with the fewest issues; of `all`, all of them. */
export function findingOfWorkloads<T>(
  {
    objects,
    quantifier,
    isMoving = false,
  }: { readonly objects: readonly T[]; readonly quantifier: 'one' | 'all'; readonly isMoving?: boolean },
  judge: (object: T) => Finding,
): Finding {
  const findings = objects.map(judge).map((finding) => (isMoving ? asMoving(finding) : finding));
  const issuesOf = (finding: Finding): readonly Issue[] => (finding.finding === 'fails' ? finding.issues : []);
  const [best] = [...findings].sort((a, b) => issuesOf(a).length - issuesOf(b).length);
  if (best === undefined) throw new Error('there is at least one workload to judge');
  if (quantifier === 'one') return best;
  const [first, ...rest] = findings.flatMap(issuesOf);
  if (first !== undefined) return { finding: 'fails', issues: [first, ...rest] };
  const held = findings.filter((finding) => finding.finding === 'holds');
  return {
    finding: 'holds',
    evidence: held.flatMap(({ evidence }) => evidence),
    isMoving: held.some(({ isMoving }) => isMoving),
  };
}

function asMoving(finding: Finding): Finding {
  switch (finding.finding) {
    case 'holds':
      return { ...finding, isMoving: true };
    case 'fails': {
      const [first, ...rest] = finding.issues.map((issue): Issue => ({ ...issue, isMoving: true }));
      return first === undefined ? finding : { finding: 'fails', issues: [first, ...rest] };
    }
    default:
      return finding;
  }
}

function labelled(
  of: { readonly any: string; readonly labels?: Json | undefined },
  ref: NamespaceRef | undefined,
  view: View,
  context: CheckContext,
): Workloads {
  const kind = canonicalKind(of.any);
  const place = placeOf(of.any, ref, context);
  const objects = view
    .list(kind, place.namespace)
    .filter((object) => !isTerminating(object))
    .filter(
      (object) => of.labels === undefined || differences(of.labels, labelsOf(object), ['labels'], {}).length === 0,
    );
  if (objects.length > 0) return { objects, quantifier: 'one', isMoving: false };
  const wanted = {
    kind: plainKind(kind),
    ...place,
    conditions: of.labels === undefined ? [] : [`labelled ${labelsText(of.labels)}`],
    isServed: view.isServed(kind, place.namespace),
  };
  return { issues: [{ code: 'object_missing', wanted, isMoving: false }] };
}

function selected(selectedBy: string, ref: NamespaceRef | undefined, view: View, context: CheckContext): Workloads {
  const target = targetOf(selectedBy, ref, context);
  const selector = findTarget(target, view);
  if (selector === undefined)
    return { issues: [{ code: 'object_missing', wanted: wantedTarget(target, view), isMoving: false }] };
  const selection = podSelectionOf(selector);
  const pods = view.list('Pod', target.namespace);
  const objects = selectedPods(selection, pods);
  const isMoving = arePodsMoving(selector, pods, view, context.nowMs);
  if (objects.length > 0) return { objects, quantifier: 'all', isMoving };
  return {
    issues: [
      {
        code: 'not_selected',
        selector: refOfTarget(target),
        wanted: 'at least one Pod',
        pods: [],
        selectorText: selectionText(selection),
        isMoving,
      },
    ],
  };
}

/** Those to come may be selected, too; and what makes them may be about to make others, as after a change of its template. */
function arePodsMoving(selector: KubeObject, pods: readonly KubeObject[], view: View, nowMs: number): boolean {
  const workloads = workloadsBehind(podsSelectedBy(selector, pods), selector.metadata.namespace, view);
  return (
    pods.some((pod) => isLivePodMoving(pod, nowMs)) ||
    [selector, ...workloads].some((workload) => isRolloutMoving(workload, pods, nowMs))
  );
}

const namespaceIn = ({ namespace }: { readonly namespace?: string }): { readonly namespace?: string } =>
  namespace === undefined ? {} : { namespace };
