import type { Json } from '../../kubernetes/json.ts';
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

/** A log: of the run under way, or of the last one that has ended. */
export interface ToldLog {
  readonly pod: ObjectRef;
  readonly container: string;
  readonly run: 'current' | 'ended';
  /** `kubectl logs` shows it with `--previous` alone. */
  readonly isPrevious: boolean;
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
    }
  /** There is no such log. `words`: why the container waits, if it does. */
  | {
      readonly code: 'log_missing';
      readonly log: ToldLog;
      readonly why: 'no_container' | 'not_started' | 'not_ended';
      readonly words: string;
    }
  /** `line`: its last one. `exitCode`: of a run that has ended. */
  | {
      readonly code: 'log_lacks';
      readonly log: ToldLog;
      readonly wanted: Json;
      readonly line: string;
      readonly exitCode?: number;
    };

/** Why a check of behaviour passed. */
export type BehaviourEvidence =
  /** `pods`: those that answered so. */
  | {
      readonly code: 'http';
      readonly request: ToldRequest;
      readonly status: number;
      readonly line: string;
      readonly pods: readonly ObjectRef[];
    }
  /** `line`: the one that is wanted, or the last. */
  | { readonly code: 'log'; readonly log: ToldLog; readonly line: string; readonly exitCode?: number };

const behaviourIssueCodes: Readonly<Record<BehaviourIssue['code'], true>> = {
  http_unreached: true,
  http_differs: true,
  log_missing: true,
  log_lacks: true,
};

export const isBehaviourIssue = <Any extends { readonly code: string }>(
  issue: Any,
): issue is Extract<Any, { readonly code: BehaviourIssue['code'] }> => Object.hasOwn(behaviourIssueCodes, issue.code);

const behaviourEvidenceCodes: Readonly<Record<BehaviourEvidence['code'], true>> = { http: true, log: true };

export const isBehaviourEvidence = <Any extends { readonly code: string }>(
  evidence: Any,
): evidence is Extract<Any, { readonly code: BehaviourEvidence['code'] }> =>
  Object.hasOwn(behaviourEvidenceCodes, evidence.code);
