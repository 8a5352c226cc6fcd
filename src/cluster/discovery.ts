import { builtInKind, type ResourceKind } from '../kubernetes/resource-kind.ts';
import { readDiscovery } from './api-discovery.ts';
import type { ApiRequest, ApiResponse, ClusterClient, Discovery } from './client.ts';
import { OutageError } from './client.ts';

/** What was found this long ago still counts when it does not show what is looked for. */
const freshMs = 1000;

/**
 * The two questions to discovery. `resourceOf` asks for words that are not built in, and asks again for a word that an
 * older answer does not know: a learner makes a CustomResourceDefinition while somebody waits for it.
 */
export function discoveryOf(
  request: (request: ApiRequest) => Promise<ApiResponse>,
): Pick<ClusterClient, 'resourceOf' | 'discover'> {
  let latest: { readonly since: number; readonly promise: Promise<Discovery> } | undefined;
  const discover = () => {
    if (latest === undefined || performance.now() - latest.since > freshMs)
      latest = { since: performance.now(), promise: readDiscovery(request) };
    return latest.promise;
  };
  const resourceOf = async (word: string) => {
    const builtIn = builtInKind(word);
    if (builtIn !== undefined) return builtIn;
    const known = latest === undefined ? undefined : await latest.promise.catch(() => undefined);
    return (known && findKind(known, word)) ?? findOrExplain(await discover(), word);
  };
  return { discover, resourceOf };
}

/** The kind that a word means, as `kubectl get` reads it: kind, plural or short name, with or without its group. */
export function findKind(discovery: Discovery, word: string): ResourceKind | undefined {
  const wanted = word.toLowerCase();
  return discovery.kinds.find((entry) =>
    [entry.kind, entry.resource, ...entry.shortNames].some((name) => {
      const lower = name.toLowerCase();
      return lower === wanted || `${lower}.${entry.group}` === wanted;
    }),
  );
}

/**
 * Undefined where discovery is sure that there is no such kind.
 * @throws OutageError when the kind may be one of a group that did not answer.
 */
function findOrExplain(discovery: Discovery, word: string): ResourceKind | undefined {
  const found = findKind(discovery, word);
  if (found !== undefined) return found;
  const group = word.includes('.') ? word.slice(word.indexOf('.') + 1) : undefined;
  const silent = discovery.unansweredGroups.filter((name) => group === undefined || name === group);
  if (silent.length === 0) return undefined;
  throw silentGroups(word, silent);
}

export const silentGroups = (word: string, groups: readonly string[]): OutageError =>
  new OutageError({
    code: 'discovery',
    detail: `the kind "${word}" could not be looked up: the server of API group ${groups.join(', ')} does not answer`,
  });

export const silentGroup = (group: string): OutageError =>
  new OutageError({ code: 'discovery', detail: `the server of API group ${group} does not answer` });
