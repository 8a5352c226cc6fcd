import type { ObjectRef } from '../../kubernetes/kube-object.ts';
import type { UnreachedWhy } from '../../snapshot/behaviour/proxy-read.ts';
import type { Difference } from '../issue.ts';

/** A GET: to a Service, or to a Pod, at a port. */
export interface ToldRequest {
  readonly to: ObjectRef;
  readonly port: number | string;
  readonly isHttps: boolean;
  readonly path: string;
}

/** Findings about what programs in Pods do. */
export type BehaviourIssue =
  /** No program answered. `pods`: those that might, and are not ready; or the one that was asked. `raw`: the path that was. */
  | {
      readonly code: 'http_unreached';
      readonly request: ToldRequest;
      readonly why: UnreachedWhy | 'not_running';
      readonly pods: readonly ObjectRef[];
      readonly words: string;
      readonly raw?: string;
    }
  /** `by`: the Pod that answered, where that is known. `line`: the first of the body. `raw`: the path that was asked. */
  | {
      readonly code: 'http_differs';
      readonly request: ToldRequest;
      readonly by?: ObjectRef;
      readonly status: number;
      readonly line: string;
      readonly difference: Difference;
      readonly raw: string;
    };

/** Why a check of behaviour passed. */
export type BehaviourEvidence = {
  readonly code: 'http';
  readonly request: ToldRequest;
  readonly status: number;
  readonly line: string;
  /** Pods that answered so. */
  readonly pods: readonly ObjectRef[];
};

const behaviourIssueCodes: Readonly<Record<BehaviourIssue['code'], true>> = {
  http_unreached: true,
  http_differs: true,
};

export const isBehaviourIssue = <Any extends { readonly code: string }>(
  issue: Any,
): issue is Extract<Any, { readonly code: BehaviourIssue['code'] }> => Object.hasOwn(behaviourIssueCodes, issue.code);

const behaviourEvidenceCodes: Readonly<Record<BehaviourEvidence['code'], true>> = { http: true };

export const isBehaviourEvidence = <Any extends { readonly code: string }>(
  evidence: Any,
): evidence is Extract<Any, { readonly code: BehaviourEvidence['code'] }> =>
  Object.hasOwn(behaviourEvidenceCodes, evidence.code);
