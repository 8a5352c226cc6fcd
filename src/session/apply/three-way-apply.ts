import type { JsonObject } from '../../kubernetes/json.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { joinPatches } from './join-patches.ts';
import { lastAppliedOf, withLastApplied } from './last-applied.ts';
import { threeWayMergePatch } from './merge-patch.ts';
import { patchSupport } from './patch-meta.ts';
import { strategicDiff } from './strategic-diff.ts';

export interface ApplyPatch {
  readonly type: 'strategic' | 'merge';
  /** Empty: nothing to do. */
  readonly patch: JsonObject;
}

/**
 * What `kubectl apply` sends for an object that exists: what the manifest has otherwise than the live object, and the
 * removal of what the manifest applied last had and this one has not. Fields that neither manifest names stay.
 * https://kubernetes.io/docs/tasks/manage-kubernetes-objects/declarative-config/#merge-patch-calculation
 * @throws MergeKeyMissing, and SyntaxError where the annotation on the live object is no JSON.
 */
export function applyPatch(live: KubeObject, manifest: KubeObject): ApplyPatch {
  const wanted = withLastApplied(manifest);
  const lastApplied = lastAppliedOf(live);
  const support = patchSupport(manifest.apiVersion, manifest.kind);
  if (support.support === 'merge') return { type: 'merge', patch: threeWayMergePatch(lastApplied, live, wanted) };
  const deletions = strategicDiff(lastApplied, wanted, support.type, 'deletions');
  const changes = strategicDiff(live, wanted, support.type, 'changes');
  return { type: 'strategic', patch: joinPatches(deletions, changes, support.type) };
}
