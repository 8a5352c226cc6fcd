import type { Json, JsonObject } from '../../kubernetes/json.ts';
import { isJsonObject } from '../../kubernetes/json.ts';

/** Names of a quota for what another name means as well. */
const plainNames: Readonly<Record<string, string>> = {
  cpu: 'requests.cpu',
  memory: 'requests.memory',
  'ephemeral-storage': 'requests.ephemeral-storage',
  ...Object.fromEntries(
    ['services', 'secrets', 'configmaps', 'persistentvolumeclaims', 'replicationcontrollers', 'resourcequotas'].map(
      (resource) => [resource, `count/${resource}`],
    ),
  ),
};

/**
 * The amounts of a ResourceQuota under one name each: `cpu` is `requests.cpu`, `services` is `count/services`; but `pods`
 * counts those that have not ended, `count/pods` all. Any other mapping stays as it is.
 * https://kubernetes.io/docs/concepts/policy/resource-quotas/
 */
export function inOneSpelling(mapping: JsonObject, path: readonly string[]): JsonObject {
  if (!['hard', 'used'].includes(path.at(-1) ?? '')) return mapping;
  return Object.fromEntries(
    Object.entries(mapping).map(([name, amount]): readonly [string, Json] => [oneName(name), amount]),
  );
}

/** The resources that a refusal names, or a pattern for them: a quota speaks of them as its author wrote them. */
export function resourcesInOneSpelling(resources: Json): Json {
  if (typeof resources === 'string') return oneName(resources);
  if (Array.isArray(resources)) return resources.map(resourcesInOneSpelling);
  if (!isJsonObject(resources)) return resources;
  return Object.fromEntries(
    Object.entries(resources).map(([operator, operand]): readonly [string, Json] => [
      operator,
      operator === '$matches' ? operand : resourcesInOneSpelling(operand),
    ]),
  );
}

const oneName = (name: string): string => (Object.hasOwn(plainNames, name) ? (plainNames[name] ?? name) : name);
