import type { ClusterClient } from '../cluster/client.ts';
import { OutageError } from '../cluster/client.ts';
import { itemsOf } from '../cluster/kube-objects-of.ts';
import { refusalOf } from '../cluster/refusal.ts';
import { resourcePath } from '../cluster/resource-path.ts';
import { valueAt } from '../kubernetes/json.ts';
import type { KubeObject } from '../kubernetes/kube-object.ts';
import type { ResourceKind } from '../kubernetes/resource-kind.ts';

export type Listed =
  | { readonly listed: 'objects'; readonly objects: readonly KubeObject[] }
  /** Without the right to look (403), or the kind went away (404): nothing can be said about it. */
  | { readonly listed: 'refused'; readonly message: string };

export interface ListOptions {
  /** Without it: all namespaces. */
  readonly namespace?: string;
  readonly labelSelector?: string;
  /** Names, labels, owners and managers only: no data of Secrets crosses the wire. */
  readonly metadataOnly?: boolean;
}

const metadataList = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
const pageSize = 500;

/**
 * All objects of a kind, page by page; begun anew when the list expires underway (410).
 * @throws OutageError
 */
export async function listObjects(
  client: ClusterClient,
  kind: ResourceKind,
  options: ListOptions = {},
): Promise<Listed> {
  for (let tries = 1; ; tries++) {
    const listed = await listPages(client, kind, options);
    if (listed.listed !== 'expired') return listed;
    if (tries === 3) throw new OutageError({ code: 'expired_list', detail: `the list of ${kind.resource} expired` });
  }
}

async function listPages(
  client: ClusterClient,
  kind: ResourceKind,
  options: ListOptions,
): Promise<Listed | { readonly listed: 'expired' }> {
  const apiVersion = kind.group === '' ? kind.version : `${kind.group}/${kind.version}`;
  const objects: KubeObject[] = [];
  let next: string | undefined;
  do {
    const response = await client.request({
      method: 'GET',
      path: resourcePath(kind, options, { labelSelector: options.labelSelector, limit: pageSize, continue: next }),
      ...(options.metadataOnly === true ? { accept: metadataList } : {}),
    });
    if (response.status === 410) return { listed: 'expired' };
    const refusal = refusalOf(response);
    if (refusal !== undefined) {
      if (response.status === 403 || response.status === 404) return { listed: 'refused', message: refusal.message };
      throw new OutageError({ code: 'server_error', detail: `${kind.resource} cannot be listed: ${refusal.message}` });
    }
    const items = itemsOf(response.body, kind.kind, apiVersion);
    if (items === undefined) throw new OutageError({ code: 'truncated', detail: 'the answer is no list of objects' });
    objects.push(...items.map((item) => ({ ...item, kind: kind.kind, apiVersion })));
    const token = valueAt(response.body, 'metadata', 'continue');
    next = typeof token === 'string' && token !== '' ? token : undefined;
  } while (next !== undefined);
  return { listed: 'objects', objects };
}
