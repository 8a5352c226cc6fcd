import { valueAt } from '../json.ts';
import type { KubeObject } from '../kube-object.ts';
import { mappingsAt } from '../pod-template.ts';
import { shortened } from './events.ts';

/** No node has been found for a Pod. https://kubernetes.io/docs/concepts/scheduling-eviction/kube-scheduler/ */
export type SchedulingTrouble =
  | { readonly code: 'unschedulable'; readonly nodes?: number; readonly reasons: readonly SchedulingReason[] }
  /** Somebody has to take these gates away first. */
  | { readonly code: 'scheduling_gate'; readonly gates: readonly string[] }
  /** It asks for a scheduler that has not taken it up. */
  | { readonly code: 'no_scheduler'; readonly scheduler: string };

/**
 * What keeps so many nodes from taking it; without `nodes`: what keeps all of them.
 *
 * - `resource`: too little of `what` is left · `taint`: `what` where the scheduler names it · `selector`: node selector or affinity
 * - `ports`: a host port is taken · `apart`, `together`: Pod anti-affinity and affinity · `spread`: topology spread constraints
 * - `cordoned` · `pods`: it has as many Pods as it may · `claim_missing`, `claim_unbound`, `volume`: of its volumes
 */
export interface SchedulingReason {
  readonly why:
    | 'resource'
    | 'taint'
    | 'selector'
    | 'ports'
    | 'apart'
    | 'together'
    | 'spread'
    | 'cordoned'
    | 'pods'
    | 'claim_missing'
    | 'claim_unbound'
    | 'volume'
    | 'other';
  readonly nodes?: number;
  readonly what?: string;
}

/** How long a scheduler may take; https://kubernetes.io/docs/tasks/extend-kubernetes/configure-multiple-schedulers/ */
const schedulerMs = 5_000;

export function schedulingTrouble(pod: KubeObject, nowMs: number): SchedulingTrouble | undefined {
  if (valueAt(pod, 'spec', 'nodeName') !== undefined) return undefined;
  const scheduled = mappingsAt(pod, 'status', 'conditions').find(({ type }) => type === 'PodScheduled');
  const gates = mappingsAt(pod, 'spec', 'schedulingGates').map(({ name }) => String(name));
  if (gates.length > 0) return { code: 'scheduling_gate', gates };
  if (scheduled?.reason === 'Unschedulable') return unschedulable(String(scheduled.message ?? ''));
  const ageMs = nowMs - Date.parse(pod.metadata.creationTimestamp ?? '');
  if (scheduled !== undefined || ageMs < schedulerMs) return undefined;
  return { code: 'no_scheduler', scheduler: String(valueAt(pod, 'spec', 'schedulerName') ?? 'default-scheduler') };
}

/** `0/2 nodes are available: 1 Insufficient cpu, 1 node(s) were unschedulable. preemption: …`, and then what preemption would not help. */
function unschedulable(message: string): SchedulingTrouble {
  const [, nodes, words = message] = /^0\/(\d+) nodes are available: (.*)$/s.exec(message) ?? [];
  const [told = ''] = words.split(/\. (?:no new claims to deallocate|preemption:|not found)/);
  return {
    ...{ code: 'unschedulable', ...(nodes === undefined ? {} : { nodes: Number(nodes) }) },
    reasons: told
      .replace(/\.$/, '')
      .split(', ')
      .filter((part) => part !== '')
      .map(reasonOf),
  };
}

function reasonOf(part: string): SchedulingReason {
  const [, count, text = part] = /^(\d+) (?:node\(s\) )?(.*)$/s.exec(part) ?? [];
  const nodes = count === undefined ? {} : { nodes: Number(count) };
  for (const [why, pattern] of patterns) {
    const match = pattern.exec(text);
    if (match !== null) return { why, ...nodes, ...(match[1] === undefined ? {} : { what: match[1] }) };
  }
  return { why: 'other', ...nodes, what: shortened(text) };
}

/** In the words of kube-scheduler's plug-ins. */
const patterns: readonly (readonly [SchedulingReason['why'], RegExp])[] = [
  ['pods', /^Too many pods/],
  ['resource', /^Insufficient (\S+)/],
  ['cordoned', /^were unschedulable|untolerated taint.*node\.kubernetes\.io\/unschedulable/],
  ['taint', /untolerated taint(?:\(s\))?(?: \{([^}]*)\})?/],
  ['taint', /^had taint \{([^}]*)\}/],
  ['claim_missing', /^persistentvolumeclaim "([^"]+)" not found/],
  ['claim_unbound', /unbound immediate PersistentVolumeClaims/],
  [
    'volume',
    /volume node affinity|PersistentVolume's node affinity|persistent volumes to bind|volume count|volume\(s\)|no available volume zone/,
  ],
  ['selector', /didn't match Pod's node affinity|didn't satisfy plugin\(s\) \[NodeAffinity\]|node selector/],
  ['ports', /free ports/],
  ['apart', /anti-affinity/],
  ['together', /pod affinity/],
  ['spread', /topology spread/],
];
