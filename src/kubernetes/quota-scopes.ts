import type { Json } from './json.ts';
import { isJsonObject } from './json.ts';
import type { KubeObject } from './kube-object.ts';
import { mappingsAt } from './pod-template.ts';

/**
 * The quota with what it is for in this field, too: `scopes: [BestEffort]` is a `scopeSelector` that asks for `BestEffort`
 * with `Exists`, and all must hold in whichever field they stand.
 * https://kubernetes.io/docs/concepts/policy/resource-quotas/#quota-scopes
 */
export function withScopeField(quota: KubeObject, field: 'scopes' | 'scopeSelector'): KubeObject {
  const { spec } = quota;
  if (!isJsonObject(spec)) return quota;
  const asked = mappingsAt(spec, 'scopeSelector', 'matchExpressions');
  const listed: readonly Json[] = Array.isArray(spec.scopes) ? spec.scopes : [];
  const named = asked.filter(({ operator }) => operator === 'Exists').map(({ scopeName = null }) => scopeName);
  const [others, known] = field === 'scopes' ? [named, listed] : [listed, named];
  const missing = others.filter((scope) => !known.includes(scope));
  if (missing.length === 0) return quota;
  const value: Json =
    field === 'scopes'
      ? [...listed, ...missing]
      : { matchExpressions: [...asked, ...missing.map((scopeName) => ({ scopeName, operator: 'Exists' }))] };
  return { ...quota, spec: { ...spec, [field]: value } };
}
