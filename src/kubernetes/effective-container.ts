import { expandVariables } from './container-variables.ts';
import type { EnvironmentSources } from './effective-environment.ts';
import { effectiveEnvironment } from './effective-environment.ts';
import { effectiveMounts } from './effective-mounts.ts';
import type { Json, JsonObject } from './json.ts';
import { isJsonObject, valueAt } from './json.ts';

/**
 * What a container runs with, once everything that the Pod gives it is counted in: a plain mapping that checks match.
 *
 * `env`, `mounts`: see there; `requests`: a limit is the request too where none is given; `security`: the container's own
 * settings over the Pod's, and what the runtime does where both are silent; `command`, `args`: `$(VAR)` replaced.
 */
export function effectiveContainer(
  podSpec: JsonObject,
  container: JsonObject,
  sources: EnvironmentSources,
): JsonObject {
  const environment = effectiveEnvironment(container, sources);
  const words = (list: Json | undefined): Json | undefined =>
    Array.isArray(list) ? list.map((word) => expandVariables(String(word), environment.values)) : list;
  const limits = asMapping(valueAt(container, 'resources', 'limits'));
  return defined({
    name: container.name,
    image: container.image,
    command: words(container.command),
    args: words(container.args),
    workingDir: container.workingDir,
    ports: container.ports,
    env: environment.env,
    mounts: effectiveMounts(podSpec, container, environment.values),
    requests: { ...limits, ...asMapping(valueAt(container, 'resources', 'requests')) },
    limits,
    security: effectiveSecurity(podSpec, container),
    probes: defined({
      startup: container.startupProbe,
      readiness: container.readinessProbe,
      liveness: container.livenessProbe,
    }),
  });
}

/**
 * The container's fields override the Pod's; groups and kernel parameters, which are given for the Pod alone, are those of
 * every container. A container that is privileged may always escalate, has every capability, and runs without a profile,
 * whatever else is said of it.
 * https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
 * https://kubernetes.io/docs/concepts/security/linux-kernel-security-constraints/#privileged-containers
 */
function effectiveSecurity(podSpec: JsonObject, container: JsonObject): JsonObject {
  const own = asMapping(container.securityContext);
  return {
    ...{ privileged: false, readOnlyRootFilesystem: false, allowPrivilegeEscalation: true, runAsNonRoot: false },
    ...asMapping(podSpec.securityContext),
    ...own,
    ...(isJsonObject(own.capabilities) ? { capabilities: inCapitals(own.capabilities) } : {}),
    ...(own.privileged === true ? privileged : {}),
  };
}

const unconfined = { type: 'Unconfined' };
const privileged = {
  ...{ allowPrivilegeEscalation: true, capabilities: { add: ['ALL'] } },
  ...{ seccompProfile: unconfined, appArmorProfile: unconfined },
};

/** Container runtimes take names of capabilities, and `all`, in either case. */
const inCapitals = (capabilities: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(capabilities).map(([list, names]) => [
      list,
      Array.isArray(names) ? names.map((name) => String(name).toUpperCase()) : names,
    ]),
  );

const asMapping = (value: Json | undefined): JsonObject => (isJsonObject(value) ? value : {});

/** Without the keys whose value is undefined. */
function defined(fields: Readonly<Record<string, Json | undefined>>): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter((entry): entry is [string, Json] => entry[1] !== undefined));
}
