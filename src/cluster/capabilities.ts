import type { Capability, CapabilityName } from '../lab/capability.ts';
import { type Answer, type ListRead, readKey } from '../snapshot/read.ts';
import {
  countNodes,
  type Finding,
  type Items,
  judgeDns,
  judgeIngress,
  judgeMetrics,
  judgePodsRun,
  judgeStorage,
} from './judge-capability.ts';

export interface Capabilities {
  /** Nodes that are ready and take ordinary pods; undefined when they could not be read. */
  readonly nodes: number | undefined;
  readonly nodesEvidence: string;
  readonly found: Readonly<Record<CapabilityName, Finding>>;
}

/** What `judgeCapabilities` needs: to be asked along with the other reads of a grading, so that snapshots hold it. */
export const capabilityReads = {
  nodes: { read: 'list', kind: 'Node' },
  storageClasses: { read: 'list', kind: 'StorageClass.storage.k8s.io' },
  ingressClasses: { read: 'list', kind: 'IngressClass.networking.k8s.io' },
  apiServices: { read: 'list', kind: 'APIService.apiregistration.k8s.io' },
  systemServices: { read: 'list', kind: 'Service', namespace: 'kube-system' },
} as const satisfies Readonly<Record<string, ListRead>>;

/** Judges from the answers to `capabilityReads`, by `readKey`. */
export function judgeCapabilities(answers: Readonly<Record<string, Answer>>): Capabilities {
  const items = (read: ListRead) => itemsOf(answers[readKey(read)]);
  const nodes = items(capabilityReads.nodes);
  const podsRun = judgePodsRun(nodes);
  return {
    ...countNodes(nodes),
    found: {
      'pods-run': podsRun,
      traffic: onlyWithPods(podsRun, notMeasured),
      'network-policy': onlyWithPods(podsRun, notMeasured),
      'load-balancer': onlyWithPods(podsRun, notMeasured),
      metrics: judgeMetrics(items(capabilityReads.apiServices)),
      'storage-class': onlyWithPods(podsRun, judgeStorage(items(capabilityReads.storageClasses))),
      ingress: onlyWithPods(podsRun, judgeIngress(items(capabilityReads.ingressClasses))),
      dns: onlyWithPods(podsRun, judgeDns(items(capabilityReads.systemServices))),
    },
  };
}

/** Whether a cluster has what an entry of `needs:` names. */
export function findingFor(capabilities: Capabilities, need: Capability): Finding {
  if (need.capability !== 'nodes') return capabilities.found[need.capability];
  const { nodes, nodesEvidence: evidence } = capabilities;
  if (nodes === undefined) return { has: 'unknown', evidence };
  return { has: nodes >= need.atLeast ? 'yes' : 'no', evidence };
}

const notMeasured: Finding = { has: 'notMeasured', evidence: 'not measured' };

function itemsOf(answer: Answer | undefined): Items {
  if (answer?.answer === 'list') return answer.items;
  if (answer?.answer === 'absentKind') return [];
  return { unread: answer?.answer === 'outage' ? answer.outage.detail : 'not asked' };
}

/** What a program in a pod would do nobody does where pods are simulated. */
const onlyWithPods = (podsRun: Finding, finding: Finding): Finding => (podsRun.has === 'no' ? podsRun : finding);
