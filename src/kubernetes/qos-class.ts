import type { JsonObject } from './json.ts';
import { isJsonObject, valueAt } from './json.ts';
import { allContainers, isSidecar, mappingsAt } from './pod-template.ts';
import { parseQuantity } from './quantity.ts';

/**
 * The quality of service class that a Pod gets, cpu and memory counted; a limit without a request is the request too,
 * and zero counts as not given. A limit of the Pod as a whole without a request leaves it to its containers to ask.
 * https://kubernetes.io/docs/tasks/configure-pod-container/quality-service-pod/
 * https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/core/v1/defaults.go (defaultPodRequests)
 */
export function qosClassOf(podSpec: JsonObject): 'Guaranteed' | 'Burstable' | 'BestEffort' {
  const holders = hasOwnResources(podSpec) ? [podSpec] : allContainers(podSpec);
  const amounts = holders.flatMap((holder) =>
    ['cpu', 'memory'].map((resource) => {
      const limit = amount(holder, 'limits', resource) ?? 0n;
      const asked = holder === podSpec && limit > 0n ? requestOfContainers(podSpec, resource) : undefined;
      return { limit, request: amount(holder, 'requests', resource) ?? asked ?? limit };
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

/**
 * What the containers ask for at the same time, at most: all of them with the sidecars, or an init container with the
 * sidecars before it. Undefined where none asks for anything.
 * https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers
 */
function requestOfContainers(podSpec: JsonObject, resource: string): bigint | undefined {
  const requestOf = (container: JsonObject): bigint | undefined =>
    amount(container, 'requests', resource) ?? amount(container, 'limits', resource);
  if (allContainers(podSpec).every((container) => requestOf(container) === undefined)) return undefined;
  let beside = 0n;
  let starting = 0n;
  for (const container of mappingsAt(podSpec, 'initContainers')) {
    const request = requestOf(container) ?? 0n;
    if (beside + request > starting) starting = beside + request;
    if (isSidecar(container)) beside += request;
  }
  const running = mappingsAt(podSpec, 'containers').reduce((sum, one) => sum + (requestOf(one) ?? 0n), beside);
  return running > starting ? running : starting;
}

function amount(holder: JsonObject, kind: 'limits' | 'requests', resource: string): bigint | undefined {
  const value = valueAt(holder, 'resources', kind, resource);
  return typeof value === 'string' || typeof value === 'number' ? parseQuantity(value) : undefined;
}
