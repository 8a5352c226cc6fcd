import type { ChildProcess } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { valueAt } from '../../../src/kubernetes/json.ts';
import type { KubeObject } from '../../../src/kubernetes/kube-object.ts';
import { conditionStatus } from '../../../src/kubernetes/pod-state.ts';
import { run } from '../../run-program.ts';
import { testCache } from '../../test-cache.ts';
import type { Programs } from '../programs.ts';
import { askApiServer, getFromApiServer } from './api-server.ts';
import { claimFolder } from './claimed-folder.ts';
import type { ClusterPlan, NodePlan } from './cluster-plan.ts';
import { planCluster } from './cluster-plan.ts';
import { labImages } from './lab-images.ts';
import { controlPlaneParts, nodeParts } from './node-parts.ts';
import { writePki } from './node-pki.ts';
import { childrenOf, inBackground, nodeEnvironment, startNamespaces } from './start-namespaces.ts';
import type { Outsider } from './start-outsider.ts';
import { startOutsider } from './start-outsider.ts';
import { takeDown } from './take-down.ts';
import { imageArchives } from './test-images.ts';
import { until } from './until.ts';

/** A cluster whose nodes run pods. */
export interface RealNodes {
  /** All that there is of it; removed with it. */
  readonly folder: string;
  readonly kubeconfig: string;
  readonly context: string;
  /** Their names; the control plane is on the first. */
  readonly nodes: readonly string[];
  /** The cluster's own kubectl; rejects with its words when it fails. */
  readonly kubectl: (args: readonly string[], input?: string) => Promise<string>;
  /** Runs a program on a node, as root. */
  readonly onNode: (node: string, command: readonly string[]) => Promise<string>;
  /** The root of a node's file system, as this process sees it. */
  readonly rootOf: (node: string) => string;
  /** A machine outside of the cluster, made when it is first asked for. */
  readonly outsider: () => Promise<Outsider>;
  readonly stop: (part: StoppablePart) => Promise<void>;
  readonly start: (part: StoppablePart) => Promise<void>;
  /** Ends it, with all that there is of it. */
  readonly end: () => Promise<void>;
}

/** The kubelet of one node; the enforcers of network policies of all. */
export type StoppablePart = { readonly kubelet: string } | 'enforcer';

/** Brings up a cluster of containerd, kubelet and kube-proxy beside a control plane; pods run, and names resolve. */
export async function realNodes({
  programs,
  nodes = 1,
}: {
  readonly programs: Programs;
  readonly nodes?: number;
}): Promise<RealNodes> {
  const claimed = await claimFolder();
  const end = () => takeDown(claimed);
  try {
    const plan = planCluster(claimed.id, { folder: claimed.folder, nodes, programs });
    return { ...(await broughtUp(plan)), end };
  } catch (error) {
    const words = lastWords(claimed.folder);
    await end();
    throw new Error(`real nodes cannot be brought up\n${words}`, { cause: error });
  }
}

