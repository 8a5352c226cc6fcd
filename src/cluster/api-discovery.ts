import { isJsonObject, type Json, type JsonObject, valueAt } from '../kubernetes/json.ts';
import type { ServedResource } from '../kubernetes/served-resource.ts';
import { mergedResources } from '../kubernetes/served-resource.ts';
import { outageOf } from './classify-response.ts';
import type { ApiRequest, ApiResponse, Discovery } from './client.ts';
import { OutageError } from './client.ts';
import { statusOf } from './refusal.ts';
import { readUnaggregated } from './unaggregated-discovery.ts';

export type DiscoveredKind = Discovery['kinds'][number];

const accept = ['v2', 'v2beta1']
  .map((version) => `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`)
  .concat('application/json')
  .join(',');

/**
 * All listable kinds, in the order of preference of groups and versions, in two requests.
 * https://kubernetes.io/docs/concepts/overview/kubernetes-api/#aggregated-discovery
 * @throws OutageError
 */
export async function readDiscovery(request: (request: ApiRequest) => Promise<ApiResponse>): Promise<Discovery> {
  const [core, groups] = await Promise.all(
    ['/api', '/apis'].map(async (path) => {
      const response = await request({ method: 'GET', path, accept });
      if (response.status !== 200) throw new OutageError(outageOf(response));
      return response.body;
    }),
  );
  if (!isAggregated(core) || !isAggregated(groups)) return readUnaggregated(request, groups ?? null);
  return merged([...groupsOf(core), ...groupsOf(groups)]);
}

const isAggregated = (body: Json | undefined): body is JsonObject =>
  isJsonObject(body) && body.kind === 'APIGroupDiscoveryList' && statusOf(body) === undefined;

const groupsOf = (list: JsonObject): readonly Json[] => (Array.isArray(list.items) ? list.items : []);

/** A version that is `Stale` is one whose aggregated API server did not answer, now or ever [seen on 1.36]. */
function merged(groups: readonly Json[]): Discovery {
  const kinds = new Map<string, DiscoveredKind>();
  const resources: ServedResource[] = [];
  const unanswered = new Set<string>();
  for (const entry of groups) {
    const group = String(valueAt(entry, 'metadata', 'name') ?? '');
    for (const version of listAt(entry, 'versions')) {
      if (valueAt(version, 'freshness') === 'Stale') unanswered.add(group);
      resources.push(...listAt(version, 'resources').flatMap((one) => resourcesOf(one, group)));
      for (const kind of listAt(version, 'resources').flatMap((one) => kindOf(one, group, version))) {
        const key = `${kind.resource}.${group}`;
        if (!kinds.has(key)) kinds.set(key, kind);
      }
    }
  }
  return { kinds: [...kinds.values()], resources: mergedResources(resources), unansweredGroups: [...unanswered] };
}

function resourcesOf(entry: Json, group: string): readonly ServedResource[] {
  const of = {
    ...{ group, resource: String(valueAt(entry, 'resource') ?? '') },
    isNamespaced: valueAt(entry, 'scope') === 'Namespaced',
  };
  const subresources = listAt(entry, 'subresources').map((one) => ({
    ...of,
    subresource: String(valueAt(one, 'subresource') ?? ''),
    verbs: textsAt(one, 'verbs'),
  }));
  // of a resource that is there for its subresources alone, there are no verbs
  return [{ ...of, verbs: textsAt(entry, 'verbs') }, ...subresources].filter(({ verbs }) => verbs.length > 0);
}

function kindOf(resource: Json, group: string, version: Json): readonly DiscoveredKind[] {
  const verbs = textsAt(resource, 'verbs');
  if (!verbs.includes('list')) return [];
  return [
    {
      kind: String(valueAt(resource, 'responseKind', 'kind') ?? ''),
      group,
      version: String(valueAt(version, 'version') ?? ''),
      resource: String(valueAt(resource, 'resource') ?? ''),
      isNamespaced: valueAt(resource, 'scope') === 'Namespaced',
      shortNames: textsAt(resource, 'shortNames'),
      verbs,
    },
  ];
}

export function listAt(value: Json, key: string): readonly Json[] {
  const list = valueAt(value, key);
  return Array.isArray(list) ? list : [];
}

export const textsAt = (value: Json, key: string): readonly string[] =>
  listAt(value, key).filter((one) => typeof one === 'string');
