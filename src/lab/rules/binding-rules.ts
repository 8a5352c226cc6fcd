import { valueAt } from '../../kubernetes/json.ts';
import { builtInKind, builtInKindNames } from '../../kubernetes/resource-kind.ts';
import type { LabFacts } from '../lab-facts.ts';
import { listAt } from '../lab-facts.ts';
import type { Finding, Path } from '../mistake.ts';
import { listed, quoted } from '../mistake.ts';
import { nearestWord } from '../suggestion.ts';

/** `as: $web` comes before `$web` is used, in the same task, and once. */
export function misusedBindings(facts: LabFacts): readonly Finding[] {
  const bound = new Map<unknown, string[]>();
  return facts.visits.flatMap(({ path, value, id }): readonly Finding[] => {
    if (typeof value !== 'string' || (id !== 'BindingName' && id !== 'ObjectName') || !value.startsWith('$')) return [];
    const inTask = bound.get(path[1]) ?? [];
    if (path[0] === 'tasks') bound.set(path[1], inTask);
    const isKnown = inTask.includes(value);
    if (id === 'BindingName') {
      inTask.push(value);
      return isKnown
        ? [{ rule: 'repeated-binding', path, message: `${quoted(value)} is bound twice in this task` }]
        : [];
    }
    if (isKnown || bindsBefore(facts, path, value)) return [];
    const suggestion = nearestWord(value, inTask);
    const known = suggestion === undefined && inTask.length > 0 ? `; bound before: ${listed(inTask)}` : '';
    const message = `no earlier check of this task binds ${quoted(value)} with \`as\`${known}`;
    return [{ rule: 'unknown-binding', path, message, suggestion }];
  });
}

/** A check whose kind could not be told is not visited, and binds all the same. */
const bindsBefore = ({ document }: LabFacts, path: Path, name: string): boolean =>
  path[0] === 'tasks' &&
  listAt(document, 'tasks', path[1] ?? '', 'checks')
    .slice(0, Number(path[3]))
    .some((check) => valueAt(check, 'as') === name);

/** `deploymnt/web`: a kind that the cluster might have of its own is left alone, a misspelt built-in one is not. */
export function misspeltKinds(facts: LabFacts): readonly Finding[] {
  return facts.visits.flatMap(({ path, value, id }) => {
    const isKind = (path.at(-1) === 'any' || path.at(-1) === 'all') && id === undefined;
    if (typeof value !== 'string' || (id !== 'ObjectName' && !isKind) || value.startsWith('$')) return [];
    const kind = value.split('/')[0] ?? '';
    if (kind.includes('.') || builtInKind(kind) !== undefined) return [];
    const nearest = nearestWord(kind, builtInKindNames);
    if (nearest === undefined) return [];
    const suggestion = isKind ? nearest : `${nearest.toLowerCase()}${value.slice(kind.length)}`;
    return [
      { rule: 'unknown-kind', path, message: `${quoted(kind)} is no kind of object that Kubernetes has`, suggestion },
    ];
  });
}