async function broughtUp(plan: ClusterPlan): Promise<Omit<RealNodes, 'end'>> {
  const { name, gateway, pki, folder, programs } = plan;
  writePki(plan);
  const archives = await writeArchives(plan);
  await run('ip', ['link', 'add', name, 'type', 'bridge']);
  await run('ip', ['addr', 'add', `${gateway}/24`, 'dev', name]);
  await run('ip', ['link', 'set', name, 'up']);
  const firsts = new Map<NodePlan, number>();
  for (const node of plan.nodes) firsts.set(node, await startNamespaces(plan, node));
  const enter = (node: NodePlan): readonly string[] => {
    const first = firsts.get(node);
    if (first === undefined) throw new Error(`${node.name} is not there`);
    return ['nsenter', '--target', String(first), '--mount', '--net', '--pid', '--'];
  };
  const running = new Map<string, ChildProcess>();
  const startPart = (node: NodePlan, part: string, command: readonly string[]): void => {
    const log = join(node.folder, 'log', `${part}.log`);
    running.set(`${node.name} ${part}`, inBackground(log, [...enter(node), ...command]));
  };
  const onNode = (node: NodePlan, [program = '', ...args]: readonly string[]): Promise<string> => {
    const [nsenter = '', ...into] = enter(node);
    return run(nsenter, [...into, program, ...args], { env: nodeEnvironment });
  };
  const kubeconfig = join(pki, 'admin.conf');
  const kubectl = (args: readonly string[], input = ''): Promise<string> =>
    run(programs.kubernetes, ['kubectl', '--kubeconfig', kubeconfig, ...args], { input });
  const [first] = plan.nodes;
  if (first === undefined) throw new Error('a cluster has a node');

  const { etcd, apiserver, scheduler, 'controller-manager': controllerManager } = controlPlaneParts(plan, first);
  startPart(first, 'etcd', etcd);
  startPart(first, 'apiserver', apiserver);
  const imports = Promise.all(
    plan.nodes.map(async (node) => {
      startPart(node, 'containerd', nodeParts(plan, node).containerd);
      await until(`containerd on ${node.name}`, async () => isFine(onNode(node, ['ctr', 'version'])), { pauseMs: 50 });
      for (const archive of archives) await onNode(node, ['ctr', '-n', 'k8s.io', 'images', 'import', archive]);
    }),
  );
  await until('the API server', async () => ((await askApiServer(plan, '/readyz')) === 'ok' ? true : undefined));
  startPart(first, 'controller-manager', controllerManager);
  startPart(first, 'scheduler', scheduler);
  await imports;
  for (const archive of archives) rmSync(archive);
  for (const node of plan.nodes)
    for (const part of ['kubelet', 'kube-proxy', 'enforcer'] as const)
      startPart(node, part, nodeParts(plan, node)[part]);
  const manifests = ['coredns.yaml', 'storage-class.yaml'].map((file) => join(import.meta.dirname, file));
  await kubectl(['apply', ...manifests.flatMap((file) => ['-f', file])]);
  await areReady(plan);

  const onNamedNode: RealNodes['onNode'] = (nodeName, command) => onNode(nodeNamed(plan, nodeName), command);
  let outsider: Promise<Outsider> | undefined;
  return {
    ...{ folder, kubeconfig, context: name, kubectl },
    nodes: plan.nodes.map((node) => node.name),
    onNode: onNamedNode,
    rootOf: (nodeName) => `/proc/${firsts.get(nodeNamed(plan, nodeName))}/root`,
    outsider: () => {
      outsider ??= startOutsider(plan, onNamedNode);
      return outsider;
    },
    stop: async (part) => {
      for (const [node, word] of placesOf(plan, part)) await endPart(running, `${node.name} ${word}`);
    },
    start: async (part) => {
      for (const [node, word] of placesOf(plan, part)) startPart(node, word, nodeParts(plan, node)[word]);
    },
  };

  async function writeArchives({ nodes }: ClusterPlan): Promise<readonly string[]> {
    const used = labImages(join(import.meta.dirname, '..', '..', '..'));
    const made = await imageArchives({ coredns: programs.coredns, cache: testCache(process.env) }, used);
    return made.map((archive, index) => {
      const file = join(folder, `images-${index}-for-${nodes.length}.tar`);
      writeFileSync(file, archive);
      return file;
    });
  }
}

async function areReady(plan: ClusterPlan): Promise<void> {
  const object = async (path: string): Promise<KubeObject | undefined> =>
    (await getFromApiServer(plan, path)) as KubeObject | undefined; // one object of the API server's
  for (const { name } of plan.nodes)
    await until(`${name} to be ready`, async () => {
      const node = await object(`/api/v1/nodes/${name}`);
      return node !== undefined && conditionStatus(node, 'Ready') === 'True' ? true : undefined;
    });
  // without it no pod can be made in the namespace
  await until('the default service account', () => object('/api/v1/namespaces/default/serviceaccounts/default'));
  await until('the cluster DNS', async () => {
    const dns = await object('/apis/apps/v1/namespaces/kube-system/deployments/coredns');
    return valueAt(dns, 'status', 'availableReplicas') === 1 ? true : undefined;
  });
}

function placesOf(plan: ClusterPlan, part: StoppablePart): readonly (readonly [NodePlan, 'kubelet' | 'enforcer'])[] {
  if (part === 'enforcer') return plan.nodes.map((node) => [node, 'enforcer'] as const);
  return [[nodeNamed(plan, part.kubelet), 'kubelet']];
}

function nodeNamed({ nodes }: ClusterPlan, name: string): NodePlan {
  const node = nodes.find((one) => one.name === name);
  if (node === undefined) throw new Error(`no node ${name}`);
  return node;
}

/** `nsenter` is on this side and waits for what it started on the other. */
async function endPart(running: ReadonlyMap<string, ChildProcess>, key: string): Promise<void> {
  const nsenter = running.get(key);
  const pid = nsenter?.pid;
  if (nsenter === undefined || pid === undefined) throw new Error(`${key} was not started`);
  // one that was started a moment ago is not inside yet
  const inside = await until(`${key} to run`, async () => childrenOf(pid)[0], { pauseMs: 20, timeoutMs: 5_000 });
  const ended = new Promise((resolve) => nsenter.once('close', resolve));
  process.kill(inside, 'SIGTERM');
  await ended;
}

const isFine = (work: Promise<unknown>): Promise<true | undefined> =>
  work.then(
    () => true as const,
    () => undefined,
  );

function lastWords(folder: string): string {
  try {
    const logs = ['init', 'containerd', 'apiserver', 'kubelet'].map((part) =>
      join(folder, 'node1', 'log', `${part}.log`),
    );
    return logs.map((log) => `${log}:\n${readFileSync(log, 'utf8').split('\n').slice(-8).join('\n')}`).join('\n');
  } catch {
    return ''; // it did not come so far
  }
}
