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

/** A command in a container of a Pod that the lab brought. */
export interface ToldCommand {
  readonly pod: ObjectRef;
  readonly container: string;
  readonly run: readonly string[];
}

/** A name, and where it was looked up. */
export interface ToldLookup {
  readonly lookup: { readonly pod: ObjectRef; readonly container: string; readonly name: string };
  /** Full names, in the order in which they were tried. */
  readonly asked: readonly string[];
  /** The one that has addresses; absent where none has. */
  readonly found?: string;
  readonly addresses: readonly string[];
  /** What it should stand for. */
  readonly of?: ObjectRef;
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
    }
  /** `line`: the first that it printed. */
  | {
      readonly code: 'exec_differs';
      readonly command: ToldCommand;
      readonly exitCode: number;
      readonly line: string;
      readonly difference: Difference;
    }
  /** `isWanted`: false where the name should mean nothing. `wanted`: the addresses that it should have, where those are known. */
  | (ToldLookup & { readonly code: 'dns_differs'; readonly isWanted: boolean; readonly wanted: readonly string[] });

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
  | { readonly code: 'log'; readonly log: ToldLog; readonly line: string; readonly exitCode?: number }
  | { readonly code: 'exec'; readonly command: ToldCommand; readonly exitCode: number; readonly line: string }
  | (ToldLookup & { readonly code: 'dns' });

const behaviourIssueCodes: Readonly<Record<BehaviourIssue['code'], true>> = {
  http_unreached: true,
  http_differs: true,
  log_missing: true,
  log_lacks: true,
  exec_differs: true,
  dns_differs: true,
};

export const isBehaviourIssue = <Any extends { readonly code: string }>(
  issue: Any,
): issue is Extract<Any, { readonly code: BehaviourIssue['code'] }> => Object.hasOwn(behaviourIssueCodes, issue.code);

const behaviourEvidenceCodes: Readonly<Record<BehaviourEvidence['code'], true>> = {
  ...{ http: true, log: true, exec: true, dns: true },
};

export const isBehaviourEvidence = <Any extends { readonly code: string }>(
  evidence: Any,
): evidence is Extract<Any, { readonly code: BehaviourEvidence['code'] }> =>
  Object.hasOwn(behaviourEvidenceCodes, evidence.code);
