import { type Json, valueAt } from '../kubernetes/json.ts';
import { type KubeObject, labelsOf } from '../kubernetes/kube-object.ts';
import type { Capabilities } from './capabilities.ts';

/**
 * What a cluster can do, and how it is known. `notMeasured`: only traffic would tell; `unknown`: what would tell could
 * not be read.
 */
export interface Finding {
  readonly has: 'yes' | 'no' | 'notMeasured' | 'unknown';
  /** One line for a person. */
  readonly evidence: string;
}

/** The objects of a list, or why there are none to look at. */
export type Items = readonly KubeObject[] | { readonly unread: string };

export function judgePodsRun(nodes: Items): Finding {
  if ('unread' in nodes) return { has: 'unknown', evidence: nodes.unread };
  const real = nodes.filter((node) => !isSimulated(node));
  if (nodes.length === 0) return { has: 'no', evidence: 'the cluster has no nodes' };
  if (real.length === 0) return { has: 'no', evidence: 'all nodes are simulated by KWOK' };
  const ready = real.filter(isReady);
  if (ready.length === 0) return { has: 'no', evidence: 'no node is ready' };
  return { has: 'yes', evidence: `kubelet ${valueAt(ready[0] ?? null, 'status', 'nodeInfo', 'kubeletVersion')}` };
}

/** https://kwok.sigs.k8s.io/docs/user/kwok-manage-nodes-and-pods/ */
function isSimulated(node: KubeObject): boolean {
  const text = (...path: readonly string[]) => String(valueAt(node, ...path) ?? '');
  return (
    node.metadata.annotations?.['kwok.x-k8s.io/node'] !== undefined ||
    text('spec', 'providerID').startsWith('kwok:') ||
    text('status', 'nodeInfo', 'kubeletVersion').startsWith('kwok') ||
    text('status', 'nodeInfo', 'containerRuntimeVersion').startsWith('kwok:')
  );
}

/** How many nodes there are for ordinary pods. */
export function countNodes(nodes: Items): Pick<Capabilities, 'nodes' | 'nodesEvidence'> {
  if ('unread' in nodes) return { nodes: undefined, nodesEvidence: nodes.unread };
  const serving = nodes.filter(takesPods).length;
  return { nodes: serving, nodesEvidence: `${serving} of ${nodes.length} nodes are ready and take pods` };
}

const isReady = (node: KubeObject): boolean => hasCondition(node, 'Ready');

/** Taints and cordons of a lab's own do not count: what a learner does must not change what is gradable. */
const takesPods = (node: KubeObject): boolean => isReady(node) && !hasControlPlaneTaint(node);

function hasControlPlaneTaint(node: KubeObject): boolean {
  const taints = valueAt(node, 'spec', 'taints');
  const key = 'node-role.kubernetes.io/control-plane';
  return Array.isArray(taints) && taints.some((taint: Json) => valueAt(taint, 'key') === key);
}

function hasCondition(object: KubeObject, type: string): boolean {
  const conditions = valueAt(object, 'status', 'conditions');
  if (!Array.isArray(conditions)) return false;
  return conditions.some((one: Json) => valueAt(one, 'type') === type && valueAt(one, 'status') === 'True');
}

/** https://kubernetes.io/docs/tasks/debug/debug-cluster/resource-metrics-pipeline/ */
export function judgeMetrics(services: Items): Finding {
  if ('unread' in services) return { has: 'unknown', evidence: services.unread };
  const service = services.find((one) => valueAt(one, 'spec', 'group') === 'metrics.k8s.io');
  if (service === undefined) return { has: 'no', evidence: 'there is no API group metrics.k8s.io' };
  const isAvailable = hasCondition(service, 'Available');
  return {
    has: isAvailable ? 'yes' : 'no',
    evidence: `APIService ${service.metadata.name} is ${isAvailable ? '' : 'not '}available`,
  };
}

/** https://kubernetes.io/docs/concepts/storage/storage-classes/#default-storageclass */
export function judgeStorage(classes: Items): Finding {
  if ('unread' in classes) return { has: 'unknown', evidence: classes.unread };
  const chosen = classes.find(
    (one) => one.metadata.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true',
  );
  if (chosen === undefined) return { has: 'no', evidence: 'no storage class is the default' };
  const provisioner = String(valueAt(chosen, 'provisioner'));
  const isReal = provisioner !== 'kubernetes.io/no-provisioner';
  return { has: isReal ? 'yes' : 'no', evidence: `${chosen.metadata.name}, provisioner ${provisioner}` };
}

export function judgeIngress(classes: Items): Finding {
  if ('unread' in classes) return { has: 'unknown', evidence: classes.unread };
  const [first] = classes;
  if (first === undefined) return { has: 'no', evidence: 'there is no IngressClass' };
  return { has: 'yes', evidence: `${first.metadata.name}, controller ${valueAt(first, 'spec', 'controller')}` };
}

/** CoreDNS and kube-dns both carry this label: https://kubernetes.io/docs/tasks/administer-cluster/dns-debugging-resolution/ */
export function judgeDns(services: Items): Finding {
  if ('unread' in services) return { has: 'unknown', evidence: services.unread };
  const service = services.find((one) => labelsOf(one)['k8s-app'] === 'kube-dns');
  if (service === undefined) return { has: 'no', evidence: 'there is no DNS service in kube-system' };
  return { has: 'yes', evidence: `Service ${service.metadata.name} in kube-system` };
}
