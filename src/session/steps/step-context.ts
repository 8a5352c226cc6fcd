import type { KubeObject } from '../../kubernetes/kube-object.ts';
import type { NamespaceRef } from '../../lab/schema/common.ts';
import type { StepName } from '../../lab/schema/steps.ts';
import type { SessionContext } from '../session-context.ts';

/** What a step works with, beside the session: the copy's names and manifests. */
export interface StepContext extends SessionContext {
  /** The real name of a namespace. @throws StepFailed where none is named and several could be meant. */
  readonly namespaceOf: (ref: NamespaceRef | undefined) => string;
  /** The objects of a file in the lab's manifest folder, placeholders replaced. @throws UserError `manifest_mistakes`. */
  readonly objectsOf: (file: string) => readonly KubeObject[];
  /** Stores an answer in the copy's record. */
  readonly answer: (task: string, text: string) => Promise<void>;
}

/** Ends a step: in the cluster's own words, or in kubectl's where kubectl would have refused before asking. */
export class StepFailed extends Error {
  override readonly name = 'StepFailed';
  readonly details: FailureDetails;

  constructor(message: string, details: FailureDetails = {}) {
    super(message);
    this.details = details;
  }
}

export interface FailureDetails {
  readonly file?: string;
  /** `deployment/web`. */
  readonly object?: string;
  /** The status reason of the API server, as `Forbidden`, `Invalid`, `Conflict`. */
  readonly reason?: string;
}

/** A step that did not go through. */
export interface StepFailure extends FailureDetails {
  readonly step: StepName;
  /** `apply solution.yaml`, as in progress lines. */
  readonly title: string;
  readonly message: string;
}
