import { join } from 'node:path';
import type { Programs } from '../programs.ts';

/** One node: a set of namespaces with a folder of its own. */
export interface NodePlan {
  readonly name: string;
  readonly number: number;
  readonly address: string;
  /** The addresses of its pods. */
  readonly podRange: string;
  readonly folder: string;
  /** The machine's end of its cable. */
  readonly link: string;
}

/** Where everything of a cluster is, and what it is called. */
export interface ClusterPlan {
  /** Name of the bridge, of the context, and how links and cgroups begin. */
  readonly name: string;
  readonly folder: string;
  readonly pki: string;
  /** The machine's address on the bridge, and the API server's. */
  readonly gateway: string;
  readonly server: string;
  readonly nodes: readonly NodePlan[];
  readonly programs: Programs;
}

/** Clusters are told apart by a number; the first of them have at most so many nodes. */
export function planCluster(
  id: number,
  { folder, nodes, programs }: { readonly folder: string; readonly nodes: number; readonly programs: Programs },
): ClusterPlan {
  const name = clusterName(id);
  const addressOf = (host: number) => `10.251.${id}.${host}`;
  return {
    ...{ name, folder, pki: join(folder, 'pki'), programs },
    ...{ gateway: addressOf(1), server: addressOf(2) },
    nodes: Array.from({ length: nodes }, (_, index) => ({
      ...{ name: `node${index + 1}`, number: index + 1, address: addressOf(index + 2) },
      ...{
        podRange: `10.244.${index + 1}.0/24`,
        folder: join(folder, `node${index + 1}`),
        link: `${name}-${index + 1}`,
      },
    })),
  };
}

/** An interface's name has at most 15 characters, and a node's link is this with its number. */
export const clusterName = (id: number): string => `kpnode${id}`;

export const cgroupOf = ({ name }: Pick<ClusterPlan, 'name'>, node: Pick<NodePlan, 'name'>): string =>
  `${name}-${node.name}`;
