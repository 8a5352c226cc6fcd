import { type Json, valueAt } from '../kubernetes/json.ts';
import type { ServedResource } from '../kubernetes/served-resource.ts';
import { mergedResources } from '../kubernetes/served-resource.ts';
import { type DiscoveredKind, listAt, textsAt } from './api-discovery.ts';
import { outageOf } from './classify-response.ts';
import type { ApiRequest, ApiResponse, Discovery } from './client.ts';
import { OutageError } from './client.ts';

type Request = (request: ApiRequest) => Promise<ApiResponse>;

/** Discovery one version at a time, for a server or a proxy in between that does not know the aggregated form. */
export async function readUnaggregated(request: Request, groupList: Json): Promise<Discovery> {
  const versions = listAt(groupList, 'groups').flatMap((group) =>
    inPreference(group).map((version) => ({ group: String(valueAt(group, 'name') ?? ''), version })),
  );
  const lists = await Promise.all(
    [{ group: '', version: 'v1' }, ...versions].map(async (one) => ({
      ...one,
      entries: await entriesOf(request, one),
    })),
  );
  const kinds = new Map<string, DiscoveredKind>();
  for (const kind of lists.flatMap(kindsOf)) {
    const key = `${kind.resource}.${kind.group}`;
    if (!kinds.has(key)) kinds.set(key, kind);
  }
  const unanswered = lists.filter((list) => list.entries === undefined).map((list) => list.group);
  const resources = mergedResources(lists.flatMap(resourcesOf));
  return { kinds: [...kinds.values()], resources, unansweredGroups: [...new Set(unanswered)] };
}

/** The versions of an APIGroup, the preferred one first. */
function inPreference(group: Json): readonly string[] {
  const versions = listAt(group, 'versions').map((version) => String(valueAt(version, 'version') ?? ''));
  const preferred = valueAt(group, 'preferredVersion', 'version');
  return typeof preferred === 'string' ? [...new Set([preferred, ...versions])] : versions;
}

interface VersionList {
  readonly group: string;
  readonly version: string;
  /** APIResources. Undefined when the server of this group did not answer. */
  readonly entries: readonly Json[] | undefined;
}

async function entriesOf(request: Request, of: Omit<VersionList, 'entries'>): Promise<VersionList['entries']> {
  const path = of.group === '' ? `/api/${of.version}` : `/apis/${of.group}/${of.version}`;
  const response = await request({ method: 'GET', path });
  if (response.status === 401 || response.status === 403) throw new OutageError(outageOf(response));
  return response.status === 200 ? listAt(response.body, 'resources') : undefined;
}

const kindsOf = ({ group, version, entries = [] }: VersionList): readonly DiscoveredKind[] =>
  entries
    .filter((one) => textsAt(one, 'verbs').includes('list') && !nameOf(one).includes('/'))
    .map((one) => ({
      kind: String(valueAt(one, 'kind') ?? ''),
      ...{ group, version, resource: nameOf(one) },
      isNamespaced: valueAt(one, 'namespaced') === true,
      shortNames: textsAt(one, 'shortNames'),
      verbs: textsAt(one, 'verbs'),
    }));

/** `pods/log` is an entry of its own here. */
const resourcesOf = ({ group, entries = [] }: VersionList): readonly ServedResource[] =>
  entries.map((one) => {
    const [resource = '', subresource] = nameOf(one).split('/', 2);
    return {
      ...{ group, resource, ...(subresource === undefined ? {} : { subresource }) },
      isNamespaced: valueAt(one, 'namespaced') === true,
      verbs: textsAt(one, 'verbs'),
    };
  });

const nameOf = (entry: Json): string => String(valueAt(entry, 'name') ?? '');
