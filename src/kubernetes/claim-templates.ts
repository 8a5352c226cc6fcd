import type { JsonObject } from './json.ts';
import { valueAt } from './json.ts';
import type { KubeObject } from './kube-object.ts';
import { mappingsAt } from './pod-template.ts';

/**
 * The Pod spec of a StatefulSet with the volumes that its claim templates give each Pod, the claim by the template's name;
 * they come before volumes of the same name.
 * https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#volume-claim-templates
 */
export function withClaimTemplates(object: KubeObject, podSpec: JsonObject): JsonObject {
  if (object.kind !== 'StatefulSet') return podSpec;
  const claims = mappingsAt(object, 'spec', 'volumeClaimTemplates').map((template): JsonObject => {
    const name = valueAt(template, 'metadata', 'name') ?? null;
    return { name, persistentVolumeClaim: { claimName: name } };
  });
  const names = new Set(claims.map(({ name }) => name));
  const others = mappingsAt(podSpec, 'volumes').filter(({ name }) => !names.has(name ?? null));
  return { ...podSpec, volumes: [...claims, ...others] };
}
