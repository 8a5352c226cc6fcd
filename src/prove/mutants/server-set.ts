import type { Json, JsonObject } from '../../kubernetes/json.ts';
import { isJsonObject, valueAt } from '../../kubernetes/json.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import type { Place } from './place.ts';
import { withValue } from './place.ts';

/** Annotations and labels that the cluster or a tool writes, and no person. */
const written =
  /^(kubectl\.kubernetes\.io\/last-applied-configuration|deployment\.kubernetes\.io\/|pv\.kubernetes\.io\/|volume\.(beta\.)?kubernetes\.io\/|kubernetes\.io\/metadata\.name$|kubeproctor|batch\.kubernetes\.io\/|controller-uid$|job-name$|deprecated\.daemonset\.template\.generation)/;

/**
 * An object as somebody would write it: without status, versions, allocated addresses and the like. Defaults stay; only
 * the server can tell them. What the server sets by kind is from the API reference (fields marked as allocated or
 * read-only), https://kubernetes.io/docs/reference/kubernetes-api/
 */
export function withoutServerSet(object: KubeObject): KubeObject {
  const { status: _, ...rest } = object;
  const { name, namespace, labels, annotations, finalizers, ownerReferences } = object.metadata;
  const metadata = {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    ...withoutWritten('labels', labels),
    ...withoutWritten('annotations', annotations),
    ...(finalizers === undefined || finalizers.every((one) => one.startsWith('kubernetes.io/')) ? {} : { finalizers }),
    ...(ownerReferences === undefined ? {} : { ownerReferences }),
  };
  const cleaned = setByServer(object).reduce<Json>((value, place) => withValue(value, place, undefined), rest);
  const { metadata: __, ...others } = cleaned as JsonObject; // an object stays one
  return { ...(withoutDeprecated(others) as JsonObject), apiVersion: object.apiVersion, kind: object.kind, metadata };
}

function withoutWritten(key: string, entries: Readonly<Record<string, string>> | undefined): JsonObject {
  const kept = Object.entries(entries ?? {}).filter(([name]) => !written.test(name));
  return kept.length === 0 ? {} : { [key]: Object.fromEntries(kept) };
}

function setByServer(object: KubeObject): readonly Place[] {
  const at = (...place: readonly (string | number)[]): readonly Place[] =>
    valueAt(object, ...place) === undefined ? [] : [place];
  switch (object.kind) {
    case 'Service': {
      const ports = valueAt(object, 'spec', 'ports');
      const count = Array.isArray(ports) ? ports.length : 0;
      const nodePorts = Array.from({ length: count }, (_, index) => at('spec', 'ports', index, 'nodePort')).flat();
      const isHeadless = valueAt(object, 'spec', 'clusterIP') === 'None';
      const addresses = [...(isHeadless ? [] : at('spec', 'clusterIP')), ...at('spec', 'clusterIPs')];
      return [...addresses, ...nodePorts, ...at('spec', 'healthCheckNodePort')];
    }
    case 'PersistentVolumeClaim':
      return at('spec', 'volumeName');
    case 'PersistentVolume':
      return isBoundByController(object)
        ? at('spec', 'claimRef')
        : [...at('spec', 'claimRef', 'uid'), ...at('spec', 'claimRef', 'resourceVersion')];
    case 'Pod':
      return [...at('spec', 'nodeName'), ...at('spec', 'tolerations'), ...tokenPlaces(object)];
    case 'Job':
      return valueAt(object, 'spec', 'manualSelector') === true
        ? []
        : [
            ...at('spec', 'selector'),
            ...[
              'batch.kubernetes.io/controller-uid',
              'batch.kubernetes.io/job-name',
              'controller-uid',
              'job-name',
            ].flatMap((label) => at('spec', 'template', 'metadata', 'labels', label)),
          ];
    case 'Namespace':
      return at('spec');
    case 'ServiceAccount':
      return at('secrets');
    default:
      return [];
  }
}

/** Nobody reserved the volume for a claim: the controller found one that fits. https://kubernetes.io/docs/reference/labels-annotations-taints/#pv-kubernetes-io-bound-by-controller */
const isBoundByController = ({ metadata }: KubeObject): boolean =>
  metadata.annotations?.['pv.kubernetes.io/bound-by-controller'] !== undefined;

/** The volume of the account's token, and its mounts; from the last, so that indices hold. */
function tokenPlaces(pod: KubeObject): readonly Place[] {
  const named = (list: Json | undefined): readonly number[] =>
    Array.isArray(list)
      ? list.flatMap((one: Json, index) => (String(valueAt(one, 'name')).startsWith('kube-api-access-') ? [index] : []))
      : [];
  const mounts = ['containers', 'initContainers'].flatMap((field) => {
    const containers = valueAt(pod, 'spec', field);
    if (!Array.isArray(containers)) return [];
    return containers.flatMap((container: Json, index) =>
      named(valueAt(container, 'volumeMounts')).map((mount) => ['spec', field, index, 'volumeMounts', mount]),
    );
  });
  const volumes = named(valueAt(pod, 'spec', 'volumes')).map((index) => ['spec', 'volumes', index]);
  return [...mounts, ...volumes].reverse();
}

/** `serviceAccount` repeats `serviceAccountName`: one of them is enough to change. */
function withoutDeprecated(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutDeprecated);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).filter(
    ([key]) => !(key === 'serviceAccount' && typeof value.serviceAccountName === 'string'),
  );
  return Object.fromEntries(
    entries
      .filter(([key, item]) => !(key === 'creationTimestamp' && item === null))
      .map(([key, item]) => [key, withoutDeprecated(item)]),
  );
}
