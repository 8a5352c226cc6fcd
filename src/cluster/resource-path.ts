import type { ResourceKind } from '../kubernetes/resource-kind.ts';

/** The part of a kind that makes its URL. */
export type Resource = Pick<ResourceKind, 'group' | 'version' | 'resource' | 'isNamespaced'>;

export interface Place {
  /** Ignored for cluster-wide kinds; without it a namespaced kind is meant in all namespaces. */
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
  readonly subresource?: string | undefined;
}

/** A path of the API, as https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-uris lays them out. */
export function resourcePath(resource: Resource, place: Place, query: Query = {}): string {
  const root = resource.group === '' ? `/api/${resource.version}` : `/apis/${resource.group}/${resource.version}`;
  const namespace = resource.isNamespaced && place.namespace !== undefined ? ['namespaces', place.namespace] : [];
  const name = place.name === undefined ? [] : [place.name];
  const subresource = place.subresource === undefined ? [] : [place.subresource];
  const segments = [...namespace, resource.resource, ...name, ...subresource].map(pathSegment);
  return [root, ...segments].join('/') + queryString(query);
}

export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** `?a=1&b=2`, or nothing; undefined values are left out, arrays repeated. */
export function queryString(query: Query): string {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(query))
    for (const one of value === undefined ? [] : [value].flat()) parameters.append(key, String(one));
  return parameters.size === 0 ? '' : `?${parameters}`;
}

/** An empty or dotted segment would address another object, or a whole collection. */
function pathSegment(text: string): string {
  if (text === '' || text === '.' || text === '..') throw new Error(`not a name for the API's path: "${text}"`);
  return encodeURIComponent(text);
}
