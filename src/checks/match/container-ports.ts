import type { JsonObject } from '../../kubernetes/json.ts';
import { mappingsAt } from '../../kubernetes/pod-template.ts';
import type { MatchContext } from './differences.ts';

const lists = new Set(['containers', 'initContainers', 'ephemeralContainers']);

/**
 * Inside a container, names of ports are those of its own: `port: http` of a probe is the number beside that name.
 * https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#use-a-named-port
 */
export function withPortNames(context: MatchContext, container: JsonObject, path: readonly string[]): MatchContext {
  const list = path.at(-1)?.startsWith('[') ? path.at(-2) : path.at(-1);
  return lists.has(list ?? '') ? { ...context, portNames: portNamesOf(container) } : context;
}

/** Numbers of a container's ports by their names. */
export const portNamesOf = (container: JsonObject): ReadonlyMap<string, number> =>
  new Map(
    mappingsAt(container, 'ports').flatMap(({ name, containerPort }) =>
      typeof name === 'string' && typeof containerPort === 'number' ? [[name, containerPort] as const] : [],
    ),
  );
