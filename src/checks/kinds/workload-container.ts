import { effectiveContainer } from '../../kubernetes/effective-container.ts';
import type { EnvironmentSources } from '../../kubernetes/effective-environment.ts';
import { mountPath, octalMode } from '../../kubernetes/effective-mounts.ts';
import { parseImage } from '../../kubernetes/image.ts';
import type { Json, JsonObject } from '../../kubernetes/json.ts';
import { isJsonObject, isSameJson } from '../../kubernetes/json.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { mappingsAt, podSpecOf, podSpecPath } from '../../kubernetes/pod-template.ts';
import type { CheckOf } from '../../lab/schema/checks.ts';
import type { Difference } from '../issue.ts';
import { difference, differences } from '../match/differences.ts';
import { isOperators } from '../match/operators.ts';
import type { View } from '../view.ts';

type Spec = CheckOf<'workload'>['workload'];

/** Where each facet of a container stands in the object, for the path of a difference. */
const facets = {
  image: ['image'],
  command: ['command'],
  args: ['args'],
  env: ['env'],
  mounts: ['volumeMounts'],
  requests: ['resources', 'requests'],
  limits: ['resources', 'limits'],
  ports: ['ports'],
  security: ['securityContext'],
  probes: ['probes'],
} as const;
type Facet = keyof typeof facets;

/** In what the container that comes nearest differs from what is asked of one; of the named one where a name is given. */
export function containerDifferences(object: KubeObject, spec: Spec, view: View): readonly Difference[] {
  const asked = (Object.keys(facets) as Facet[]).filter((facet) => spec[facet] !== undefined); // keys of a const object
  const name = spec.initContainer ?? spec.container;
  if (asked.length === 0 && name === undefined) return [];
  const podSpec = podSpecOf(object) ?? {};
  const list = spec.initContainer === undefined ? 'containers' : 'initContainers';
  const path = [...podSpecPath(object.kind).split('.'), list];
  const sources = environmentSources(object, view);
  const judged = mappingsAt(podSpec, list)
    .filter((container) => name === undefined || container.name === name)
    .map((container) => {
      const effective = effectiveContainer(podSpec, container, sources);
      const found = asked.flatMap((facet) =>
        facetDifferences(facet, spec, container, effective, [...path, `[${String(container.name)}]`, ...facets[facet]]),
      );
      return { found, isMeant: isOfRepository(spec.image, container.image) };
    });
  // of several that differ alike, the one meant is more likely not the sidecar
  const [best] = judged.toSorted((a, b) => a.found.length - b.found.length || Number(b.isMeant) - Number(a.isMeant));
  return (
    best?.found ?? [
      difference(name ?? { $exists: true }, undefined, name === undefined ? path : [...path, `[${name}]`]),
    ]
  );
}

const isOfRepository = (wanted: Json | undefined, image: Json | undefined): boolean =>
  typeof wanted === 'string' &&
  typeof image === 'string' &&
  parseImage(wanted).repository === parseImage(image).repository;

function facetDifferences(
  facet: Facet,
  spec: Spec,
  container: JsonObject,
  effective: JsonObject,
  path: readonly string[],
): readonly Difference[] {
  const wanted = spec[facet] ?? null;
  switch (facet) {
    case 'command':
    case 'args': {
      const asWritten = differences(wanted, container[facet], path, {});
      const isMet = differences(wanted, effective[facet], path, {}).length === 0 || isSameCommandLine(spec, effective);
      return isMet ? [] : asWritten;
    }
    case 'env':
      return environmentDifferences(wanted, effective.env ?? {}, path);
    case 'mounts':
      return differences(wantedMounts(wanted), effective.mounts, path, {});
    default:
      return differences(wanted, effective[facet], path, {});
  }
}

/**
 * `command` and `args` are one line once the Pod gives both: where it is cut does not matter. Without a command the image's
 * own entry point stands in front, so that the two differ.
 * https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/
 */
function isSameCommandLine(spec: Spec, effective: JsonObject): boolean {
  const words = (list: Json | undefined): readonly Json[] => (Array.isArray(list) ? list : []);
  if (words(spec.command).length === 0 || words(effective.command).length === 0) return false;
  if (spec.args !== undefined && !Array.isArray(spec.args)) return false;
  const wanted = [...words(spec.command), ...words(spec.args)];
  return isSameJson(wanted, [...words(effective.command), ...words(effective.args)]);
}

/**
 * `NAME: text` means `NAME: { value: text }`, wherever the value comes from. A variable whose source is not there is no
 * variable, as its container does not start; what a Secret holds is not told.
 */
function environmentDifferences(wanted: Json, env: Json, path: readonly string[]): readonly Difference[] {
  if (!isJsonObject(wanted) || isOperators(wanted) || !isJsonObject(env))
    return differences(wanted, env, path, {}).map((one) => ({ ...one, found: withoutSecrets(env) }));
  return Object.entries(wanted).flatMap(([name, value]) => {
    const entry = Object.hasOwn(env, name) ? env[name] : undefined;
    const pattern = isJsonObject(value) ? value : { value: String(value) };
    const isMissing = isJsonObject(entry) && entry.missing === true && !isOperators(pattern);
    const found = differences(pattern, entry, [...path, name], {});
    if (isMissing) return [difference(value, entry, [...path, name])];
    const isSecret = isJsonObject(entry) && entry.secret !== undefined;
    return found.length > 0 && isSecret ? [difference(value, withoutValue(entry), [...path, name])] : found;
  });
}

const withoutSecrets = (env: Json): Json =>
  isJsonObject(env)
    ? Object.fromEntries(
        Object.entries(env).map(([name, entry]) => [
          name,
          isJsonObject(entry) && entry.secret !== undefined ? withoutValue(entry) : entry,
        ]),
      )
    : env;

function withoutValue({ value: _, ...entry }: JsonObject): JsonObject {
  return entry;
}

/** Paths without a slash at the end, and modes as four octal digits: `0400`, `400` and 256 are one. */
function wantedMounts(wanted: Json): Json {
  if (!isJsonObject(wanted)) return wanted;
  return Object.fromEntries(
    Object.entries(wanted).map(([path, mount]) => [mountPath(path), isJsonObject(mount) ? withMode(mount) : mount]),
  );
}

function withMode(mount: JsonObject): JsonObject {
  if (typeof mount.mode === 'number') return { ...mount, mode: octalMode(mount.mode) };
  if (typeof mount.mode !== 'string' || !/^(0o?)?[0-7]{3}$/.test(mount.mode)) return mount;
  return { ...mount, mode: octalMode(Number.parseInt(mount.mode.replace(/^0o/, ''), 8)) };
}

function environmentSources(object: KubeObject, view: View): EnvironmentSources {
  const byName = (kind: string) =>
    new Map(
      (view.listIfRead(kind, object.metadata.namespace) ?? []).map((source) => [source.metadata.name, source] as const),
    );
  return { configMaps: byName('ConfigMap'), secrets: byName('Secret') };
}
