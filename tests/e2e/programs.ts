import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stampedGoArgs } from '../../src/embedded/build-plan.ts';
import { controlPlaneVersions } from '../../src/embedded/versions.ts';
import { builtProgram, plainGoArgs } from '../go-program.ts';

/** What a real cluster is made of, beside what Debian has. */
export interface Programs {
  /** The control plane, kubelet, kube-proxy, kubeadm and kubectl: each by its name as the first argument. */
  readonly kubernetes: string;
  readonly coredns: string;
  /** Makes connections from within the network of a pod, for what is measured. */
  readonly trafficAgent: string;
}

/** Builds what is not in the user's cache yet. */
export async function builtPrograms(): Promise<Programs> {
  const versions = controlPlaneVersions(await readFile(join(controlPlane, 'go.mod'), 'utf8'));
  const kubernetes = await builtProgram({
    ...{ name: 'kubernetes', folder: join(import.meta.dirname, 'kubernetes'), versionsFolder: controlPlane },
    ...{ sources: ['main.go'], args: stampedGoArgs('.', versions) },
  });
  const coredns = await builtProgram({
    ...{ name: 'coredns', folder: join(import.meta.dirname, 'coredns'), sources: [] },
    args: plainGoArgs('github.com/coredns/coredns', '-ldflags=-s -w'),
  });
  const trafficAgent = await builtProgram({
    ...{ name: 'traffic-agent', folder: join(import.meta.dirname, 'node', 'traffic'), sources: ['agent/main.go'] },
    args: plainGoArgs('./agent'),
  });
  return { kubernetes, coredns, trafficAgent };
}

const controlPlane = join(import.meta.dirname, '..', '..', 'control-plane');
