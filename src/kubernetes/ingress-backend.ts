import type { Json, JsonObject } from './json.ts';
import { isJsonObject, valueAt } from './json.ts';
import type { KubeObject } from './kube-object.ts';
import { mappingsAt } from './pod-template.ts';
import { servicePorts } from './service-endpoints.ts';

/**
 * An Ingress whose backends say the port both ways, by number and by name, as the Services have it.
 * https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-v1/#IngressBackend
 */
export function withBackendPorts(ingress: KubeObject, services: readonly KubeObject[]): KubeObject {
  const { spec } = ingress;
  if (!isJsonObject(spec)) return ingress;
  const rules = mappingsAt(spec, 'rules').map((rule) => withPorts(rule, services));
  return {
    ...ingress,
    spec: {
      ...spec,
      ...(spec.rules === undefined ? {} : { rules }),
      ...(isJsonObject(spec.defaultBackend) ? { defaultBackend: withPort(spec.defaultBackend, services) } : {}),
    },
  };
}

function withPorts(rule: JsonObject, services: readonly KubeObject[]): JsonObject {
  if (!isJsonObject(rule.http)) return rule;
  const paths = mappingsAt(rule.http, 'paths').map((path) =>
    isJsonObject(path.backend) ? { ...path, backend: withPort(path.backend, services) } : path,
  );
  return { ...rule, http: { ...rule.http, paths } };
}

function withPort(backend: JsonObject, services: readonly KubeObject[]): JsonObject {
  const { service } = backend;
  if (!isJsonObject(service) || !isJsonObject(service.port)) return backend;
  const port = portBothWays(service.port, valueAt(service, 'name'), services);
  return { ...backend, service: { ...service, port } };
}

function portBothWays(port: JsonObject, name: Json | undefined, services: readonly KubeObject[]): JsonObject {
  const service = services.find(({ metadata }) => metadata.name === name);
  const meant = (service === undefined ? [] : servicePorts(service)).find(
    (one) => one.port === port.number || (one.name !== '' && one.name === port.name),
  );
  if (meant === undefined) return port;
  return { ...port, number: meant.port, ...(meant.name === '' ? {} : { name: meant.name }) };
}
