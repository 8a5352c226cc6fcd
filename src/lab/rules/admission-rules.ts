import type { JsonObject } from '../../kubernetes/json.ts';
import { isJsonObject, valueAt } from '../../kubernetes/json.ts';
import { builtInKind } from '../../kubernetes/resource-kind.ts';
import type { LabFacts } from '../lab-facts.ts';
import type { Finding, Path } from '../mistake.ts';
import { listed } from '../mistake.ts';

/** Keys of `admission` that go together: what is tried, what should come of it, and how that is told from the rest. */
export function badAdmissions(facts: LabFacts): readonly Finding[] {
  return facts.visits.flatMap(({ path, value, id }): readonly Finding[] => {
    const admission = id === 'Check' ? valueAt(isJsonObject(value) ? value : {}, 'admission') : undefined;
    if (!isJsonObject(admission)) return [];
    const at = [...path, 'admission'];
    return [...keysApart(admission, at), ...inlineMistakes(admission, at, facts)];
  });
}

function keysApart(admission: JsonObject, at: Path): readonly Finding[] {
  const has = (key: string): boolean => Object.hasOwn(admission, key);
  const finding = (message: string, key?: string): Finding => ({
    ...{ rule: 'bad-admission', path: key === undefined ? at : [...at, key], message },
    ...(key === undefined ? {} : { part: 'key' as const }),
  });
  const isRefused = admission.is === 'refused';
  const needless = isRefused ? ['warns', 'level'] : ['by'];
  return [
    ...(has('podFrom') === has('manifest') ? [finding('what is tried is `podFrom` or `manifest`, one of them')] : []),
    ...(isRefused && !has('by')
      ? [finding('`is: refused` says `by` whom: a refusal for another reason proves nothing')]
      : []),
    ...needless.filter(has).map((key) => finding(`\`${key}\` does not go with \`is: ${String(admission.is)}\``, key)),
    ...(has('says') && !has('by') && !has('warns') ? [finding('`says` goes with `by` or `warns`', 'says')] : []),
    ...(has('level') && !has('podFrom') ? [finding('`level` goes with `podFrom`', 'level')] : []),
  ];
}

/** Like an object of a manifest, but without a name if need be, and without a namespace where `in` says it. */
function inlineMistakes(admission: JsonObject, at: Path, { namespaces }: LabFacts): readonly Finding[] {
  const { manifest } = admission;
  if (!isJsonObject(manifest)) return [];
  const missing = ['apiVersion', 'kind'].filter((key) => typeof manifest[key] !== 'string');
  if (missing.length > 0)
    return [{ rule: 'bad-admission', path: [...at, 'manifest'], message: `an object has ${listed(missing)}` }];
  const isPlaced = admission.in !== undefined || valueAt(manifest, 'metadata', 'namespace') !== undefined;
  if (isPlaced || namespaces.length === 1 || builtInKind(String(manifest.kind))?.isNamespaced === false) return [];
  const known =
    namespaces.length === 0 ? 'the lab declares no namespace' : `the lab has the namespaces ${listed(namespaces)}`;
  return [{ rule: 'missing-namespace', path: at, message: `\`in\` is missing: ${known}` }];
}
