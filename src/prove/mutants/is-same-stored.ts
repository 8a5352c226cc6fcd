import { isSameJson } from '../../kubernetes/json.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { withoutServerSet } from './server-set.ts';

/** The server stores both as the same object: what the mutant changed was a default, or says the same thing. */
export const isSameStored = (left: KubeObject, right: KubeObject): boolean =>
  isSameJson(withoutServerSet(left), withoutServerSet(right));
