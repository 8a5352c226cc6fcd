import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { labelsOf, refOf } from '../../kubernetes/kube-object.ts';
import { isLivePodMoving } from '../../kubernetes/pod-state.ts';
import { podLabelsOf } from '../../kubernetes/pod-template.ts';
import type { CheckOf } from '../../lab/schema/checks.ts';
import type { CheckContext, CheckKind, Finding } from '../check-kind.ts';
import { LabDefect } from '../check-kind.ts';
import { nearestNamed, readsForMissing } from '../elsewhere.ts';
import { isGarbage, ownerReads } from '../garbage.ts';
import type { Evidence, Issue } from '../issue.ts';
import { isRolloutMoving } from '../moving.ts';
import { isOwnedBy, ownershipKinds } from '../ownership.ts';
import { livePods, podSelectionOf, selectedPods, selectionText, selects } from '../selection.ts';
import type { Target } from '../target.ts';
import { findTarget, readOf, targetOf, wantedTarget } from '../target.ts';
import type { View } from '../view.ts';
import { listRead } from '../view.ts';
import { workloadsBehind } from '../workloads-behind.ts';
import { isLack, lackReads, lackTroubles } from './selects-lack.ts';
import { portIssues, portTexts } from './selects-port.ts';
import { areEndpointsBehind, readyCount, readyIssues, shareIssues, sharesOf } from './selects-ready.ts';

type Spec = CheckOf<'selects'>['selects'];

/** A Service, PDB, NetworkPolicy or workload selects these Pods, reaches them on that port, and has so many ready endpoints. */
export const selectsKind: CheckKind<'selects'> = {
  reads: ({ selects: spec }, context) => {
    const selector = selectorOf(spec, context);
    const owner = ownerOf(spec, context);
    return [
      readOf(selector),
      listRead('Pod', selector.namespace),
      ...(asksForSlices(spec) ? [listRead('EndpointSlice.discovery.k8s.io', selector.namespace)] : []),
      ...(owner === undefined ? [] : ownershipKinds('Pod', owner).map((kind) => listRead(kind, owner.namespace))),
    ];
  },
  nearby: (check, view, context) => {
    const target = selectorOf(check.selects, context);
    const selector = findTarget(target, view);
    if (selector === undefined) return readsForMissing(target, view, context);
    const finding = judgeSelection(check, view, context);
    const chosen = chosenPods(selector, view);
    const isLacking = finding.finding === 'fails' && finding.issues.some(isLack);
    return isLacking ? lackReads(selector, chosen) : ownerReads(chosen);
  },
  judge: judgeSelection,
};

function judgeSelection({ selects: spec }: CheckOf<'selects'>, view: View, context: CheckContext): Finding {
  const target = selectorOf(spec, context);
  const selector = findTarget(target, view);
  if (selector === undefined) {
    const wanted = wantedTarget(target, view);
    return {
      finding: 'fails',
      issues: [{ code: 'object_missing', wanted, ...nearestNamed(target, view, context), isMoving: false }],
    };
  }
  const chosen = chosenPods(selector, view);
  const slices = asksForSlices(spec) ? view.list('EndpointSlice.discovery.k8s.io', target.namespace) : [];
  const backends = { chosen, slices };
  const isMoving = arePodsMoving(selector, spec, view, context);
  const withTroubles = (issue: Issue): Issue =>
    isLack(issue) ? { ...issue, ...lackTroubles(selector, chosen, view, context.nowMs) } : issue;
  const [first, ...rest] = [
    ...podIssues(selector, chosen, spec, view, context, isMoving),
    ...portIssues(selector, backends, spec, isMoving),
    ...readyIssues(selector, chosen, spec, view, isMoving).map(withTroubles),
    ...shareIssues(selector, chosen, spec, isMoving).map(withTroubles),
  ];
  if (first !== undefined) return { finding: 'fails', issues: [first, ...rest] };
  const evidence: Evidence = {
    ...{ code: 'selects', selector: refOf(selector), pods: chosen.map(refOf), only: spec.only === true },
    ...(spec.ready === undefined ? {} : { ready: readyCount(selector, chosen, spec, view) }),
    ports: portTexts(selector, backends, spec),
    shares: sharesOf(chosen, spec).map(({ pods, percent }) => ({ pods, percent })),
  };
  const isBehind = areEndpointsBehind(selector, chosen, spec, view);
  return { finding: 'holds', evidence: [evidence], isMoving: isMoving || isBehind };
}

const chosenPods = (selector: KubeObject, view: View): readonly KubeObject[] =>
  selectedPods(podSelectionOf(selector), view.list('Pod', selector.metadata.namespace));

