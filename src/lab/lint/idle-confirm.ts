import { isJsonObject, valueAt } from '../../kubernetes/json.ts';
import type { Labels } from '../../kubernetes/label-selector.ts';
import { placedLeaves } from '../leaves-of.ts';
import { quoted } from '../mistake.ts';
import type { CheckOf } from '../schema/checks.ts';
import { podsStarted } from './foreign-pods.ts';
import type { LintRule } from './lab-draft.ts';

type ReachSpec = CheckOf<'reach'>['reach'];
type ConfirmSpec = NonNullable<ReachSpec['confirm']>;

/** A Pod that is the source of no row would try nothing, and nobody would notice. */
export const idleConfirm: LintRule = (draft) => {
  const pods = podsStarted(draft);
  return draft.lab.tasks.flatMap(({ checks }, task) =>
    checks.flatMap((check, index) =>
      placedLeaves(check, ['tasks', task, 'checks', index]).flatMap(({ check: leaf, path }) => {
        if (!('reach' in leaf) || leaf.reach.confirm === undefined) return [];
        const { reach } = leaf;
        const { confirm } = leaf.reach;
        const name = confirm.from.slice(confirm.from.indexOf('/') + 1);
        const pod = pods.find(({ written }) => valueAt(written, 'metadata', 'name') === name);
        const found = valueAt(pod?.written, 'metadata', 'labels');
        const labels = isJsonObject(found) ? found : {};
        if (pod === undefined || sourcesOf(reach).some((source) => mayMean(source, labels, confirm))) return [];
        const message = `no row speaks of connections from Pod ${quoted(name)}: it is the source of none by its labels and its namespace, so that nothing would be tried`;
        return [draft.mistakeAt({ rule: 'idle-confirm', path: [...path, 'reach', 'confirm', 'from'], message })];
      }),
    ),
  );
};

type Source = Extract<ReachSpec, { from: unknown }>['from'] | RowSource;
type RowSource = NonNullable<Extract<ReachSpec, { to: unknown }>['allow']>[number]['from'];

const sourcesOf = (reach: ReachSpec): readonly Source[] =>
  'from' in reach ? [reach.from] : [...(reach.allow ?? []), ...(reach.deny ?? [])].map(({ from }) => from);

/** Whom a Service selects, and which labels a namespace has, is not known from here. */
function mayMean(source: Source, labels: Readonly<Record<string, unknown>>, { in: place }: ConfirmSpec): boolean {
  if ('service' in source || 'namespace' in source || 'anyone' in source) return true;
  if ('ip' in source) return false;
  const wanted = 'pods' in source ? source.pods : (source.labels ?? {});
  const hasAll = (all: Labels): boolean => Object.entries(all).every(([key, value]) => labels[key] === value);
  const isThere = JSON.stringify(source.in) === JSON.stringify(place);
  return isThere && hasAll(wanted) && (source.except === undefined || !hasAll(source.except));
}
