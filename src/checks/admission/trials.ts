import type { Json, JsonObject } from '../../kubernetes/json.ts';
import { isJsonObject, valueAt } from '../../kubernetes/json.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { refOf } from '../../kubernetes/kube-object.ts';
import { madePod } from '../../kubernetes/made-pod.ts';
import { builtInKind } from '../../kubernetes/resource-kind.ts';
import { parseManifest } from '../../lab/manifest.ts';
import type { CheckOf } from '../../lab/schema/checks.ts';
import type { DryRunRead, TriedObject } from '../../snapshot/dry-run.ts';
import type { CheckContext } from '../check-kind.ts';
import { LabDefect } from '../check-kind.ts';
import type { Issue } from '../issue.ts';
import type { View } from '../view.ts';
import type { WorkloadOf } from '../workload-target.ts';
import { workloadsOf } from '../workload-target.ts';
import type { Tried } from './told.ts';

type Spec = CheckOf<'admission'>['admission'];

/** One object that is tried in a dry run. */
export interface Trial {
  readonly read: DryRunRead;
  readonly tried: Tried;
  /** Whose Pod it is. */
  readonly workload?: KubeObject;
}

export type Trials =
  | { readonly objects: readonly Trial[]; readonly quantifier: 'one' | 'all' }
  | { readonly issues: readonly [Issue] };

/** What a check tries; an issue where the workload is not there. @throws LabDefect */
export function trialsOf(spec: Spec, view: View, context: CheckContext): Trials {
  const source = podSource(spec);
  if (source === undefined) return { objects: manifestTrials(spec, context), quantifier: 'all' };
  const workloads = workloadsOf(source, view, context);
  if ('issues' in workloads) return workloads;
  return { ...workloads, objects: workloads.objects.map(podTrial) };
}

/** The workload that a check speaks of, as other checks of workloads do. */
export const podSource = ({ podFrom, in: place }: Spec): WorkloadOf | undefined =>
  podFrom === undefined ? undefined : { of: podFrom, in: place };

function podTrial(workload: KubeObject): Trial {
  const object = madePod(workload);
  if (object === undefined) throw new LabDefect(`a ${workload.kind} has no Pod template`);
  const { namespace } = workload.metadata;
  return {
    read: { read: 'dryRun', object, ...(namespace === undefined ? {} : { namespace }) },
    tried: { tried: 'podOf', workload: refOf(workload) },
    workload,
  };
}

function manifestTrials(spec: Spec, context: CheckContext): readonly Trial[] {
  const objects = typeof spec.manifest === 'string' ? objectsOf(spec.manifest, context) : [spec.manifest ?? {}];
  if (objects.length === 0) throw new LabDefect('the manifest holds no object');
  return objects.map((object) => objectTrial(object, spec, context));
}

function objectsOf(file: string, { record }: CheckContext): readonly JsonObject[] {
  const text = Object.hasOwn(record.manifests, file) ? record.manifests[file] : undefined;
  if (text === undefined) throw new LabDefect(`the copy was started without the manifest ${file}`);
  const parsed = parseManifest(text, file, { ...record.namespaces, ...record.names });
  if (parsed.parsed === 'mistakes') throw new LabDefect(`${file}: ${parsed.mistakes[0]?.message ?? 'no manifest'}`);
  return parsed.objects.map(({ object }) => object);
}

function objectTrial(written: JsonObject, spec: Spec, context: CheckContext): Trial {
  const { apiVersion, kind } = written;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string')
    throw new LabDefect('what is tried has an apiVersion and a kind');
  const metadata = isJsonObject(written.metadata) ? written.metadata : {};
  const isNamed = typeof (metadata.name ?? metadata.generateName) === 'string';
  const object: TriedObject = {
    ...written,
    ...{ apiVersion, kind },
    metadata: isNamed ? metadata : { ...metadata, generateName: `${kind.toLowerCase()}-` },
  };
  const place = isClusterWide(apiVersion, kind) ? {} : { namespace: namespaceFor(metadata.namespace, spec, context) };
  return {
    read: { read: 'dryRun', object, ...place },
    tried: { tried: 'object', kind, ...place, object: written },
  };
}

function namespaceFor(own: Json | undefined, spec: Spec, context: CheckContext): string {
  return spec.in === undefined && typeof own === 'string' ? own : context.namespaceOf(spec.in);
}

/** A kind of which nothing is known may lie in a namespace: the cluster knows. */
function isClusterWide(apiVersion: string, kind: string): boolean {
  const known = builtInKind(kind);
  const group = apiVersion.includes('/') ? apiVersion.split('/', 1)[0] : '';
  return known?.kind === kind && known.group === group && !known.isNamespaced;
}

/** `{}` for what has none. */
export const annotationsOf = (object: JsonObject): JsonObject => {
  const annotations = valueAt(object, 'metadata', 'annotations');
  return isJsonObject(annotations) ? annotations : {};
};
