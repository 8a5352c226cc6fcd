import { expandVariables } from './container-variables.ts';
import type { Json, JsonObject } from './json.ts';
import { isJsonObject, valueAt } from './json.ts';
import { mappingsAt } from './pod-template.ts';

/**
 * Path → what is behind it: `secret`, `configMap`, `claim` by name, `hostPath` by the path seen, other kinds of volume as they
 * stand; `mode` of its files; `subPath`, and the `key` of a ConfigMap or Secret that this one file shows.
 * `values`: the variables of the container that are known, for `subPathExpr`.
 * https://kubernetes.io/docs/concepts/storage/volumes/
 */
export function effectiveMounts(
  podSpec: JsonObject,
  container: JsonObject,
  values: ReadonlyMap<string, string>,
): JsonObject {
  const volumes = new Map(mappingsAt(podSpec, 'volumes').map((volume) => [volume.name, volume]));
  return Object.fromEntries(
    mappingsAt(container, 'volumeMounts').map((mount) => {
      const volume = volumes.get(mount.name ?? null) ?? {};
      const subPath = subPathOf(mount, values);
      const content = volumeContent(volume);
      return [
        containerPath(String(mount.mountPath)),
        {
          ...content,
          volume: mount.name ?? null,
          readOnly: mount.readOnly === true || isReadOnlyByNature(volume),
          ...(subPath === undefined ? {} : { subPath, ...keyAt(subPath, content) }),
          ...folderOfNode(content, subPath),
        },
      ];
    }),
  );
}

/**
 * The part of the volume that is mounted; undefined: all of it. A plain `subPath` is taken to the letter.
 * https://kubernetes.io/docs/concepts/storage/volumes/#using-subpath-expanded-environment
 */
export function subPathOf(mount: JsonObject, values: ReadonlyMap<string, string>): string | undefined {
  if (typeof mount.subPath === 'string' && mount.subPath !== '') return mount.subPath;
  if (typeof mount.subPathExpr === 'string' && mount.subPathExpr !== '')
    return expandVariables(mount.subPathExpr, values);
  return undefined;
}

/**
 * Where in a container a volume is mounted; without a stroke before it the kubelet puts one there.
 * https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/kubelet_pods.go (makeMounts)
 */
export const containerPath = (path: string): string => mountPath(path.startsWith('/') ? path : `/${path}`);

/** `/etc/tls` for `/etc/tls/`. */
export const mountPath = (path: string): string => path.replace(/(?<=.)\/+$/, '');

/** A file mode as people write it: 256 → `0400`. */
export const octalMode = (mode: number): string => `0${mode.toString(8).padStart(3, '0')}`;

const readOnlyKinds = ['secret', 'configMap', 'downwardAPI', 'projected', 'image'];

/** Secrets, ConfigMaps and the like are mounted read-only whatever the mount says. */
const isReadOnlyByNature = (volume: JsonObject): boolean =>
  readOnlyKinds.some((type) => Object.hasOwn(volume, type)) ||
  Object.values(volume).some((source) => valueAt(source, 'readOnly') === true);

function volumeContent({ name: _, ...volume }: JsonObject): JsonObject {
  if (isJsonObject(volume.secret)) return fileSource('secret', volume.secret.secretName, volume.secret);
  if (isJsonObject(volume.configMap)) return fileSource('configMap', volume.configMap.name, volume.configMap);
  if (isJsonObject(volume.persistentVolumeClaim)) return { claim: volume.persistentVolumeClaim.claimName ?? null };
  if (isJsonObject(volume.hostPath)) return { hostPath: volume.hostPath.path ?? null };
  if (isJsonObject(volume.projected)) return { ...volume, ...projectedSource(volume.projected) };
  return volume;
}

function fileSource(kind: 'secret' | 'configMap', name: Json | undefined, source: JsonObject): JsonObject {
  const [mode, ...otherModes] = modesOf(source);
  return {
    [kind]: name ?? null,
    ...(mode === undefined || otherModes.length > 0 ? {} : { mode: octalMode(mode) }),
    ...(source.items === undefined ? {} : { items: source.items }),
  };
}

/** The different modes of the files: each item's own, else the volume's. */
function modesOf(source: JsonObject): readonly number[] {
  const items = mappingsAt(source, 'items');
  const modes = items.length === 0 ? [source.defaultMode] : items.map(({ mode }) => mode ?? source.defaultMode);
  return [...new Set(modes.filter((mode) => typeof mode === 'number'))];
}

/** A projection of a single Secret or ConfigMap shows the same files as a volume of it. */
function projectedSource(projected: JsonObject): JsonObject {
  const [only, ...others] = mappingsAt(projected, 'sources');
  if (only === undefined || others.length > 0) return {};
  const mode = projected.defaultMode === undefined ? {} : { defaultMode: projected.defaultMode };
  if (isJsonObject(only.secret)) return fileSource('secret', only.secret.name, { ...only.secret, ...mode });
  if (isJsonObject(only.configMap)) return fileSource('configMap', only.configMap.name, { ...only.configMap, ...mode });
  return {};
}

/** `/var/log` for `/var/log/`, and for the sub-path `log` of `/var`. https://kubernetes.io/docs/concepts/storage/volumes/#using-subpath */
function folderOfNode({ hostPath }: JsonObject, subPath = ''): JsonObject {
  return typeof hostPath === 'string' ? { hostPath: mountPath(`${hostPath}/${subPath}`.replace(/\/+/g, '/')) } : {};
}

/** The key behind the one file that a sub-path names. */
function keyAt(subPath: string, content: JsonObject): JsonObject {
  if (content.secret === undefined && content.configMap === undefined) return {};
  const items = mappingsAt(content, 'items');
  const key = items.length === 0 ? subPath : items.find(({ path }) => path === subPath)?.key;
  return key === undefined ? {} : { key };
}
