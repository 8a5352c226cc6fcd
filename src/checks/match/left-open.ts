import type { Json } from '../../kubernetes/json.ts';

/**
 * What a field means that the API server leaves open; what it fills in itself is in the object.
 * https://kubernetes.io/docs/reference/kubernetes-api/
 */
const leftOpen: Readonly<Record<string, Json>> = {
  'tolerations.operator': 'Equal',
  'spec.serviceAccountName': 'default',
  'spec.unhealthyPodEvictionPolicy': 'IfHealthyBudget',
  'spec.hostUsers': true,
  'spec.enableServiceLinks': true,
  'spec.backoffLimit': 6, // these three of a CronJob's Jobs, whose defaults come when they are made
  'spec.parallelism': 1,
  'spec.completionMode': 'NonIndexed',
  'spec.preemptionPolicy': 'PreemptLowerPriority',
  'securityContext.allowPrivilegeEscalation': true,
  'securityContext.fsGroupChangePolicy': 'Always',
  'securityContext.procMount': 'Default',
  'securityContext.supplementalGroupsPolicy': 'Merge',
  'volumeMounts.mountPropagation': 'None',
  'topologySpreadConstraints.minDomains': 1,
  'topologySpreadConstraints.nodeAffinityPolicy': 'Honor',
  'topologySpreadConstraints.nodeTaintsPolicy': 'Ignore',
  automountServiceAccountToken: true, // of a ServiceAccount; in a Pod the account decides
};

/** The value that an absent field stands for; undefined where it stands for none. */
export function valueLeftOpen(path: readonly string[]): Json | undefined {
  const key = path.slice(-2).join('.');
  return Object.hasOwn(leftOpen, key) ? leftOpen[key] : undefined;
}
