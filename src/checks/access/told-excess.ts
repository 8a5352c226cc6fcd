import type { ObjectRef } from '../../kubernetes/kube-object.ts';
import type { Rule } from '../../kubernetes/rbac/rule.ts';

/** What gives a right that nobody asked for. */
export type ToldExcess =
  | {
      readonly by: 'rule';
      readonly binding: ObjectRef;
      readonly role: ObjectRef;
      readonly rule: Rule;
      /** The group by which the binding names the subject; absent where it names it itself. */
      readonly group?: string;
      /** Further rights of this rule that go too far. */
      readonly moreRights: number;
      /** Further rules of the same binding that go too far, and are not told one by one. */
      readonly moreRules: number;
      /** The rule would do no harm in another place: its binding reaches too far. */
      readonly isMisplaced: boolean;
    }
  /** The group system:masters may do everything. */
  | { readonly by: 'masters' }
  /** No rule that was read: another authorizer, or one that has yet to hear of a change. */
  | { readonly by: 'others' };
