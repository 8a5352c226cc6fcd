import type { ClusterClient } from '../../cluster/client.ts';
import type { ObjectResult } from '../../cluster/write.ts';
import { createObject, replaceObject } from '../../cluster/write.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import type { Edit, Mutant, StoredMutant } from '../../prove/mutants/mutant.ts';

export type Stored =
  | { readonly stored: 'yes'; readonly mutant: StoredMutant }
  | { readonly stored: 'refused'; readonly message: string };

/**
 * How the server would store a mutant: by dry runs, which store nothing. What the solution made is created under another
 * name, so that what may not be changed later may still be wrong from the beginning; what the start made is replaced.
 * @throws OutageError
 */
export async function storeMutant(
  client: ClusterClient,
  mutant: Mutant,
  isOfStart: (object: KubeObject) => boolean,
): Promise<Stored> {
  const edits: Edit[] = [];
  for (const edit of mutant.edits) {
    if (edit.edit === 'remove') {
      edits.push(edit);
      continue;
    }
    const result = await dryRun(client, edit, isOfStart(edit.object));
    if (result.result !== 'ok') return { stored: 'refused', message: result.message };
    const { name } = edit.object.metadata;
    edits.push({ ...edit, object: { ...result.object, metadata: { ...result.object.metadata, name } } });
  }
  return { stored: 'yes', mutant: { mutant, edits } };
}

async function dryRun(client: ClusterClient, { edit, object }: Edit, isOfStart: boolean): Promise<ObjectResult> {
  if (edit === 'replace' && isOfStart) return replaceObject(client, object, { dryRun: true });
  const name = edit === 'replace' ? `${object.metadata.name.slice(0, 60)}-m` : object.metadata.name;
  const created = await createObject(client, { ...object, metadata: { ...object.metadata, name } }, { dryRun: true });
  // a quota may have no room for a second one, where the one there may well be replaced
  if (created.result !== 'refused' || edit === 'add') return created;
  const replaced = await replaceObject(client, object, { dryRun: true });
  return replaced.result === 'ok' ? replaced : created;
}
