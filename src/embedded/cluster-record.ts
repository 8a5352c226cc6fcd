import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Part } from './part.ts';
import type { EmbeddedPaths } from './paths.ts';
import { writeFileAtomically } from './write-file.ts';

const partSchema = z.object({ pid: z.int().positive(), started: z.string(), command: z.string() });

const recordSchema = z.object({
  format: z.literal(1),
  ports: z.object({ apiserver: z.int(), etcd: z.int(), etcdPeer: z.int() }),
  /** Number of simulated nodes that `up` keeps. */
  nodes: z.int().nonnegative(),
  /** Kubernetes version that the control plane told last, as `v1.36.4`. */
  version: z.string(),
  /** Processes started and not known to have ended. */
  parts: z.partialRecord(
    z.enum(['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kwok'] satisfies Part[]),
    partSchema,
  ),
  /** Files that have our entry, and the current-context that each had before. */
  kubeconfigs: z.array(z.object({ file: z.string(), previousContext: z.string().nullable(), existed: z.boolean() })),
});

/** What is known of the cluster between two commands: `cluster.json`. */
export type ClusterRecord = Readonly<z.infer<typeof recordSchema>>;

/** The record; undefined where there is none or it cannot be understood, which counts as a cluster never started. */
export async function readClusterRecord(paths: EmbeddedPaths): Promise<ClusterRecord | undefined> {
  try {
    return recordSchema.parse(JSON.parse(await readFile(paths.record, 'utf8')));
  } catch {
    return undefined;
  }
}

export async function writeClusterRecord(paths: EmbeddedPaths, record: ClusterRecord): Promise<void> {
  await writeFileAtomically(paths.record, `${JSON.stringify(record, null, 2)}\n`);
}
