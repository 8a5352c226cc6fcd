import { scaledValue } from './int-or-percent.ts';
import type { JsonObject } from './json.ts';
import { isJsonObject, valueAt } from './json.ts';
import type { KubeObject } from './kube-object.ts';

/**
 * The strategy of a Deployment as its controller acts by it; undefined where it has none written. Percentages of which
 * neither comes to a Pod would leave no step to take: then one Pod may be unavailable.
 * https://github.com/kubernetes/kubernetes/blob/master/pkg/controller/deployment/util/deployment_util.go (ResolveFenceposts)
 */
export function strategyInEffect(deployment: KubeObject): JsonObject | undefined {
  const strategy = valueAt(deployment, 'spec', 'strategy');
  const replicas = valueAt(deployment, 'spec', 'replicas') ?? 1;
  if (!isJsonObject(strategy) || typeof replicas !== 'number') return undefined;
  const { rollingUpdate } = strategy;
  if (deployment.kind !== 'Deployment' || !isJsonObject(rollingUpdate)) return strategy;
  const comesTo = (field: string, rounding: 'up' | 'down'): number | undefined => {
    const value = rollingUpdate[field];
    return typeof value === 'number' || typeof value === 'string' ? scaledValue(value, replicas, rounding) : undefined;
  };
  const isStuck = comesTo('maxSurge', 'up') === 0 && comesTo('maxUnavailable', 'down') === 0;
  return isStuck ? { ...strategy, rollingUpdate: { ...rollingUpdate, maxUnavailable: 1 } } : strategy;
}
