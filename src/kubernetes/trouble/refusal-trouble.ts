import type { AdmissionRefusal } from '../admission-refusal.ts';
import { admissionRefusal, refusalWords } from '../admission-refusal.ts';
import type { Json } from '../json.ts';
import type { KubeObject } from '../kube-object.ts';
import { mappingsAt } from '../pod-template.ts';
import { eventMessages, shortened } from './events.ts';
import type { Surroundings } from './pod-troubles.ts';
import { hasRoomByNow } from './quota-room.ts';

/** A controller may not make its Pods: the API server refuses them. */
export interface RefusalTrouble {
  readonly code: 'pods_refused';
  readonly refusal: AdmissionRefusal;
  readonly words: string;
  /** The quota that refused them has room by now. */
  readonly hasRoom?: true;
}

/**
 * Deployments and ReplicaSets say so in a condition, the other controllers in events alone.
 * https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#failed-deployment
 */
export function refusalTrouble(workload: KubeObject, around: Surroundings): RefusalTrouble | undefined {
  const { events, makers = [], quotas = [] } = around;
  const saysSo = workload.kind === 'Deployment' || workload.kind === 'ReplicaSet';
  const message = saysSo ? failureOf(workload, makers) : eventMessages(workload, events, 'FailedCreate')[0];
  if (typeof message !== 'string') return undefined;
  const refused = message.replace(/^.*?(?=pods "[^"]*" is )/s, '');
  const words = refusalWords(refused);
  const refusal = admissionRefusal({ code: 403, reason: 'Forbidden', message: refused, fields: [] });
  const room = saysSo && hasRoomByNow(words, quotas) ? ({ hasRoom: true } as const) : {};
  return { code: 'pods_refused', refusal, words: shortened(words, 600), ...room };
}

/**
 * The message of its newest ReplicaSet, for that of a Deployment may be an older one's: the controller leaves a condition
 * as it is while its status and reason stay the same.
 * https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/controller/deployment/util/deployment_util.go
 */
function failureOf(workload: KubeObject, makers: readonly KubeObject[]): Json | undefined {
  const own = failureMessage(workload);
  if (own === undefined || workload.kind !== 'Deployment') return own;
  const newest = makers.find(
    ({ metadata }) =>
      (metadata.ownerReferences ?? []).some(({ uid }) => uid === workload.metadata.uid) &&
      metadata.annotations?.[revision] === workload.metadata.annotations?.[revision],
  );
  return (newest === undefined ? undefined : failureMessage(newest)) ?? own;
}

const failureMessage = (object: KubeObject): Json | undefined =>
  mappingsAt(object, 'status', 'conditions').find(({ type, status }) => type === 'ReplicaFailure' && status === 'True')
    ?.message;

const revision = 'deployment.kubernetes.io/revision';
