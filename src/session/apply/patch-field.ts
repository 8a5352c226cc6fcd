/** How one field of a type is patched: https://github.com/kubernetes/community/blob/master/contributors/devel/sig-api-machinery/strategic-merge-patch.md */
export interface PatchField {
  /** Type of the value, of a list's items, or of a mapping's values, where that leads to further strategies. */
  readonly type?: string;
  /** A mapping with free keys, whose values are of `type`. */
  readonly isMap?: true;
  /** A list that is merged: the key of its items, or true for texts and numbers. */
  readonly merge?: string | true;
  /** A mapping that is replaced whole. */
  readonly replace?: true;
  /** Fields that the patch does not name are cleared: the members of a union exclude each other. */
  readonly retainKeys?: true;
}
