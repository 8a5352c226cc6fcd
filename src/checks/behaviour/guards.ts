import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { labelsOf } from '../../kubernetes/kube-object.ts';
import { meetsAll } from '../../kubernetes/label-selector.ts';
import { parsePolicy } from '../../kubernetes/network-policy/policy.ts';
import type { View } from '../view.ts';

export const policiesKind = 'NetworkPolicy.networking.k8s.io';

/**
 * A policy limits who reaches one of these Pods: some plug-ins reset a connection that they do not let through, which looks
 * as if nobody listened.
 */
export const areGuarded = (pods: readonly KubeObject[], namespace: string, view: View): boolean =>
  view
    .list(policiesKind, namespace)
    .map(parsePolicy)
    .some(
      ({ ingress, podSelector }) => ingress !== undefined && pods.some((pod) => meetsAll(labelsOf(pod), podSelector)),
    );
