import type { AdmissionRefusal } from '../admission-refusal.ts';
import { admissionRefusal, refusalWords } from '../admission-refusal.ts';
import type { KubeObject } from '../kube-object.ts';
import { mappingsAt } from '../pod-template.ts';
import { eventMessages, shortened } from './events.ts';

/** A controller may not make its Pods: the API server refuses them. */
export interface RefusalTrouble {
  readonly code: 'pods_refused';
  readonly refusal: AdmissionRefusal;
  readonly words: string;
}

/**
 * Deployments and ReplicaSets say so in a condition, the other controllers in events alone.
 * https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#failed-deployment
 */
export function refusalTrouble(workload: KubeObject, events: readonly KubeObject[]): RefusalTrouble | undefined {
  const failure = mappingsAt(workload, 'status', 'conditions').find(
    ({ type, status }) => type === 'ReplicaFailure' && status === 'True',
  );
  const saysSo = workload.kind === 'Deployment' || workload.kind === 'ReplicaSet';
  const message = saysSo ? failure?.message : eventMessages(workload, events, 'FailedCreate')[0];
  if (typeof message !== 'string') return undefined;
  const refused = message.replace(/^.*?(?=pods "[^"]*" is )/s, '');
  const words = refusalWords(refused);
  const refusal = admissionRefusal({ code: 403, reason: 'Forbidden', message: refused, fields: [] });
  return { code: 'pods_refused', refusal, words: shortened(words, 600) };
}
