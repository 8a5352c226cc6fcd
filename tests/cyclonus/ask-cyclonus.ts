import { mappingsAt } from '../../src/kubernetes/pod-template.ts';
import { builtProgram, plainGoArgs } from '../go-program.ts';
import type { GeneratedCluster } from '../kubernetes/network-policy/generated-clusters.ts';
import { run } from '../run-program.ts';

/** What the other engine says of a connection, side by side. */
export interface CyclonusAnswer {
  readonly ingress: boolean;
  readonly egress: boolean;
}

/** The answers to each cluster's flows. */
export async function askCyclonus(
  program: string,
  clusters: readonly GeneratedCluster[],
): Promise<readonly (readonly CyclonusAnswer[])[]> {
  const lines = clusters.map((cluster) => JSON.stringify(questionOf(cluster)));
  const output = await run(program, [], { input: `${lines.join('\n')}\n` });
  return output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as readonly CyclonusAnswer[]); // written by main.go
}

export const builtCyclonus = (): Promise<string> =>
  builtProgram({ name: 'cyclonus', folder: import.meta.dirname, sources: ['main.go'], args: plainGoArgs('.') });

function questionOf({ namespaces, pods, policies, flows }: GeneratedCluster) {
  const endOf = (end: number | string) => {
    const pod = typeof end === 'string' ? undefined : pods[end];
    if (pod === undefined) return { ip: end };
    const { namespace = '', labels } = pod.metadata;
    return {
      ip: mappingsAt(pod, 'status', 'podIPs')[0]?.ip,
      namespace,
      labels,
      namespaceLabels: namespaces[namespace],
    };
  };
  const portName = ({ to, port, protocol }: GeneratedCluster['flows'][number]) => {
    const pod = typeof to === 'string' ? undefined : pods[to];
    const ports = mappingsAt(pod, 'spec', 'containers').flatMap((container) => mappingsAt(container, 'ports'));
    return ports.find((one) => one.containerPort === port && (one.protocol ?? 'TCP') === protocol)?.name ?? '';
  };
  return {
    policies,
    flows: flows.map((flow) => ({
      source: endOf(flow.from),
      destination: endOf(flow.to),
      ...{ port: flow.port, protocol: flow.protocol, portName: portName(flow) },
    })),
  };
}
