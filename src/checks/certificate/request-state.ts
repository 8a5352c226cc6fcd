import type { JsonObject } from '../../kubernetes/json.ts';
import { valueAt } from '../../kubernetes/json.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { mappingsAt } from '../../kubernetes/pod-template.ts';
import type { RequestState } from './told.ts';

/**
 * How far a request is. Approval, denial and failure are for good.
 * https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#request-signing-process
 */
export function requestStateOf(object: KubeObject): RequestState {
  if (conditionOf(object, 'Denied') !== undefined) return 'denied';
  if (conditionOf(object, 'Failed') !== undefined) return 'failed';
  if (conditionOf(object, 'Approved') === undefined) return 'pending';
  return String(valueAt(object, 'status', 'certificate') ?? '') === '' ? 'approved' : 'issued';
}

/** What was issued had been approved. */
export const isStateWanted = (wanted: RequestState, found: RequestState): boolean =>
  found === wanted || (wanted === 'approved' && found === 'issued');

/** What was said with the denial or the failure. */
export function requestMessage(object: KubeObject, state: RequestState): string | undefined {
  const condition = state === 'denied' ? 'Denied' : state === 'failed' ? 'Failed' : undefined;
  const message = condition === undefined ? undefined : conditionOf(object, condition)?.message;
  return typeof message === 'string' && message !== '' ? message : undefined;
}

const signingMs = 10_000;

/** The cluster's own signers answer an approval within a second, and no other condition. */
export function isStateMoving(object: KubeObject, nowMs: number): boolean {
  if (requestStateOf(object) !== 'approved') return false;
  const isOwnSigner = String(valueAt(object, 'spec', 'signerName')).startsWith('kubernetes.io/');
  const approvedMs = Date.parse(String(conditionOf(object, 'Approved')?.lastUpdateTime));
  return isOwnSigner && nowMs - approvedMs < signingMs;
}

const conditionOf = (object: KubeObject, type: string): JsonObject | undefined =>
  mappingsAt(object, 'status', 'conditions').find((condition) => condition.type === type);
