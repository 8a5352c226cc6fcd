import type { CheckKindName, CheckOf } from '../lab/schema/checks.ts';
import type { NamespaceRef } from '../lab/schema/common.ts';
import type { CopyRecord } from '../snapshot/copy-record.ts';
import type { Read } from '../snapshot/read.ts';
import type { UnansweredRead } from '../snapshot/snapshot.ts';
import type { Evidence, Issue } from './issue.ts';
import type { View } from './view.ts';

/** How one kind of check is judged. All of it is pure. */
export interface CheckKind<Name extends CheckKindName> {
  /** What must be read, known from the check alone: lists. */
  readonly reads: (check: CheckOf<Name>, context: CheckContext) => readonly Read[];
  /** What must be read about what the lists showed: reviews and the like. */
  readonly followUps?: (check: CheckOf<Name>, view: View, context: CheckContext) => readonly Read[];
  /** What would help to explain the verdict; it never depends on it, nor on whether it was answered. */
  readonly nearby?: (check: CheckOf<Name>, view: View, context: CheckContext) => readonly Read[];
  /** The finding; called only when all reads and follow-ups are answered. */
  readonly judge: (check: CheckOf<Name>, view: View, context: CheckContext) => Finding;
}

/** What a judge knows beside the cluster's state. */
export interface CheckContext {
  readonly record: CopyRecord;
  readonly task: string;
  /** When the snapshot was taken, milliseconds since the epoch. */
  readonly nowMs: number;
  /** The real name of a namespace. @throws LabDefect for an alias the lab does not declare, or none where several could be meant. */
  readonly namespaceOf: (ref: NamespaceRef | undefined) => string;
  /** What `as: $name` of an earlier check of the task stands for. */
  readonly bindings: Readonly<Record<string, Binding>>;
}

/** A bound object: its canonical kind, name and namespace. */
export interface Binding {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/** What a judge found: failed when there is an issue. */
export type Finding =
  | {
      readonly finding: 'holds';
      readonly evidence: readonly Evidence[];
      readonly isMoving: boolean;
      /** What this check binds with `as:`: each object that would do. */
      readonly candidates?: readonly Binding[];
    }
  | { readonly finding: 'fails'; readonly issues: readonly [Issue, ...Issue[]] }
  /** What was read is not all that there is, and does not decide. */
  | { readonly finding: 'undecided'; readonly unanswered: UnansweredRead }
  | { readonly finding: 'defect'; readonly detail: string };

/** A mistake of the lab, found while grading; never the learner's. */
export class LabDefect extends Error {
  override readonly name = 'LabDefect';
}
