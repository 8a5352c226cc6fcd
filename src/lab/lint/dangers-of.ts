import type { Json, JsonObject } from '../../kubernetes/json.ts';
import { isJsonObject, valueAt } from '../../kubernetes/json.ts';
import type { Danger } from '../danger.ts';
import type { Path } from '../mistake.ts';
import { mappingsOf } from './json-leaves.ts';

export interface FoundDanger {
  readonly danger: Danger;
  readonly path: Path;
}

/** What an object, or a patch, does that reaches beyond the namespaces a learner gave. */
export function dangersOf(value: Json): readonly FoundDanger[] {
  const kind = String(valueAt(value, 'kind'));
  return [
    ...mappingsOf(value).flatMap(({ path, value: mapping }) => [
      ...securityDangers(mapping, path),
      ...podDangers(mapping, path),
    ]),
    ...(/WebhookConfiguration$/.test(kind) ? [{ danger: 'webhooks' as const, path: ['kind'] }] : []),
    ...(valueAt(value, 'spec', 'conversion', 'webhook') === undefined
      ? []
      : [{ danger: 'webhooks' as const, path: ['spec', 'conversion', 'webhook'] }]),
    ...bindingDangers(value),
  ];
}

/** https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline */
function securityDangers(mapping: JsonObject, path: Path): readonly FoundDanger[] {
  const added = valueAt(mapping, 'capabilities', 'add');
  return [
    ...(mapping.privileged === true ? [{ danger: 'privileged' as const, path: [...path, 'privileged'] }] : []),
    ...(Array.isArray(added) && added.length > 0
      ? [{ danger: 'added-capabilities' as const, path: [...path, 'capabilities', 'add'] }]
      : []),
  ];
}

function podDangers(mapping: JsonObject, path: Path): readonly FoundDanger[] {
  const host = ['hostNetwork', 'hostPID', 'hostIPC'].filter((key) => mapping[key] === true);
  const files = ['hostPath', 'local'].filter((key) => isJsonObject(mapping[key]) && isVolume(path, key));
  return [
    ...host.map((key) => ({ danger: 'host-namespaces' as const, path: [...path, key] })),
    ...files.map((key) => ({ danger: 'host-path' as const, path: [...path, key] })),
  ];
}

/** An entry of a Pod's `volumes`, or the spec of a PersistentVolume. */
const isVolume = (path: Path, key: string): boolean => key === 'hostPath' || path.at(-1) === 'spec';

function bindingDangers(value: Json): readonly FoundDanger[] {
  const role = valueAt(value, 'roleRef', 'name');
  const subjects = valueAt(value, 'subjects');
  const isSystem = (name: Json | undefined): boolean => typeof name === 'string' && name.startsWith('system:');
  const bySubject = (Array.isArray(subjects) ? subjects : []).flatMap((subject: Json, index) =>
    isSystem(valueAt(subject, 'name'))
      ? [{ danger: 'system-bindings' as const, path: ['subjects', index, 'name'] }]
      : [],
  );
  const byRole = isSystem(role) || role === 'cluster-admin';
  return [...(byRole ? [{ danger: 'system-bindings' as const, path: ['roleRef', 'name'] }] : []), ...bySubject];
}
