import { parse } from 'yaml';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';
import type { Lab } from '../../src/lab/schema/lab.ts';
import type { CommandRead } from '../../src/snapshot/behaviour/command-read.ts';
import type { CopyRecord } from '../../src/snapshot/copy-record.ts';
import type { Answer } from '../../src/snapshot/read.ts';
import type { Snapshot } from '../../src/snapshot/snapshot.ts';
import { labOf, snapshotFor } from './judging.ts';
import { record as shopRecord, shopWith } from './reach-shop.ts';

/** A frontend that the start brought. */
export const probe = (
  more: { readonly uid?: string; readonly image?: string; readonly labels?: string } = {},
): string =>
  `---
{ apiVersion: v1, kind: Pod,
  metadata: { name: probe, namespace: shop, uid: ${more.uid ?? 'p-1'}, labels: { ${more.labels ?? 'role: frontend'} } },
  spec: { nodeName: node-1, containers: [{ name: main, image: '${more.image ?? 'busybox:1.37'}' }] },
  status: { phase: Running, podIP: 10.244.0.9, hostIP: 192.168.0.1, conditions: [{ type: Ready, status: 'True' }] } }
`;

const [brought] = shopWith(probe()).filter(({ metadata }) => metadata.name === 'probe');

/** The record of the start that brought it. */
export const record: CopyRecord = {
  ...shopRecord,
  startedWith: brought === undefined ? [] : [recorded(brought)],
};

function recorded(object: KubeObject) {
  const { name, namespace = '', uid = '' } = object.metadata;
  return { apiVersion: 'v1', kind: 'Pod', name, namespace, uid, object };
}

/** Tables of `reach`, in YAML, each a task of its own and to be confirmed from the probe. */
export const confirmedLab = (...tables: readonly string[]): Lab =>
  labOf(
    tables.map((table, index) => ({
      id: `t${index}`,
      checks: [{ reach: { ...parse(table), confirm: { from: 'pod/probe', in: 'shop' } } }],
    })),
  );

export interface Traffic {
  /** Beside the shop and the probe, in YAML. */
  readonly objects?: string;
  readonly without?: readonly string[];
  readonly record?: CopyRecord;
  /** What trying a connection gives; `db-1:5432` for Pods, `10.96.0.9:80` for other addresses. */
  readonly tried?: (connection: string) => Answer;
}

/** What is seen of the lab's tables, an hour after the start. */
export function snapshotOf(
  lab: Lab,
  { objects = '', without = [], tried = () => open, ...rest }: Traffic = {},
): Snapshot {
  const all = shopWith(`${probe()}${objects}`, without);
  return snapshotFor(lab, {
    ...{ objects: all, now: '2026-01-01T01:00:00Z', record: rest.record ?? record },
    behaviour: (read) => {
      if (read.read !== 'command') throw new Error(`nothing but commands is asked for, no ${read.read}`);
      return tried(connectionOf(read, all));
    },
  });
}

export function connectionOf({ run }: CommandRead, objects: readonly KubeObject[]): string {
  const [address = '', port] = run.slice(-2);
  const named = objects.find(({ status }) => Object(status).podIP === address);
  return `${named?.metadata.name ?? address}:${port}`;
}

const ended = (exitCode: number, errors = ''): Answer => ({
  ...{ answer: 'command', exitCode, output: '', errors, isCut: false },
});
export const open = ended(0);
export const keptOpen = ended(143, 'Terminated\n');
export const refused = ended(1, "nc: can't connect to remote host (10.244.0.9): Connection refused\n");
export const silent = ended(1, 'nc: timed out\n');
