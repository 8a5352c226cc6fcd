import type { Json } from '../json.ts';
import { valueAt } from '../json.ts';
import type { KubeObject } from '../kube-object.ts';
import { parseQuantity } from '../quantity.ts';

/**
 * A quota that refused Pods has room by now for what they requested. Whoever makes them does not notice: it tries again
 * after a time that doubles with each refusal, up to 1000 s.
 * https://kubernetes.io/docs/concepts/policy/resource-quotas/
 */
export function hasRoomByNow(words: string, quotas: readonly KubeObject[]): boolean {
  const [, name, requested = ''] = /^exceeded quota: ([^,\s]+), requested: (.*), used: /.exec(words) ?? [];
  const quota = quotas.find(({ metadata }) => metadata.name === name);
  if (quota === undefined) return false;
  return requested.split(',').every((part) => {
    const [resource = '', quantity = ''] = part.split('=');
    const [more, used, hard] = [
      parseQuantity(quantity),
      quantityOf(valueAt(quota, 'status', 'used', resource)),
      quantityOf(valueAt(quota, 'status', 'hard', resource)),
    ];
    return more !== undefined && used !== undefined && hard !== undefined && used + more <= hard;
  });
}

const quantityOf = (value: Json | undefined): bigint | undefined =>
  typeof value === 'string' || typeof value === 'number' ? parseQuantity(value) : undefined;
