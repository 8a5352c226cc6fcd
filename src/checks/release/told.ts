import type { ReleaseProblem } from '../../kubernetes/helm-release.ts';
import type { Json } from '../../kubernetes/json.ts';
import type { ObjectRef } from '../../kubernetes/kube-object.ts';
import type { Difference } from '../issue.ts';
import type { FoundValue } from '../wanted-values.ts';

/** A release at one of its revisions. */
export interface ReleaseRef {
  readonly name: string;
  readonly namespace: string;
  readonly revision: number;
}

/** Findings about Helm releases. */
export type ReleaseIssue =
  | {
      readonly code: 'release_missing';
      readonly name: string;
      readonly namespace: string;
      readonly nearest?: ReleaseRef;
    }
  /** It is there, and should not be. */
  | { readonly code: 'release_present'; readonly release: ReleaseRef; readonly status: string }
  | { readonly code: 'release_unreadable'; readonly secret: ObjectRef; readonly problem: ReleaseProblem }
  /** `deployed`: an older revision that still is, as after an upgrade that failed. */
  | {
      readonly code: 'release_status';
      readonly release: ReleaseRef;
      readonly wanted: string;
      readonly found: string;
      readonly description: string;
      readonly deployed?: number;
    }
  | { readonly code: 'release_chart'; readonly release: ReleaseRef; readonly difference: Difference }
  /** `of`: the values it runs with, or only those that were given. */
  | {
      readonly code: 'release_values';
      readonly release: ReleaseRef;
      readonly of: 'values' | 'set';
      readonly difference: Difference;
    }
  | { readonly code: 'release_revision'; readonly release: ReleaseRef; readonly wanted: Json }
  /** `description`: what Helm says that its newest revision came from. */
  | {
      readonly code: 'release_not_rolled_back';
      readonly release: ReleaseRef;
      readonly revision: number;
      readonly description: string;
    };

/** Why a check of a release passed. */
export type ReleaseEvidence =
  | {
      readonly code: 'release';
      readonly release: ReleaseRef;
      /** `cafe 1.1.0`. */
      readonly chart: string;
      readonly status: string;
      readonly values: readonly FoundValue[];
    }
  | { readonly code: 'release_absent'; readonly name: string; readonly namespace: string };

const releaseIssueCodes: Readonly<Record<ReleaseIssue['code'], true>> = {
  release_missing: true,
  release_present: true,
  release_unreadable: true,
  release_status: true,
  release_chart: true,
  release_values: true,
  release_revision: true,
  release_not_rolled_back: true,
};

export const isReleaseIssue = <Any extends { readonly code: string }>(
  issue: Any,
): issue is Extract<Any, { readonly code: ReleaseIssue['code'] }> => Object.hasOwn(releaseIssueCodes, issue.code);
