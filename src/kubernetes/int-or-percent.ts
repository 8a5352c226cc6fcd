/**
 * What `25%` or a number comes to among so many replicas.
 * Surge rounds up, unavailable rounds down.
 * https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#max-unavailable
 */
export function scaledValue(value: string | number, replicas: number, rounding: 'up' | 'down'): number | undefined {
  if (typeof value === 'number') return value;
  const match = /^(\d+)%$/.exec(value);
  if (match === null) return undefined;
  const exact = (Number(match[1]) * replicas) / 100;
  return rounding === 'up' ? Math.ceil(exact) : Math.floor(exact);
}
