import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { changeStateFile, readStateFile } from './state-file.ts';

/** The cluster that every command uses after `start`: a preference of this machine's user, not a record. */
export interface PinnedCluster {
  /** Name of the kubeconfig context. */
  readonly context: string;
  /** Absolute path, where `--kubeconfig` named one; otherwise KUBECONFIG's files. */
  readonly kubeconfig?: string;
  /** URL of the API server. */
  readonly server: string;
  /** uid of namespace `kube-system`: the cluster's identity. */
  readonly uid: string;
}

const pinnedFile = {
  name: 'pinned.json',
  schema: z.object({
    context: z.string(),
    kubeconfig: z.string().exactOptional(),
    server: z.string(),
    uid: z.string(),
  }) satisfies z.ZodType<PinnedCluster>,
};

/** `folder` is kubeproctor's state folder. @throws UserError `state_file_broken`. */
export const readPinned = (folder: string): Promise<PinnedCluster | undefined> => readStateFile(folder, pinnedFile);

export const savePinned = (folder: string, pinned: PinnedCluster): Promise<PinnedCluster> =>
  changeStateFile(folder, pinnedFile, () => pinned);

export const forgetPinned = (folder: string): Promise<void> => rm(join(folder, pinnedFile.name), { force: true });

/**
 * - `same`: the pinned cluster
 * - `replaced`: another cluster answers in its place: the pinned one is gone, offer to forget it
 */
export const comparePinned = (pinned: PinnedCluster, foundUid: string): 'same' | 'replaced' =>
  pinned.uid === foundUid ? 'same' : 'replaced';

const agreedFile = {
  name: 'agreed.json',
  schema: z.object({ clusters: z.record(z.string(), z.object({ server: z.string(), at: z.string() })) }),
};

/** Whether the user has said yes to this cluster, by the uid of `kube-system`: never by a name. */
export async function isAgreed(folder: string, uid: string): Promise<boolean> {
  const agreed = await readStateFile(folder, agreedFile);
  return Object.hasOwn(agreed?.clusters ?? {}, uid);
}

/** Remembers a yes. `server` and `at` (RFC 3339) are for the person who reads the file. */
export async function rememberYes(folder: string, yes: { uid: string; server: string; at: string }): Promise<void> {
  const { uid, server, at } = yes;
  await changeStateFile(folder, agreedFile, (agreed) => ({ clusters: { ...agreed?.clusters, [uid]: { server, at } } }));
}
