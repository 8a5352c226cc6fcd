import type { Capabilities, Finding, MeasuredName, Measurement } from '../lab/capabilities.ts';
import { type Answer, type ListRead, readKey } from '../snapshot/read.ts';
import { setupReads } from './cluster-setup.ts';
import {
  countNodes,
  type Items,
  judgeDns,
  judgeIngress,
  judgeMetrics,
  judgePodsRun,
  judgeStorage,
} from './judge-capability.ts';

/** What `judgeCapabilities` needs: to be asked along with the other reads of a grading, so that snapshots hold it. */
export const capabilityReads = {
  ...setupReads,
  storageClasses: { read: 'list', kind: 'StorageClass.storage.k8s.io' },
  ingressClasses: { read: 'list', kind: 'IngressClass.networking.k8s.io' },
  apiServices: { read: 'list', kind: 'APIService.apiregistration.k8s.io' },
  systemServices: { read: 'list', kind: 'Service', namespace: 'kube-system' },
  systemPods: { read: 'list', kind: 'Pod', namespace: 'kube-system' },
} as const satisfies Readonly<Record<string, ListRead>>;

/**
 * Judges from the answers to `capabilityReads`, by `readKey`, and from a measurement that still holds: what was measured
 * is better known than what was read, but for nodes that are not there now.
 */
export function judgeCapabilities(
  answers: Readonly<Record<string, Answer>>,
  measurement?: Pick<Measurement, 'at' | 'found'>,
): Capabilities {
  const items = (read: ListRead) => itemsOf(answers[readKey(read)]);
  const nodes = items(capabilityReads.nodes);
  const measured = (name: MeasuredName): Finding | undefined => {
    const finding = measurement?.found[name];
    return finding === undefined || measurement === undefined ? undefined : { ...finding, measuredAt: measurement.at };
  };
  const podsRead = judgePodsRun(nodes, items(capabilityReads.systemPods));
  const podsRun = podsRead.has === 'no' ? podsRead : (measured('pods-run') ?? podsRead);
  return {
    ...countNodes(nodes),
    found: {
      'pods-run': podsRun,
      traffic: onlyWithPods(podsRun, measured('traffic') ?? notMeasured),
      'network-policy': onlyWithPods(podsRun, measured('network-policy') ?? notMeasured),
      'load-balancer': onlyWithPods(podsRun, notMeasured),
      metrics: judgeMetrics(items(capabilityReads.apiServices)),
      'storage-class': onlyWithPods(podsRun, judgeStorage(items(capabilityReads.storageClasses))),
      ingress: onlyWithPods(podsRun, judgeIngress(items(capabilityReads.ingressClasses))),
      dns: onlyWithPods(podsRun, judgeDns(items(capabilityReads.systemServices))),
    },
  };
}

const notMeasured: Finding = { has: 'notMeasured', evidence: 'not measured' };

export function itemsOf(answer: Answer | undefined): Items {
  if (answer?.answer === 'list') return answer.items;
  if (answer?.answer === 'absentKind') return [];
  return { unread: answer?.answer === 'outage' ? answer.outage.detail : 'not asked' };
}

/** What a program in a pod would do nobody does where pods are simulated. */
const onlyWithPods = (podsRun: Finding, finding: Finding): Finding => (podsRun.has === 'no' ? podsRun : finding);
