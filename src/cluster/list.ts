import { valueAt } from '../kubernetes/json.ts';
import type { KubeObject } from '../kubernetes/kube-object.ts';
import { outageOf } from './classify-response.ts';
import type { ClusterClient } from './client.ts';
import { OutageError } from './client.ts';
import { itemsOf } from './kube-objects-of.ts';
import { type Resource, resourcePath } from './resource-path.ts';

/** `notServed`: 404, which says that the server knows no such resource; a namespace that does not exist is empty. */
export type ListResult =
  | { readonly list: 'whole'; readonly items: readonly KubeObject[]; readonly resourceVersion: string }
  | { readonly list: 'notServed' };

export interface ListOptions {
  /** Without it a namespaced kind is listed in all namespaces. */
  readonly namespace?: string | undefined;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
  /** For all pages together; default 10 s. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

const pageSize = 500;

/**
 * All pages of a list, as one moment shows them. When the `continue` token has expired (410) it begins again, once.
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks
 * @throws OutageError
 */
export async function listAll(
  client: ClusterClient,
  resource: Resource & { readonly kind: string },
  options: ListOptions = {},
): Promise<ListResult> {
  const end = performance.now() + (options.timeoutMs ?? 10_000);
  const first = await listPages(client, resource, options, end);
  const result = first === 'expired' ? await listPages(client, resource, options, end) : first;
  if (result !== 'expired') return result;
  throw new OutageError({
    code: 'expired_list',
    detail: `the list of ${resource.resource} expired twice before it was read to its end`,
  });
}

async function listPages(
  client: ClusterClient,
  resource: Resource & { readonly kind: string },
  options: ListOptions,
  end: number,
): Promise<ListResult | 'expired'> {
  const { namespace, labelSelector, fieldSelector, signal } = options;
  const items: KubeObject[] = [];
  for (let token: string | undefined; ; ) {
    const query = { limit: pageSize, continue: token, labelSelector, fieldSelector };
    const response = await client.request({
      method: 'GET',
      path: resourcePath(resource, { namespace }, query),
      timeoutMs: Math.max(1, end - performance.now()),
      ...(signal === undefined ? {} : { signal }),
    });
    if (response.status === 410) return 'expired';
    if (response.status === 404) return { list: 'notServed' };
    if (response.status !== 200) throw new OutageError(outageOf(response));
    const page = itemsOf(response.body, resource.kind, apiVersionOf(resource));
    if (page === undefined) throw noList(resource);
    items.push(...page);
    token = textAt(response.body, 'continue');
    if (token === '') return { list: 'whole', items, resourceVersion: textAt(response.body, 'resourceVersion') };
  }
}

const textAt = (list: Parameters<typeof valueAt>[0], key: string): string => {
  const text = valueAt(list, 'metadata', key);
  return typeof text === 'string' ? text : '';
};

const apiVersionOf = (resource: Resource): string =>
  resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;

const noList = (resource: Resource) =>
  new OutageError({ code: 'truncated', detail: `the answer is no whole list of ${resource.resource}` });
