import { isJsonObject } from '../../kubernetes/json.ts';
import { builtInKind } from '../../kubernetes/resource-kind.ts';
import type { LabFacts } from '../lab-facts.ts';
import { textsOf } from '../lab-facts.ts';
import type { Finding, Path } from '../mistake.ts';
import { listed, quoted } from '../mistake.ts';
import { nearestWord } from '../suggestion.ts';
import type { Visit } from '../walk-schema.ts';

/** `in:` names an alias of the lab. */
export function unknownAliases(facts: LabFacts): readonly Finding[] {
  return textsOf(facts, 'NamespaceRef').flatMap(({ path, text }) =>
    facts.namespaces.includes(text) ? [] : [unknownAlias(text, path, facts)],
  );
}

export function unknownAlias(alias: string, path: Path, { namespaces }: LabFacts): Finding {
  const suggestion = nearestWord(alias, namespaces);
  const known = suggestion === undefined ? `: it declares ${listed(namespaces)}` : '';
  const message = `${quoted(alias)} is no namespace of this lab${known}`;
  return { rule: 'unknown-namespace', path, message, suggestion };
}

/** Without `in:` the lab's only namespace is meant; with several, or none, one has to say. */
export function missingNamespaces(facts: LabFacts): readonly Finding[] {
  if (facts.namespaces.length === 1) return [];
  return facts.visits.flatMap((visit) => {
    if (!lacksNamespace(visit) || hasNamespaceAbove(visit.path, facts.visits)) return [];
    const message =
      facts.namespaces.length === 0
        ? '`in` is missing, and the lab declares no namespace'
        : `\`in\` is missing: the lab has the namespaces ${listed(facts.namespaces)}`;
    return [{ rule: 'missing-namespace', path: visit.path, message }];
  });
}

/** Keys whose value is `kind/name`, or a kind, and so says whether the object lies in a namespace. */
const kindKeys = [
  ...['object', 'any', 'of', 'podFrom', 'all', 'from'],
  ...['patch', 'delete', 'label', 'annotate', 'scale', 'setImage', 'run', 'wait'],
];

/** Keys that speak of Pods, Services, accounts, Secrets or, by their `name`, Helm releases. */
const namespacedKeys = ['service', 'serviceAccount', 'podsOf', 'pods', 'labels', 'secret', 'configMap', 'name', 'pod'];

function lacksNamespace({ keys, value }: Visit): boolean {
  if (!keys.includes('in') || !isJsonObject(value) || Object.hasOwn(value, 'in')) return false;
  const speaks = (key: string) => namespacedKeys.includes(key) || typeof value[key] === 'string'; // `run` is a command, too
  const spoken = [...kindKeys, ...namespacedKeys].find(
    (key) => value[key] !== undefined && keys.includes(key) && speaks(key),
  );
  const text = spoken === undefined ? undefined : value[spoken];
  if (spoken === undefined || (typeof text === 'string' && text.startsWith('$'))) return false;
  if (namespacedKeys.includes(spoken)) return true;
  return typeof text === 'string' && builtInKind(text.split('/')[0] ?? '')?.isNamespaced === true;
}

/** A Pod set without its own `in` lies where the check that holds it does. */
function hasNamespaceAbove(path: Path, visits: readonly Visit[]): boolean {
  const checkAbove = visits.findLast(({ id, path: above }) => id === 'Check' && isAbove(above, path));
  return visits.some(
    ({ path: above, value }) =>
      above.length < path.length &&
      above.length >= (checkAbove?.path.length ?? path.length) &&
      isAbove(above, path) &&
      isJsonObject(value) &&
      Object.hasOwn(value, 'in'),
  );
}

const isAbove = (above: Path, path: Path): boolean => above.every((step, index) => step === path[index]);
