import type { KubeObject } from '../kubernetes/kube-object.ts';
import { labelsOf } from '../kubernetes/kube-object.ts';

/**
 * On the namespaces that start makes, and on the record. Start objects carry none of it: they lie in those namespaces or
 * are named in `names`, and a label more would show in a learner's `--show-labels` and in what labs about labels judge.
 */
export const labLabel = 'kubeproctor.dev/lab';
/** `''` for the plain copy. */
export const copyLabel = 'kubeproctor.dev/copy';
/** On namespace `kubeproctor` where start made it, so that the last stop knows that it may remove it. */
export const managedByLabel = 'app.kubernetes.io/managed-by';
export const product = 'kubeproctor';

/** The namespace of the records. */
export const recordNamespace = 'kubeproctor';

export interface CopyName {
  readonly lab: string;
  /** `''` for the plain copy. */
  readonly copy: string;
}

/** `services`, or `services (copy alice)`: what a copy is called in a sentence. */
export const copyTitle = ({ lab, copy }: CopyName): string => (copy === '' ? lab : `${lab} (copy ${copy})`);

export const isSameCopy = (left: CopyName, right: CopyName): boolean =>
  left.lab === right.lab && left.copy === right.copy;

export const copyLabels = ({ lab, copy }: CopyName): Readonly<Record<string, string>> => ({
  [labLabel]: lab,
  [copyLabel]: copy,
});

/** The copy that an object's labels name; undefined where it has none. */
export function copyNamedBy(object: KubeObject): CopyName | undefined {
  const lab = labelsOf(object)[labLabel];
  return lab === undefined ? undefined : { lab, copy: labelsOf(object)[copyLabel] ?? '' };
}
