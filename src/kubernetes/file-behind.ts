import type { EnvironmentSources } from './effective-environment.ts';
import { effectiveEnvironment } from './effective-environment.ts';
import { containerPath, octalMode, subPathOf } from './effective-mounts.ts';
import type { JsonObject } from './json.ts';
import { isJsonObject, valueAt } from './json.ts';
import { mappingsAt } from './pod-template.ts';

/**
 * What stands in the file at a path of a container: `{ configMap | secret, key, mode }`, however its volume is cut
 * (a whole volume, `items`, a sub-path, a projection of several). `missing: true` where the volume speaks of an object
 * or key that is not there, `folder: true` where a whole one is mounted at the path itself; undefined where no ConfigMap and no Secret lies behind the path.
 * https://kubernetes.io/docs/concepts/storage/volumes/#configmap
 */
export function fileBehind(
  path: string,
  podSpec: JsonObject,
  container: JsonObject,
  sources: EnvironmentSources,
): JsonObject | undefined {
  const mount = innermostMount(path, container);
  if (mount === undefined) return undefined;
  const volume = mappingsAt(podSpec, 'volumes').find(({ name }) => name === mount.name);
  const below = path.slice(containerPath(String(mount.mountPath)).length).replace(/^\/+/, '');
  const subPath = subPathOf(mount, effectiveEnvironment(container, sources).values);
  const inVolume = [subPath, below].filter((part) => part !== undefined && part !== '').join('/');
  const parts = partsOf(volume);
  const [first] = parts;
  if (inVolume === '') return first && { folder: true, [first.kind]: first.name };
  const found = parts.map((part) => fileOf(part, inVolume, sources));
  return found.findLast((file) => file !== undefined && file.missing !== true) ?? found.find((file) => file);
}

/** A mount further down hides what an outer one would show there. */
function innermostMount(path: string, container: JsonObject): JsonObject | undefined {
  const at = ({ mountPath: to }: JsonObject) => containerPath(String(to));
  const around = mappingsAt(container, 'volumeMounts').filter((mount) => `${path}/`.startsWith(`${at(mount)}/`));
  return around.toSorted((a, b) => at(b).length - at(a).length)[0];
}

type Source = 'configMap' | 'secret';

/** A ConfigMap or Secret as a volume shows it; a projection may show several, of which a later one wins. */
interface Part {
  readonly kind: Source;
  readonly name: string;
  readonly source: JsonObject;
  readonly defaultMode: number;
}

function partsOf(volume: JsonObject | undefined): readonly Part[] {
  const ofSource = (source: JsonObject | undefined, defaultMode: unknown): readonly Part[] =>
    (['configMap', 'secret'] as const).flatMap((kind) => {
      const content = source?.[kind];
      if (!isJsonObject(content)) return [];
      const mode = [content.defaultMode, defaultMode].find((one) => typeof one === 'number') ?? 0o644;
      return [{ kind, name: String(content.secretName ?? content.name), source: content, defaultMode: mode }];
    });
  const projected = valueAt(volume ?? {}, 'projected');
  const projectedMode = valueAt(projected, 'defaultMode');
  return [
    ...ofSource(volume, undefined),
    ...mappingsAt(projected, 'sources').flatMap((source) => ofSource(source, projectedMode)),
  ];
}

function fileOf(part: Part, inVolume: string, sources: EnvironmentSources): JsonObject | undefined {
  const keys = keysOf(part, sources);
  const items = mappingsAt(part.source, 'items');
  const item = items.find(({ path }) => path === inVolume);
  if (items.length > 0 && item === undefined) return undefined;
  const key = item === undefined ? inVolume : String(item.key);
  const mode = typeof item?.mode === 'number' ? item.mode : part.defaultMode;
  if (keys?.has(key) === true) return { [part.kind]: part.name, key, mode: octalMode(mode) };
  return { missing: true, [part.kind]: part.name, key };
}

/** `binaryData` is for files, too. Undefined: there is no such object. */
function keysOf({ kind, name }: Part, { configMaps, secrets }: EnvironmentSources): ReadonlySet<string> | undefined {
  const object = (kind === 'configMap' ? configMaps : secrets).get(name);
  if (object === undefined) return undefined;
  return new Set([object.data, object.binaryData].filter(isJsonObject).flatMap((data) => Object.keys(data)));
}
