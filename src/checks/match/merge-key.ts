import type { Json } from '../../kubernetes/json.ts';
import { isJsonObject } from '../../kubernetes/json.ts';

/**
 * The keys by which the API server tells entries of a list apart, in the order tried.
 * https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy and the API reference ("patch merge key")
 */
const mergeKeys: Readonly<Record<string, readonly string[]>> = {
  containers: ['name'],
  initContainers: ['name'],
  ephemeralContainers: ['name'],
  volumes: ['name'],
  env: ['name'],
  volumeMounts: ['mountPath'],
  ports: ['containerPort', 'port', 'name'],
  imagePullSecrets: ['name'],
  hostAliases: ['ip'],
  topologySpreadConstraints: ['topologyKey'],
  ownerReferences: ['uid'],
  conditions: ['type'],
  taints: ['key'],
  volumeClaimTemplates: ['name'],
  secrets: ['name'],
  subjects: ['name'],
};

/** The key by which a wanted entry of the list at this path finds its counterpart, if it names one. */
export function mergeKeyOf(path: readonly string[], entry: Json): string | undefined {
  if (!isJsonObject(entry)) return undefined;
  const keys = mergeKeys[path.at(-1) ?? ''] ?? ['name'];
  return keys.find((key) => typeof entry[key] === 'string' || typeof entry[key] === 'number');
}
