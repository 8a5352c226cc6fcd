import { expandVariables } from './container-variables.ts';
import type { Json, JsonObject } from './json.ts';
import { isJsonObject, valueAt } from './json.ts';
import { mappingsAt } from './pod-template.ts';

/** ConfigMaps and Secrets of the namespace by name. */
export interface EnvironmentSources {
  readonly configMaps: ReadonlyMap<string, JsonObject>;
  readonly secrets: ReadonlyMap<string, JsonObject>;
}

export interface EffectiveEnvironment {
  /**
   * NAME → `{ value }`, or `{ value, configMap, key }`, `{ value, secret, key }`, `{ field }`, `{ resource }` by where it
   * comes from. `missing: true` in place of a value: what it comes from is not there, and the container does not start.
   * `fromSecret: true`: a value put together with a variable from a Secret. `$(OTHER)` alone is that variable once more, with
   * its source.
   */
  readonly env: JsonObject;
  /** The values that are known before the container runs. */
  readonly values: ReadonlyMap<string, string>;
}

type Source = 'configMap' | 'secret';

/**
 * The environment of a container: `envFrom` in its order, then `env`, the later one winning, `$(VAR)` replaced by what
 * was defined before it. Of a ConfigMap `data` alone counts.
 * https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/
 */
export function effectiveEnvironment(container: JsonObject, sources: EnvironmentSources): EffectiveEnvironment {
  const env: Record<string, Json> = {};
  const values = new Map<string, string>();
  const set = (name: string, entry: JsonObject): void => {
    env[name] = entry;
    if (typeof entry.value === 'string') values.set(name, entry.value);
    else values.delete(name);
  };
  for (const from of mappingsAt(container, 'envFrom'))
    for (const [name, entry] of entriesFrom(from, sources)) set(name, entry);
  const refersToSecret = (text: string): boolean =>
    [...text.matchAll(/\$\(([^)]*)\)/g)].some(([, name = '']) => {
      const entry = Object.hasOwn(env, name) ? env[name] : undefined;
      return isJsonObject(entry) && (entry.secret !== undefined || entry.fromSecret === true);
    });
  const composed = (text: string): JsonObject =>
    otherVariable(text, env) ?? {
      value: expandVariables(text, values),
      ...(refersToSecret(text) ? { fromSecret: true } : {}),
    };
  for (const entry of mappingsAt(container, 'env')) {
    const defined = isJsonObject(entry.valueFrom)
      ? valueFrom(entry.valueFrom, sources, container)
      : composed(String(entry.value ?? ''));
    if (defined !== undefined) set(String(entry.name), defined);
  }
  return { env, values };
}

/** What `$(OTHER)` and nothing else stands for, where OTHER is defined before. */
function otherVariable(text: string, env: JsonObject): JsonObject | undefined {
  const [, name = ''] = /^\$\(([^)]*)\)$/.exec(text) ?? [];
  const entry = Object.hasOwn(env, name) ? env[name] : undefined;
  return isJsonObject(entry) ? entry : undefined;
}

function entriesFrom(from: JsonObject, sources: EnvironmentSources): readonly (readonly [string, JsonObject])[] {
  const prefix = typeof from.prefix === 'string' ? from.prefix : '';
  const kinds = [
    ['configMap', from.configMapRef],
    ['secret', from.secretRef],
  ] as const;
  return kinds.flatMap(([source, ref]) => {
    if (!isJsonObject(ref)) return [];
    const name = String(ref.name);
    return [...(dataOf(source, name, sources) ?? [])].map(
      ([key, value]) => [prefix + key, { value, [source]: name, key }] as const,
    );
  });
}

/** `undefined` for an optional source that is not there: the variable is then not set. */
function valueFrom(from: JsonObject, sources: EnvironmentSources, container: JsonObject): JsonObject | undefined {
  if (isJsonObject(from.configMapKeyRef)) return keyOf('configMap', from.configMapKeyRef, sources);
  if (isJsonObject(from.secretKeyRef)) return keyOf('secret', from.secretKeyRef, sources);
  if (isJsonObject(from.fieldRef)) return { field: String(from.fieldRef.fieldPath) };
  if (isJsonObject(from.resourceFieldRef)) return { resource: resourceText(from.resourceFieldRef, container) };
  return from;
}

/** `limits.cpu`, or `side: limits.cpu` where it is that of another container. */
function resourceText({ resource, containerName }: JsonObject, { name }: JsonObject): string {
  const isOther = typeof containerName === 'string' && containerName !== '' && containerName !== name;
  return isOther ? `${containerName}: ${String(resource)}` : String(resource);
}

function keyOf(source: Source, ref: JsonObject, sources: EnvironmentSources): JsonObject | undefined {
  const [name, key] = [String(ref.name), String(ref.key)];
  const value = dataOf(source, name, sources)?.get(key);
  if (value !== undefined) return { value, [source]: name, key };
  return ref.optional === true ? undefined : { missing: true, [source]: name, key };
}

function dataOf(source: Source, name: string, sources: EnvironmentSources): ReadonlyMap<string, string> | undefined {
  const object = (source === 'configMap' ? sources.configMaps : sources.secrets).get(name);
  if (object === undefined) return undefined;
  const data = valueAt(object, 'data');
  const texts = isJsonObject(data) ? Object.entries(data).map(([key, value]) => [key, String(value)] as const) : [];
  return new Map(source === 'configMap' ? texts : texts.map(([key, value]) => [key, fromBase64(value)]));
}

const fromBase64 = (text: string): string => Buffer.from(text, 'base64').toString('utf8');