/** Slices tell who is ready, and where the ports of a Service without a selector lead. */
const asksForSlices = ({ ready, targetPort }: Spec): boolean => ready !== undefined || targetPort !== undefined;

/** @throws LabDefect where the check names neither a Service nor another object. */
function selectorOf(spec: Spec, context: CheckContext): Target {
  const { service, object } = spec;
  if (object !== undefined) return targetOf(object, spec.in, context);
  if (service === undefined) throw new LabDefect('selects names a service or an object');
  return targetOf(service.startsWith('$') ? service : `service/${service}`, spec.in, context);
}

/** @throws LabDefect where the Pods are said to be in another namespace, in which nothing selects them. */
function ownerOf(spec: Spec, context: CheckContext): Target | undefined {
  const { pods } = spec;
  if (pods === undefined) return undefined;
  if ('of' in pods) return targetOf(pods.of, spec.in, context);
  const { namespace } = selectorOf(spec, context);
  if (pods.in !== undefined && context.namespaceOf(pods.in) !== namespace)
    throw new LabDefect('Pods are selected within one namespace');
  return undefined;
}

/** Pods that are selected, or should be, come and go at this moment. */
function arePodsMoving(selector: KubeObject, spec: Spec, view: View, context: CheckContext): boolean {
  const selection = podSelectionOf(selector);
  const isWanted = wantedPods(spec, view, context);
  const pods = view.list('Pod', selector.metadata.namespace);
  const concerned = pods.filter(
    (pod) => selects(selection, labelsOf(pod)) || (spec.pods !== undefined && isWanted(pod)),
  );
  const owner = ownerOf(spec, context);
  const workload = owner === undefined ? undefined : findTarget(owner, view);
  const isGoingOn = (one: KubeObject): boolean => one.status !== undefined && isRolloutMoving(one, pods, context.nowMs);
  return (
    concerned.some((pod) => isLivePodMoving(pod, context.nowMs) || isGarbage(pod, view)) ||
    [
      ...(workload === undefined ? [] : [workload]),
      ...workloadsBehind(concerned, selector.metadata.namespace, view),
    ].some(isGoingOn)
  );
}

/** Pods that should be selected and are not, or that are and should not be. */
function podIssues(
  selector: KubeObject,
  chosen: readonly KubeObject[],
  spec: Spec,
  view: View,
  context: CheckContext,
  isMoving: boolean,
): readonly Issue[] {
  if (spec.pods === undefined) return [];
  const isWanted = wantedPods(spec, view, context);
  const wanted = livePods(view.list('Pod', selector.metadata.namespace)).filter(isWanted);
  const left = wanted.filter((pod) => !chosen.includes(pod));
  const surplus = spec.only === true ? chosen.filter((pod) => !isWanted(pod)) : [];
  const about = { selector: refOf(selector), selectorText: selectionText(podSelectionOf(selector)) };
  const isIdle = wanted.length === 0 && selectsTemplate(selector, ownerOf(spec, context), view);
  return [
    ...(left.length > 0 || (wanted.length === 0 && !isIdle)
      ? [{ code: 'not_selected', ...about, wanted: wantedText(spec), pods: left.map(refOf), isMoving } as const]
      : []),
    ...(surplus.length > 0
      ? [{ code: 'selects_too_much', ...about, pods: surplus.map(refOf), isMoving } as const]
      : []),
  ];
}

function wantedPods(spec: Spec, view: View, context: CheckContext): (pod: KubeObject) => boolean {
  const owner = ownerOf(spec, context);
  if (owner?.kind === 'Pod') return (pod) => pod.metadata.name === owner.name;
  if (owner !== undefined) return (pod) => isOwnedBy(pod, owner, view);
  const labels = spec.pods !== undefined && 'labels' in spec.pods ? spec.pods.labels : {};
  return (pod) => Object.entries(labels).every(([key, value]) => labelsOf(pod)[key] === value);
}

/** A workload without Pods at the moment, as one scaled to 0: its template tells what would be selected. */
function selectsTemplate(selector: KubeObject, owner: Target | undefined, view: View): boolean {
  const workload = owner === undefined ? undefined : findTarget(owner, view);
  return workload !== undefined && selects(podSelectionOf(selector), podLabelsOf(workload));
}

const wantedText = (spec: Spec): string => {
  if (spec.pods === undefined) return 'Pods';
  if ('of' in spec.pods) return `the Pods of ${spec.pods.of}`;
  const labels = Object.entries(spec.pods.labels).map(([key, value]) => `${key}=${value}`);
  return `the Pods labelled ${labels.join(', ')}`;
};
