import type { Json } from '../../kubernetes/json.ts';
import { isJsonObject, valueAt } from '../../kubernetes/json.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import type { Difference } from '../issue.ts';
import type { MatchContext } from '../match/differences.ts';
import { differences } from '../match/differences.ts';
import { shareOfPods } from '../match/share-of-pods.ts';
import { matchContextOf } from '../match-context.ts';

/** Where a workload says how it replaces its Pods. */
export const strategyField = (object: KubeObject): string =>
  object.kind === 'Deployment' ? 'strategy' : 'updateStrategy';

/** None where what is written there meets the pattern, or what the controller makes of it; else those of what is written. */
export function strategyDifferences(wanted: Json | undefined, object: KubeObject): readonly Difference[] {
  if (wanted === undefined) return [];
  const field = strategyField(object);
  const written = valueAt(object, 'spec', field);
  const match = matchContextOf(object);
  const differing = (strategy: Json | undefined) => differences(wanted, strategy, ['spec', field], match);
  const isMet = object.kind === 'Deployment' && differing(inEffect(written, match)).length === 0;
  return isMet ? [] : differing(written);
}

/**
 * Percentages of which neither comes to a Pod would leave a Deployment no step to take: then one Pod may be unavailable.
 * https://github.com/kubernetes/kubernetes/blob/master/pkg/controller/deployment/util/deployment_util.go (ResolveFenceposts)
 */
function inEffect(strategy: Json | undefined, match: MatchContext): Json | undefined {
  const rollingUpdate = valueAt(strategy, 'rollingUpdate');
  if (!isJsonObject(strategy) || !isJsonObject(rollingUpdate) || match.replicas === 0) return strategy;
  const isNothing = (field: string): boolean => {
    const value = rollingUpdate[field];
    return (typeof value === 'number' || typeof value === 'string') && shareOfPods(value, [field], match) === 0;
  };
  const isStuck = isNothing('maxSurge') && isNothing('maxUnavailable');
  return isStuck ? { ...strategy, rollingUpdate: { ...rollingUpdate, maxUnavailable: 1 } } : strategy;
}
