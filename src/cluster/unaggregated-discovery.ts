import { type Json, valueAt } from '../kubernetes/json.ts';
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
    [{ group: '', version: 'v1' }, ...versions].map(async (one) => ({ ...one, kinds: await kindsOf(request, one) })),
  );
  const kinds = new Map<string, DiscoveredKind>();
  for (const kind of lists.flatMap((list) => list.kinds ?? [])) {
    const key = `${kind.resource}.${kind.group}`;
    if (!kinds.has(key)) kinds.set(key, kind);
  }
  const unanswered = lists.filter((list) => list.kinds === undefined).map((list) => list.group);
  return { kinds: [...kinds.values()], unansweredGroups: [...new Set(unanswered)] };
}

/** The versions of an APIGroup, the preferred one first. */
function inPreference(group: Json): readonly string[] {
  const versions = listAt(group, 'versions').map((version) => String(valueAt(version, 'version') ?? ''));
  const preferred = valueAt(group, 'preferredVersion', 'version');
  return typeof preferred === 'string' ? [...new Set([preferred, ...versions])] : versions;
}

/** Undefined when the server of this group did not answer. */
async function kindsOf(
  request: Request,
  of: { readonly group: string; readonly version: string },
): Promise<readonly DiscoveredKind[] | undefined> {
  const path = of.group === '' ? `/api/${of.version}` : `/apis/${of.group}/${of.version}`;
  const response = await request({ method: 'GET', path });
  if (response.status === 401 || response.status === 403) throw new OutageError(outageOf(response));
  if (response.status !== 200) return undefined;
  return listAt(response.body, 'resources')
    .filter((one) => textsAt(one, 'verbs').includes('list') && !String(valueAt(one, 'name')).includes('/'))
    .map((one) => ({
      kind: String(valueAt(one, 'kind') ?? ''),
      ...of,
      resource: String(valueAt(one, 'name') ?? ''),
      isNamespaced: valueAt(one, 'namespaced') === true,
      shortNames: textsAt(one, 'shortNames'),
      verbs: textsAt(one, 'verbs'),
    }));
}
