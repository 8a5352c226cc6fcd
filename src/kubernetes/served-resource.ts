/** A resource or subresource that discovery shows, over all versions of its group. */
export interface ServedResource {
  /** `''` for the core group. */
  readonly group: string;
  /** Plural, as in the URL. */
  readonly resource: string;
  readonly subresource?: string;
  readonly isNamespaced: boolean;
  readonly verbs: readonly string[];
}

/** One entry a resource, with the verbs of all its versions. */
export function mergedResources(resources: readonly ServedResource[]): readonly ServedResource[] {
  const merged = new Map<string, ServedResource>();
  for (const one of resources) {
    const key = JSON.stringify([one.group, one.resource, one.subresource]);
    const known = merged.get(key);
    merged.set(key, known === undefined ? one : { ...known, verbs: [...new Set([...known.verbs, ...one.verbs])] });
  }
  return [...merged.values()];
}
