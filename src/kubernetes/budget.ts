import { isJsonObject, valueAt } from './json.ts';
import type { KubeObject } from './kube-object.ts';

/** What a PodDisruptionBudget comes to, once its controller has seen it: so many Pods, of which so many must stay. */
export interface Budget {
  readonly expectedPods: number;
  readonly desiredHealthy: number;
}

/**
 * Undefined for other objects, and as long as the controller has not seen the newest generation.
 * https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/pod-disruption-budget-v1/#PodDisruptionBudgetStatus
 */
export function budgetOf(object: KubeObject): Budget | undefined {
  if (object.kind !== 'PodDisruptionBudget') return undefined;
  const number = (field: string): number => Number(valueAt(object, 'status', field) ?? 0);
  if (number('observedGeneration') < (object.metadata.generation ?? 1)) return undefined;
  return { expectedPods: number('expectedPods'), desiredHealthy: number('desiredHealthy') };
}

/** Some of the Pods that a PodDisruptionBudget counts are not healthy, by what its controller wrote last. */
export function isShortOfHealthy(budget: KubeObject): boolean {
  const number = (field: string): number => Number(valueAt(budget, 'status', field) ?? 0);
  return number('currentHealthy') < number('expectedPods');
}

/** The budget with this field given by what it comes to: `maxUnavailable: 1` of 3 Pods is `minAvailable: 2`. */
export function withBudgetField(object: KubeObject, field: 'minAvailable' | 'maxUnavailable'): KubeObject {
  const budget = budgetOf(object);
  const { spec } = object;
  if (budget === undefined || !isJsonObject(spec) || spec[field] !== undefined) return object;
  const { expectedPods, desiredHealthy } = budget;
  return {
    ...object,
    spec: { ...spec, [field]: field === 'minAvailable' ? desiredHealthy : expectedPods - desiredHealthy },
  };
}
