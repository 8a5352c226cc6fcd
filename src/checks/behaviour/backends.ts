import { valueAt } from '../../kubernetes/json.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { mappingsAt } from '../../kubernetes/pod-template.ts';
import type { PortInSlices } from '../../kubernetes/service-endpoints.ts';
import { isSlicePort, readyEndpoints, slicesOf } from '../../kubernetes/service-endpoints.ts';

/** A Pod that is a ready endpoint, and the number of the port at which it is one. */
export interface Backend {
  readonly pod: string;
  readonly port: number;
}

/**
 * The Pods behind a port of a Service that are ready, each once, in the order of their names.
 * https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#conditions
 */
export function backendsOf(
  service: KubeObject,
  slices: readonly KubeObject[],
  wanted: PortInSlices,
): readonly Backend[] {
  const backends = slicesOf(service, slices).flatMap((slice) => {
    const port = mappingsAt(slice, 'ports').find(isSlicePort(wanted))?.port;
    return mappingsAt(slice, 'endpoints').flatMap((endpoint): readonly Backend[] => {
      const pod = valueAt(endpoint, 'targetRef', 'name');
      const isReady = valueAt(endpoint, 'conditions', 'ready') !== false;
      return isReady && typeof pod === 'string' && typeof port === 'number' ? [{ pod, port }] : [];
    });
  });
  return [...new Map(backends.map((backend) => [backend.pod, backend])).values()].sort((a, b) =>
    a.pod < b.pod ? -1 : 1,
  );
}

/** Whether some endpoint is ready, a Pod or not. */
export const hasReadyEndpoint = (service: KubeObject, slices: readonly KubeObject[], wanted: PortInSlices): boolean =>
  readyEndpoints(service, slices, wanted).size > 0;
