import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { ClusterClient } from '../../src/cluster/client.ts';
import type { JsonObject } from '../../src/kubernetes/json.ts';
import { isJsonObject } from '../../src/kubernetes/json.ts';
import type { KubeObject } from '../../src/kubernetes/kube-object.ts';
import { listObjects } from '../../src/session/list-objects.ts';

/** `apps/v1 Deployment box/web` → its uid, labels, annotations, finalizers, owners, and all content but its status. */
export type Everything = Readonly<Record<string, JsonObject>>;

/**
 * All objects of all kinds of discovery in all namespaces, once nothing moves any more. Left out: Events and Leases, which
 * tell what happened; status, for node heartbeats and controllers' counts lie there; resourceVersion and managedFields;
 * and `generation`, which counts changes, those taken back too.
 */
export async function everything(client: ClusterClient): Promise<Everything> {
  let last = await everythingNow(client);
  for (let tries = 0; tries < 40; tries++) {
    await sleep(500);
    const next = await everythingNow(client);
    if (isDeepStrictEqual(next, last)) return next;
    last = next;
  }
  throw new Error('the cluster does not come to rest');
}

async function everythingNow(client: ClusterClient): Promise<Everything> {
  const { kinds } = await client.discover();
  const compared = kinds.filter(
    ({ kind, verbs }) => verbs.includes('list') && !['Event', 'Lease', 'ComponentStatus'].includes(kind),
  ); // ComponentStatus is nothing but status
  const lists = await Promise.all(compared.map((kind) => listObjects(client, kind)));
  const objects = lists.flatMap((listed) => (listed.listed === 'objects' ? listed.objects : []));
  return Object.fromEntries(objects.map((object) => [keyOf(object), essenceOf(object)] as const).sort(byKey));
}

export const keyOf = ({ apiVersion, kind, metadata }: KubeObject): string =>
  [apiVersion, kind, [metadata.namespace, metadata.name].filter((part) => part !== undefined).join('/')].join(' ');

function essenceOf(object: KubeObject): JsonObject {
  const { status: _, ...content } = object;
  const { managedFields: __, resourceVersion: ___, generation: ____, ...metadata } = object.metadata;
  return { ...content, metadata };
}

/**
 * The same, where objects in these namespaces are made again: without uids and times, without what the cluster draws by
 * lot (names it generates, addresses, the node of a Pod), and without the hash of a ServiceAccount's mounted token.
 */
export function apartFromRemaking(all: Everything, isRemade: (key: string) => boolean): Everything {
  const entries = Object.entries(all).map(([key, object]) =>
    isRemade(key) ? remade(key, object) : ([key, object] as const),
  );
  return Object.fromEntries(entries.sort(byKey));
}

function remade(key: string, object: JsonObject): readonly [string, JsonObject] {
  const metadata = object.metadata as JsonObject; // every object has it
  const generated = typeof metadata.generateName === 'string' ? metadata.generateName : undefined;
  const name = String(metadata.name);
  const text = JSON.stringify(object, (field, value) => (drawn.has(field) ? 'DRAWN' : value));
  const endless = generated === undefined ? text : text.replaceAll(name, `${generated}*`);
  const plain: unknown = JSON.parse(endless.replaceAll(/kube-api-access-[a-z0-9]+/g, 'kube-api-access-*'));
  if (!isJsonObject(plain)) throw new Error(`${key} is no mapping`);
  return [generated === undefined ? key : key.replace(name, `${generated}*`), plain];
}

const drawn = new Set([
  ...['uid', 'creationTimestamp', 'endpoints.kubernetes.io/last-change-trigger-time', 'nodeName', 'ip'],
  ...['clusterIP', 'clusterIPs', 'addresses', 'targetRef'],
]);

const byKey = ([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number =>
  left < right ? -1 : 1;
