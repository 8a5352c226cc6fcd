import { withBudgetField } from '../kubernetes/budget.ts';
import { withBackendPorts } from '../kubernetes/ingress-backend.ts';
import { withJobDefaults } from '../kubernetes/job-defaults.ts';
import type { Json } from '../kubernetes/json.ts';
import { isJsonObject, valueAt } from '../kubernetes/json.ts';
import type { KubeObject } from '../kubernetes/kube-object.ts';
import { withScopeField } from '../kubernetes/quota-scopes.ts';
import type { Read } from '../snapshot/read.ts';
import { withPlainTexts } from './plain-secret.ts';
import type { View } from './view.ts';
import { listRead } from './view.ts';

/**
 * The object as a pattern may speak of it: a Secret with its plain texts, the ports of an Ingress by number and name, a
 * PodDisruptionBudget or the scopes of a ResourceQuota by whichever of two fields is asked for, the Jobs of a CronJob with
 * their completions, a volume that says nothing of a class as of no class.
 */
export function meantObject(object: KubeObject, pattern: Json | undefined, view: View): KubeObject {
  switch (object.kind) {
    case 'Secret':
      return withPlainTexts(object);
    case 'Ingress':
      return asksForPorts(pattern)
        ? withBackendPorts(object, view.listIfRead('Service', object.metadata.namespace) ?? [])
        : object;
    case 'PersistentVolume':
      return valueAt(pattern, 'spec', 'storageClassName') === '' ? withoutClass(object) : object;
    case 'ResourceQuota':
      return fieldsAskedFor(pattern, ['scopes', 'scopeSelector'] as const).reduce(withScopeField, object);
    case 'CronJob':
      return asksForValue(valueAt(pattern, 'spec', 'jobTemplate', 'spec', 'completions'))
        ? withJobDefaults(object)
        : object;
    case 'PodDisruptionBudget':
      return fieldsAskedFor(pattern, ['minAvailable', 'maxUnavailable'] as const).reduce(withBudgetField, object);
    default:
      return object;
  }
}

/** Those of these fields of `spec` of which the pattern asks for a value. */
const fieldsAskedFor = <Field extends string>(pattern: Json | undefined, fields: readonly Field[]): readonly Field[] =>
  fields.filter((field) => asksForValue(valueAt(pattern, 'spec', field)));

/** What must be read for that beside the objects themselves. */
export const readsForMeaning = (
  kind: string,
  namespace: string | undefined,
  pattern: Json | undefined,
): readonly Read[] =>
  kind === 'Ingress.networking.k8s.io' && asksForPorts(pattern) ? [listRead('Service', namespace)] : [];

const asksForPorts = (pattern: Json | undefined): boolean => JSON.stringify(pattern ?? null).includes('"port":');

/**
 * Volumes have no default class as claims have: what names none is stored without the field.
 * https://kubernetes.io/docs/concepts/storage/persistent-volumes/#class
 */
function withoutClass(volume: KubeObject): KubeObject {
  return isJsonObject(volume.spec) ? { ...volume, spec: { storageClassName: '', ...volume.spec } } : volume;
}

/** For a value, and not for there being one. */
const asksForValue = (wanted: Json | undefined): boolean =>
  wanted !== undefined &&
  wanted !== null &&
  !(isJsonObject(wanted) && ['$absent', '$exists'].some((operator) => Object.hasOwn(wanted, operator)));
