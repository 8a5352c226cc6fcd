import { builtInKind } from '../../kubernetes/resource-kind.ts';
import { filesOf } from '../files-of.ts';
import { quoted } from '../mistake.ts';
import type { Check } from '../schema/checks.ts';
import { mappingsOf } from './json-leaves.ts';
import type { LabDraft, LintRule } from './lab-draft.ts';

/** A task that only forbids what was never there is passed by doing nothing. */
export const negativeTasks: LintRule = (draft) => {
  const started = kindsStarted(draft);
  return draft.lab.tasks.flatMap((task, index) => {
    if (task.checks.some((check) => asksForSomething(check, started))) return [];
    const message = `task ${quoted(task.id)} only forbids or keeps: at least one check must fail at the start`;
    return [draft.mistakeAt({ rule: 'negative-task', path: ['tasks', index, 'checks'], message })];
  });
};

/** Whether a check can fail in a cluster where the learner has done nothing. */
function asksForSomething(check: Check, started: ReadonlySet<string>): boolean {
  if ('all' in check) return check.all.some((part) => asksForSomething(part, started));
  if ('any' in check) return check.any.every((way) => asksForSomething(way, started));
  if ('not' in check || 'kept' in check) return false;
  if ('access' in check) return (check.access.can ?? []).length > 0 || started.has('RoleBinding');
  if ('release' in check) return check.release.absent !== true || started.has('Secret');
  if ('dns' in check) return check.dns.absent !== true || started.has('Service');
  if ('placement' in check) {
    const { of, may, prefers, stays } = check.placement;
    return (
      may !== undefined ||
      prefers !== undefined ||
      stays !== undefined ||
      (typeof of === 'string' && started.has(kindIn(of)))
    );
  }
  if (!('object' in check) || (check.absent !== true && check.count !== 0)) return true;
  return started.has(kindIn(typeof check.object === 'string' ? check.object : check.object.any));
}

const kindIn = (object: string): string => {
  const word = object.split('/')[0] ?? '';
  return builtInKind(word)?.kind ?? word;
};

/** Kinds of which the start makes an object; Pods too, where it makes a template of some; bindings of either kind. */
function kindsStarted({ lab, manifests }: LabDraft): ReadonlySet<string> {
  const files = filesOf(lab.start);
  const objects = files.flatMap((file) => manifests[file] ?? []).map(({ object }) => object);
  const kinds = objects.map(({ kind }) => (kind === 'ClusterRoleBinding' ? 'RoleBinding' : kind));
  const hasTemplate = objects.some((object) => mappingsOf(object).some(({ value }) => Array.isArray(value.containers)));
  return new Set([...kinds, ...(hasTemplate ? ['Pod'] : [])]);
}
