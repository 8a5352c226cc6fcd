import { productOf } from '../kubernetes/cluster-product.ts';
import { type Json, valueAt } from '../kubernetes/json.ts';
import { type KubeObject, labelsOf } from '../kubernetes/kube-object.ts';
import { mappingsAt } from '../kubernetes/pod-template.ts';
import type { Capabilities, Finding, NodeFacts } from '../lab/capabilities.ts';

/** The objects of a list, or why there are none to look at. */
export type Items = readonly KubeObject[] | { readonly unread: string };

/** A kubelet that reports is evidence, a container that it has started is better. */
export function judgePodsRun(nodes: Items, systemPods: Items): Finding {
  if ('unread' in nodes) return { has: 'unknown', evidence: nodes.unread };
  const real = nodes.filter((node) => !isSimulated(node));
  if (nodes.length === 0) return { has: 'no', evidence: 'the cluster has no nodes' };
  if (real.length === 0) return { has: 'no', evidence: 'all nodes are simulated by KWOK' };
  const ready = real.filter(isReady);
  const [first] = ready;
  if (first === undefined) return { has: 'no', evidence: 'no node is ready' };
  const names = ready.map(({ metadata }) => metadata.name);
  const pods = 'unread' in systemPods ? [] : systemPods;
  const running = pods.find((pod) => names.includes(String(valueAt(pod, 'spec', 'nodeName'))) && runsContainer(pod));
  const node = ready.find(({ metadata }) => metadata.name === valueAt(running, 'spec', 'nodeName')) ?? first;
  const kubelet = `kubelet ${valueAt(node, 'status', 'nodeInfo', 'kubeletVersion')} on ${node.metadata.name}`;
  return { has: 'yes', evidence: running === undefined ? kubelet : `${kubelet} runs ${running.metadata.name}` };
}

/** Only a container runtime gives ids. */
const runsContainer = (pod: KubeObject): boolean =>
  mappingsAt(pod, 'status', 'containerStatuses').some(
    ({ containerID, started }) => started === true && /^[\w-]+:\/\/[0-9a-f]{12,}/.test(String(containerID ?? '')),
  );

/** The nodes, one by one; none where they could not be read. */
export const nodeFacts = (nodes: Items): readonly NodeFacts[] => ('unread' in nodes ? [] : nodes.map(factsOf));

function factsOf(node: KubeObject): NodeFacts {
  const info = (key: string) => String(valueAt(node, 'status', 'nodeInfo', key) ?? '');
  return {
    name: node.metadata.name,
    isReady: isReady(node),
    isControlPlane: Object.hasOwn(labelsOf(node), controlPlane),
    isSimulated: isSimulated(node),
    product: productOf(node),
    kubelet: info('kubeletVersion'),
    runtime: info('containerRuntimeVersion'),
    platform: `${info('operatingSystem')}/${info('architecture')}`,
  };
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
  return Array.isArray(taints) && taints.some((taint: Json) => valueAt(taint, 'key') === controlPlane);
}

/** https://kubernetes.io/docs/reference/labels-annotations-taints/#node-role-kubernetes-io-control-plane */
const controlPlane = 'node-role.kubernetes.io/control-plane';

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
