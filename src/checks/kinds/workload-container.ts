import { withClaimTemplates } from '../../kubernetes/claim-templates.ts';
import { withAllDropped } from '../../kubernetes/dropped-capabilities.ts';
import { effectiveContainer } from '../../kubernetes/effective-container.ts';
import type { EnvironmentSources } from '../../kubernetes/effective-environment.ts';
import { mountPath } from '../../kubernetes/effective-mounts.ts';
import { fileBehind } from '../../kubernetes/file-behind.ts';
import { parseImage } from '../../kubernetes/image.ts';
import type { Json, JsonObject } from '../../kubernetes/json.ts';
import { isJsonObject, isSameJson } from '../../kubernetes/json.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { pathsSpokenOf } from '../../kubernetes/paths-spoken-of.ts';
import { isSidecar, mappingsAt, podSpecOf, podSpecPath } from '../../kubernetes/pod-template.ts';
import type { CheckOf } from '../../lab/schema/checks.ts';
import type { Difference } from '../issue.ts';
import { portNamesOf } from '../match/container-ports.ts';
import { difference, differences } from '../match/differences.ts';
import type { View } from '../view.ts';
import type { FoundValue } from '../wanted-values.ts';
import { wantedValues } from '../wanted-values.ts';
import { environmentDifferences, environmentPattern, isOfAnotherKind, withoutSecrets } from './workload-environment.ts';
import { wantedMounts } from './workload-mounts.ts';

type Spec = CheckOf<'workload'>['workload'];

/** Where each facet of a container stands in the object, for the path of a difference. */
const facets = {
  image: ['image'],
  command: ['command'],
  args: ['args'],
  commandLine: ['command'],
  paths: ['command'],
  env: ['env'],
  mounts: ['volumeMounts'],
  files: ['files'],
  requests: ['resources', 'requests'],
  limits: ['resources', 'limits'],
  ports: ['ports'],
  security: ['securityContext'],
  probes: ['probes'],
} as const;
type Facet = keyof typeof facets;

/**
 * How the container that comes nearest compares with what is asked of one; the named one where a name is given, and all of
 * them where every one is meant.
 */
export interface ContainerComparison {
  readonly differences: readonly Difference[];
  /** What was found where something is asked for. */
  readonly values: readonly FoundValue[];
}

export function compareContainer(object: KubeObject, spec: Spec, view: View): ContainerComparison {
  const asked = (Object.keys(facets) as Facet[]).filter((facet) => spec[facet] !== undefined); // keys of a const object
  const name = spec.initContainer ?? spec.container;
  if (asked.length === 0 && name === undefined) return { differences: [], values: [] };
  const podSpec = withClaimTemplates(object, podSpecOf(object) ?? {});
  const list = spec.initContainer === undefined ? 'containers' : 'initContainers';
  const sources = environmentSources(object, view);
  const compared = containersMeant(podSpec, spec.everyContainer === true ? 'all' : list)
    .filter(({ container }) => name === undefined || container.name === name)
    .map(({ list, container }) => {
      const short = [list, `[${String(container.name)}]`];
      const path = [...podSpecPath(object.kind).split('.'), ...short];
      const effective = {
        ...effectiveContainer(podSpec, container, sources),
        files: filesAt(spec.files, (file) => fileBehind(file, podSpec, container, sources)),
      };
      return {
        differences: asked.flatMap((facet) =>
          facetDifferences(facet, spec, container, effective, [...path, ...facets[facet]]),
        ),
        values: asked.flatMap((facet) => facetValues(facet, spec, container, effective, [...short, ...facets[facet]])),
        isMeant: isOfRepository(spec.image, container.image),
      };
    });
  if (spec.everyContainer === true && compared.length > 0)
    return {
      differences: compared.flatMap((one) => one.differences),
      values: compared.flatMap((one) => one.values),
    };
  // of several that differ alike, the one meant is more likely not the sidecar
  const [best] = compared.toSorted(
    (a, b) => a.differences.length - b.differences.length || Number(b.isMeant) - Number(a.isMeant),
  );
  if (best !== undefined) return best;
  const path = [...podSpecPath(object.kind).split('.'), list];
  const nothing = difference({ $exists: true }, undefined, name === undefined ? path : [...path, `[${name}]`]);
  return { differences: [nothing], values: [] };
}

/** Containers proper, and beside them the init containers that go on running: sidecars are either. */
function containersMeant(podSpec: JsonObject, list: 'containers' | 'initContainers' | 'all') {
  const ofList = (name: 'containers' | 'initContainers') =>
    mappingsAt(podSpec, name).map((container) => ({ list: name, container }));
  if (list === 'initContainers') return ofList(list);
  const beside = ofList('initContainers').filter(({ container }) => list === 'all' || isSidecar(container));
  return [...ofList('containers'), ...beside];
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
      if (isMet) return [];
      if (facet === 'args' || spec.args !== undefined || container.args === undefined) return asWritten;
      const { command, args } = container;
      return [difference({ command: wanted }, command === undefined ? { args } : { command, args }, path.slice(0, -1))];
    }
    case 'commandLine': {
      const isMet = differences(wanted, commandLine(effective), path, {}).length === 0;
      return isMet ? [] : [difference(wanted, commandLine(container), whereItStands(path, container))];
    }
    case 'paths': {
      const isMet = differences(wanted, pathsOf(effective), ['paths'], {}).length === 0;
      return isMet ? [] : [difference(wanted, commandLine(container), whereItStands(path, container))];
    }
    case 'env':
      return environmentDifferences(wanted, effective.env ?? {}, path);
    case 'mounts':
      return differences(wantedMounts(wanted), effective.mounts, path, {});
    case 'files':
      return fileDifferences(wantedMounts(wanted), effective.files ?? {}, path);
    case 'security': {
      const asWritten = differences(wanted, effective.security, path, {});
      const isMet =
        asWritten.length === 0 || differences(wanted, withEachDropped(effective.security), path, {}).length === 0;
      return isMet ? [] : asWritten;
    }
    default:
      return differences(wanted, effective[facet], path, { portNames: portNamesOf(container) });
  }
}

