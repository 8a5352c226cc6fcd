import type { JsonObject } from './json.ts';
import { isJsonObject, valueAt } from './json.ts';
import { allContainers } from './pod-template.ts';
import { parseQuantity } from './quantity.ts';

/**
 * The quality of service class that a Pod gets, cpu and memory counted; a limit without a request is the request too,
 * and zero counts as not given.
 * https://kubernetes.io/docs/tasks/configure-pod-container/quality-service-pod/
 */
export function qosClassOf(podSpec: JsonObject): 'Guaranteed' | 'Burstable' | 'BestEffort' {
  const holders = hasOwnResources(podSpec) ? [podSpec] : allContainers(podSpec);
  const amounts = holders.flatMap((holder) =>
    ['cpu', 'memory'].map((resource) => {
      const limit = amount(holder, 'limits', resource) ?? 0n;
      return { limit, request: amount(holder, 'requests', resource) ?? limit };
    }),
  );
  if (amounts.every(({ limit, request }) => limit === 0n && request === 0n)) return 'BestEffort';
  return amounts.every(({ limit, request }) => limit !== 0n && limit === request) ? 'Guaranteed' : 'Burstable';
}

/** Resources of the Pod as a whole, one at least. */
const hasOwnResources = (podSpec: JsonObject): boolean =>
  ['requests', 'limits'].some((kind) => {
    const given = valueAt(podSpec, 'resources', kind);
    return isJsonObject(given) && Object.keys(given).length > 0;
  });

function amount(holder: JsonObject, kind: 'limits' | 'requests', resource: string): bigint | undefined {
  const value = valueAt(holder, 'resources', kind, resource);
  return typeof value === 'string' || typeof value === 'number' ? parseQuantity(value) : undefined;
}
