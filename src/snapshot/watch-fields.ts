/** A value that notes which of its fields are looked at, and the note. */
export interface WatchedFields<T> {
  /** Reads like the original; each look at a field is noted. */
  readonly watched: T;
  /** Whether anybody looked at this key of this object (of the original). */
  readonly isLookedAt: (object: object, key: string) => boolean;
}

/**
 * Watches plain JSON data while it is judged, so that a saved snapshot can keep what the checks asked for and nothing
 * else: what a check names is what its judge looks at.
 */
export function watchFields<T extends object>(original: T): WatchedFields<T> {
  const looks = new Map<object, Set<string>>();
  const proxies = new WeakMap<object, object>();
  const note = (object: object, key: string | symbol): void => {
    if (typeof key !== 'string') return;
    const keys = looks.get(object);
    if (keys === undefined) looks.set(object, new Set([key]));
    else keys.add(key);
  };
  const watch = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    const known = proxies.get(value);
    if (known !== undefined) return known;
    const proxy = new Proxy(value, {
      get: (object, key) => {
        note(object, key);
        return watch(Reflect.get(object, key));
      },
      has: (object, key) => {
        note(object, key);
        return Reflect.has(object, key);
      },
      getOwnPropertyDescriptor: (object, key) => {
        note(object, key);
        return Reflect.getOwnPropertyDescriptor(object, key);
      },
      ownKeys: (object) => {
        for (const key of Reflect.ownKeys(object)) note(object, key);
        return Reflect.ownKeys(object);
      },
    });
    proxies.set(value, proxy);
    return proxy;
  };
  return {
    watched: watch(original) as T, // a proxy of it
    isLookedAt: (object, key) => looks.get(object)?.has(key) ?? false,
  };
}
