import type { ClusterClient } from '../cluster/client.ts';
import { createObject, deleteObject, getObject, replaceObject } from '../cluster/write.ts';
import { valueAt } from '../kubernetes/json.ts';
import type { KubeObject } from '../kubernetes/kube-object.ts';
import { UserError } from '../user-error.ts';
import type { CopyName } from './labels.ts';
import { managedByLabel, product } from './labels.ts';
import { recordName } from './record.ts';

/**
 * Takes what no two copies may have at the same time, one ConfigMap a thing: of two starts at the same moment one is
 * refused. A claim whose copy has no record any more is taken over.
 * @throws UserError `exclusive_taken`
 */
export async function claimExclusive(
  client: ClusterClient,
  copy: CopyName,
  exclusive: readonly string[],
  storedIn: string,
): Promise<void> {
  for (const thing of [...exclusive].sort()) await claim(client, copy, thing, storedIn);
}

/** Gives back what this copy holds; what another one holds is left. */
export async function releaseExclusive(
  client: ClusterClient,
  copy: CopyName,
  exclusive: readonly string[],
  storedIn: string,
): Promise<void> {
  for (const thing of exclusive) {
    const found = await getObject(client, target(thing, storedIn));
    if (found.result !== 'ok' || holderOf(found.object) !== recordName(copy)) continue;
    const preconditions = { resourceVersion: found.object.metadata.resourceVersion ?? '' };
    await deleteObject(client, target(thing, storedIn), { preconditions });
  }
}

export const exclusiveTaken = (thing: string, holder: string): UserError =>
  new UserError('exclusive_taken', `Another lab is using this cluster's ${thing.replace('-', ' ')}: ${holder}.`, {
    wayOut: `Stop it first: kubeproctor stop ${holder.replace('.', ' --copy ')}`,
    exitCode: 1,
  });

async function claim(client: ClusterClient, copy: CopyName, thing: string, storedIn: string): Promise<void> {
  const own = claimObject(copy, thing, storedIn);
  for (let tries = 1; ; tries++) {
    const made = await createObject(client, own);
    if (made.result === 'ok') return;
    const found = await getObject(client, target(thing, storedIn));
    const refused = (message: string) =>
      new UserError(
        'exclusive_unknown',
        `Whether another lab uses this cluster's ${thing} cannot be told: ${message}`,
        {
          exitCode: 3,
        },
      );
    if (found.result === 'notFound' && made.result === 'alreadyExists' && tries < 5) continue;
    if (found.result !== 'ok') throw refused(made.message);
    const holder = holderOf(found.object);
    if (holder === recordName(copy)) return;
    const record = await getObject(client, { kind: 'ConfigMap', namespace: storedIn, name: holder || 'none' });
    if (record.result === 'ok') throw exclusiveTaken(thing, holder);
    const resourceVersion = found.object.metadata.resourceVersion ?? '';
    const taken = await replaceObject(client, { ...own, metadata: { ...own.metadata, resourceVersion } });
    if (taken.result === 'ok') return;
    if (tries === 5) throw refused(taken.message);
  }
}

const target = (thing: string, namespace: string) => ({
  kind: 'ConfigMap',
  namespace,
  name: `exclusive.${thing}.claim`,
});

const holderOf = (object: KubeObject): string => String(valueAt(object, 'data', 'holder') ?? '');

const claimObject = (copy: CopyName, thing: string, storedIn: string): KubeObject => ({
  ...{ apiVersion: 'v1', kind: 'ConfigMap' },
  metadata: { name: target(thing, storedIn).name, namespace: storedIn, labels: { [managedByLabel]: product } },
  data: { holder: recordName(copy) },
});
