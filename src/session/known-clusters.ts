import * as z from 'zod';
import type { Capabilities, Measurement } from '../lab/capabilities.ts';
import { capabilityNames } from '../lab/capability.ts';
import { changeStateFile, readStateFile } from './state-file.ts';

/** What was found out about a cluster, for commands that do not ask it, and what was measured there. */
export interface KnownCluster {
  /** RFC 3339, when it was found out last. */
  readonly at: string;
  /** Name of the kubeconfig context, for the person who reads the file. */
  readonly context: string;
  readonly capabilities: Capabilities;
  /** Keys of the lists that this user may not read there. */
  readonly forbidden: readonly string[];
  readonly measurement?: Measurement;
}

const finding = z.object({
  has: z.enum(['yes', 'no', 'notMeasured', 'unknown']),
  evidence: z.string(),
  measuredAt: z.string().exactOptional(),
});
const uids = z.array(z.string()).optional();
const knownCluster = z.object({
  at: z.string(),
  context: z.string(),
  capabilities: z.object({
    nodes: z.number().optional(),
    nodesEvidence: z.string(),
    found: z.record(z.enum(capabilityNames), finding),
  }),
  forbidden: z.array(z.string()),
  measurement: z
    .object({
      at: z.string(),
      image: z.string(),
      setup: z.object({ version: z.string(), nodes: uids, agents: uids }),
      found: z.object({
        ...{ 'pods-run': finding.exactOptional(), traffic: finding.exactOptional() },
        'network-policy': finding.exactOptional(),
      }),
    })
    .exactOptional(),
});
const knownFile = { name: 'capabilities.json', schema: z.object({ clusters: z.record(z.string(), knownCluster) }) };

/** Practice clusters come and go: the latest are kept. */
const maxClusters = 20;

/** What is known of the cluster with this uid of `kube-system`. `folder` is kubeproctor's state folder. */
export async function readKnownCluster(folder: string, uid: string): Promise<KnownCluster | undefined> {
  const clusters = (await readStateFile(folder, knownFile))?.clusters ?? {};
  return Object.hasOwn(clusters, uid) ? toKnown(clusters[uid]) : undefined;
}

/** Replaces what is known of one cluster with what `change` makes of it. */
export async function changeKnownCluster(
  folder: string,
  uid: string,
  change: (known: KnownCluster | undefined) => KnownCluster,
): Promise<void> {
  await changeStateFile(folder, knownFile, (file) => {
    const known = file?.clusters ?? {};
    const mine = Object.hasOwn(known, uid) ? toKnown(known[uid]) : undefined;
    const others = Object.entries(known).filter(([other]) => other !== uid);
    const latest = others.toSorted(([, a], [, b]) => b.at.localeCompare(a.at)).slice(0, maxClusters - 1);
    return { clusters: Object.fromEntries([...latest, [uid, change(mine) as z.output<typeof knownCluster>]]) }; // the schema's own shape
  });
}

/** JSON has no undefined: a field that is absent in the file is one that could not be read. */
const toKnown = (known: z.output<typeof knownCluster> | undefined): KnownCluster | undefined =>
  known as KnownCluster | undefined; // the same fields, undefined where absent