/** What was found of what is asked; a command line as it is written, since Secrets may stand in its variables. */
function facetValues(
  facet: Facet,
  spec: Spec,
  container: JsonObject,
  effective: JsonObject,
  path: readonly string[],
): readonly FoundValue[] {
  const wanted = spec[facet] ?? null;
  switch (facet) {
    case 'command':
    case 'args':
      return wantedValues(wanted, container[facet], path);
    case 'commandLine':
      return wantedValues(wanted, commandLine(container), whereItStands(path, container));
    case 'paths':
      return wantedValues({ $exists: true }, commandLine(container), whereItStands(path, container));
    case 'env':
      return wantedValues(environmentPattern(wanted), withoutSecrets(effective.env ?? {}), path);
    case 'mounts':
    case 'files':
      return wantedValues(wantedMounts(wanted), effective[facet], path);
    default:
      return wantedValues(wanted, effective[facet], path);
  }
}

/**
 * `command` and `args` are one line once the Pod gives both: where it is cut does not matter. Without a command the image's
 * own entry point stands in front, so that the two differ.
 * https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/
 */
function isSameCommandLine(spec: Spec, effective: JsonObject): boolean {
  if (words(spec.command).length === 0 || words(effective.command).length === 0) return false;
  if (spec.args !== undefined && !Array.isArray(spec.args)) return false;
  const wanted = [...words(spec.command), ...words(spec.args)].map(String);
  return isSameJson(wanted, [...words(effective.command), ...words(effective.args)]);
}

/** With what `ALL` drops, one by one. */
const withEachDropped = (security: Json | undefined): Json | undefined =>
  isJsonObject(security) && isJsonObject(security.capabilities)
    ? { ...security, capabilities: withAllDropped(security.capabilities) }
    : security;

const words = (list: Json | undefined): readonly Json[] => (Array.isArray(list) ? list : []);

/**
 * What is given in either field, in the order in which it is run. The first word names a program: where it has blanks it
 * stands in quotes, for nothing cuts it, and `command: ["echo hello"]` runs no echo.
 * https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/
 */
function commandLine({ command, args }: JsonObject): string | undefined {
  if (command === undefined && args === undefined) return undefined;
  const [program = '', ...rest] = [...words(command), ...words(args)].map(String);
  return [/\s/.test(program) ? `'${program}'` : program, ...rest].join(' ');
}

/** A command line that the Pod gives in `args` alone stands there. */
const whereItStands = (path: readonly string[], { command, args }: JsonObject): readonly string[] =>
  command === undefined && args !== undefined ? [...path.slice(0, -1), 'args'] : path;

/** Of an effective container; in the paths there may stand what a Secret holds, so that they are not told. */
function pathsOf({ command, args, workingDir, env }: JsonObject): readonly string[] {
  const variables = Object.entries(isJsonObject(env) ? env : {});
  return pathsSpokenOf({
    words: [...words(command), ...words(args)].map(String),
    ...(typeof workingDir === 'string' ? { workingDir } : {}),
    values: new Map(
      variables.flatMap(([name, entry]) =>
        isJsonObject(entry) && typeof entry.value === 'string' ? [[name, entry.value]] : [],
      ),
    ),
  });
}

/** The files that are asked for, by their paths. */
const filesAt = (wanted: Spec['files'], fileAt: (path: string) => JsonObject | undefined): JsonObject =>
  Object.fromEntries(
    Object.keys(wanted ?? {}).flatMap((file) => {
      const found = fileAt(mountPath(file));
      return found === undefined ? [] : [[mountPath(file), found]];
    }),
  );

/** A file whose source is not there is no file: the Pod does not start, or starts without it. */
function fileDifferences(wanted: Json, files: Json, path: readonly string[]): readonly Difference[] {
  if (!isJsonObject(wanted)) return [];
  return Object.entries(wanted).flatMap(([file, asked]) => {
    const found = isJsonObject(files) ? files[file] : undefined;
    const isNoFile = isJsonObject(found) && (found.missing === true || found.folder === true);
    const isMet = differences(asked, isNoFile ? undefined : found, [...path, file], {}).length === 0;
    if (!isMet && (isNoFile || isOfAnotherKind(asked, found))) return [difference(asked, found, [...path, file])];
    return isMet ? [] : differences(asked, found, [...path, file], {});
  });
}

function environmentSources(object: KubeObject, view: View): EnvironmentSources {
  const byName = (kind: string) =>
    new Map(
      (view.listIfRead(kind, object.metadata.namespace) ?? []).map((source) => [source.metadata.name, source] as const),
    );
  return { configMaps: byName('ConfigMap'), secrets: byName('Secret') };
}
