import type { Json, JsonObject } from '../kubernetes/json.ts';
import type { KubeObject } from '../kubernetes/kube-object.ts';
import type { ApiRequest, ApiResponse, ClusterClient } from './client.ts';
import { kubeObject } from './kube-objects-of.ts';
import type { Refusal } from './refusal.ts';
import { refusalOf, statusOf } from './refusal.ts';
import { resourcePath } from './resource-path.ts';
import type { ObjectTarget } from './target.ts';
import { targetOf, targetResource, unknownKind } from './target.ts';

/** What the API server did with a request about one object; outages are thrown as OutageError. */
export type ObjectResult =
  | { readonly result: 'ok'; readonly object: KubeObject; readonly warnings: readonly string[] }
  | Refusal;

/** `object` is what is still there while finalizers or a grace period run; undefined when it is gone at once. */
export type DeleteResult =
  | { readonly result: 'ok'; readonly object: KubeObject | undefined; readonly warnings: readonly string[] }
  | Refusal;

export interface WriteOptions {
  /** Default `kubeproctor`; `kubectl-client-side-apply` for what kubectl would have applied. */
  readonly fieldManager?: string;
  /** Everything but storing: https://kubernetes.io/docs/reference/using-api/api-concepts/#dry-run */
  readonly dryRun?: boolean;
  /** `Strict` refuses unknown and duplicate fields; default `Warn`, as the API server's. */
  readonly fieldValidation?: 'Ignore' | 'Warn' | 'Strict';
  /** `status`, `scale`, `approval`, `eviction`, … */
  readonly subresource?: string;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export interface PatchOptions extends WriteOptions {
  /** `strategic` for built-in kinds only; `apply` is server-side apply, `json` an RFC 6902 list. */
  readonly type: 'strategic' | 'merge' | 'json' | 'apply';
  /** Server-side apply: take over fields that others own. */
  readonly force?: boolean;
}

export interface DeleteOptions {
  readonly propagationPolicy?: 'Foreground' | 'Background' | 'Orphan';
  readonly gracePeriodSeconds?: number;
  /** Another uid or version is a `conflict`: nothing is deleted. */
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
  readonly dryRun?: boolean;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** POST. */
export function createObject(
  client: ClusterClient,
  object: KubeObject,
  options: Omit<WriteOptions, 'subresource'> = {},
): Promise<ObjectResult> {
  return send(client, { ...targetOf(object), name: undefined }, options, { method: 'POST', body: object });
}

/** POST under another object: an Eviction to `pods/NAME/eviction`, a TokenRequest to `serviceaccounts/NAME/token`. */
export function createSubresource(
  client: ClusterClient,
  target: ObjectTarget,
  subresource: string,
  object: KubeObject,
  options: Omit<WriteOptions, 'subresource'> = {},
): Promise<ObjectResult> {
  return send(client, target, { ...options, subresource }, { method: 'POST', body: object });
}

/** PUT: refused as `conflict` when `metadata.resourceVersion` is set and no longer current. */
export function replaceObject(
  client: ClusterClient,
  object: KubeObject,
  options: WriteOptions = {},
): Promise<ObjectResult> {
  return send(client, targetOf(object), options, { method: 'PUT', body: object });
}

export function patchObject(
  client: ClusterClient,
  target: ObjectTarget,
  patch: Json,
  options: PatchOptions,
): Promise<ObjectResult> {
  const force = options.type === 'apply' && options.force === true ? { force: true } : {};
  return send(client, target, options, { method: 'PATCH', body: patch, contentType: patchTypes[options.type] }, force);
}

export function getObject(
  client: ClusterClient,
  target: ObjectTarget,
  options: Pick<WriteOptions, 'subresource' | 'timeoutMs' | 'signal'> = {},
): Promise<ObjectResult> {
  return send(client, target, options, { method: 'GET' });
}

export async function deleteObject(
  client: ClusterClient,
  target: ObjectTarget,
  options: DeleteOptions = {},
): Promise<DeleteResult> {
  const resource = await targetResource(client, target);
  if (resource === undefined) return unknownKind(target);
  const response = await client.request({
    method: 'DELETE',
    path: resourcePath(resource, target),
    body: deleteBody(options),
    ...waiting(options),
  });
  const refusal = refusalOf(response);
  if (refusal !== undefined) return refusal;
  return { result: 'ok', object: remaining(response), warnings: response.warnings };
}

export interface CollectionTarget {
  readonly kind: string;
  readonly apiVersion?: string;
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

/** Deletes all objects of a kind in one namespace, or those that the selectors choose. */
export async function deleteCollection(
  client: ClusterClient,
  target: CollectionTarget,
  options: DeleteOptions = {},
): Promise<{ readonly result: 'ok' } | Refusal> {
  const resource = await targetResource(client, target);
  if (resource === undefined) return unknownKind(target);
  if (resource.isNamespaced && target.namespace === undefined)
    throw new Error(`deleteCollection of ${target.kind} needs a namespace`);
  const { labelSelector, fieldSelector } = target;
  const response = await client.request({
    method: 'DELETE',
    path: resourcePath(resource, { namespace: target.namespace }, { labelSelector, fieldSelector }),
    body: deleteBody(options),
    ...waiting(options),
  });
  return refusalOf(response) ?? { result: 'ok' };
}

const patchTypes: Readonly<Record<PatchOptions['type'], string>> = {
  strategic: 'application/strategic-merge-patch+json',
  merge: 'application/merge-patch+json',
  json: 'application/json-patch+json',
  apply: 'application/apply-patch+yaml', // JSON is YAML
};

async function send(
  client: ClusterClient,
  target: Omit<ObjectTarget, 'name'> & { readonly name?: string | undefined },
  options: WriteOptions,
  request: Pick<ApiRequest, 'method' | 'body' | 'contentType'>,
  query: { readonly force?: boolean } = {},
): Promise<ObjectResult> {
  const resource = await targetResource(client, target);
  if (resource === undefined) return unknownKind(target);
  const place = { namespace: target.namespace, name: target.name, subresource: options.subresource };
  const path = resourcePath(resource, place, { ...query, ...(request.method === 'GET' ? {} : writeQuery(options)) });
  const response = await client.request({ ...request, path, ...waiting(options) });
  const refusal = refusalOf(response);
  if (refusal !== undefined) return refusal;
  // an eviction is answered with a Status, not with an object
  const body = statusOf(response.body) === undefined ? response.body : (request.body ?? null);
  return { result: 'ok', object: kubeObject(body), warnings: response.warnings };
}

const writeQuery = (options: WriteOptions) => ({
  fieldManager: options.fieldManager ?? 'kubeproctor',
  fieldValidation: options.fieldValidation,
  dryRun: options.dryRun === true ? 'All' : undefined,
});

const waiting = (options: Pick<WriteOptions, 'timeoutMs' | 'signal'>) => ({
  ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
  ...(options.signal === undefined ? {} : { signal: options.signal }),
});

/** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/delete-options/ */
function deleteBody(options: DeleteOptions): JsonObject {
  const { propagationPolicy, gracePeriodSeconds, preconditions } = options;
  return {
    apiVersion: 'v1',
    kind: 'DeleteOptions',
    ...(propagationPolicy === undefined ? {} : { propagationPolicy }),
    ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
    ...(preconditions === undefined ? {} : { preconditions: { ...preconditions } }),
    ...(options.dryRun === true ? { dryRun: ['All'] } : {}),
  };
}

/** A delete answers with the object while it still exists, and with a Status when it is gone. */
const remaining = (response: ApiResponse): KubeObject | undefined =>
  statusOf(response.body) === undefined ? kubeObject(response.body) : undefined;
