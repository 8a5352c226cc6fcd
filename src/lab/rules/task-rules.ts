import { isJsonObject, valueAt } from '../../kubernetes/json.ts';
import type { LabFacts } from '../lab-facts.ts';
import { listAt, textsOf } from '../lab-facts.ts';
import type { Finding } from '../mistake.ts';
import { listed, quoted } from '../mistake.ts';
import { nearestWord } from '../suggestion.ts';

export function repeatedTaskIds({ taskIds, document }: LabFacts): readonly Finding[] {
  return listAt(document, 'tasks').flatMap((task, index) => {
    const id = valueAt(task, 'id');
    if (typeof id !== 'string' || taskIds.indexOf(id) === taskIds.lastIndexOf(id)) return [];
    const isFirst = listAt(document, 'tasks').findIndex((other) => valueAt(other, 'id') === id) === index;
    if (isFirst) return [];
    return [{ rule: 'repeated-task', path: ['tasks', index, 'id'], message: `two tasks have the id ${quoted(id)}` }];
  });
}

/** In `after`, `fails` and the step `answer`. */
export function unknownTasks(facts: LabFacts): readonly Finding[] {
  return textsOf(facts, 'TaskId').flatMap(({ path, text }) => {
    if (facts.taskIds.includes(text)) return [];
    const suggestion = nearestWord(text, facts.taskIds);
    const known = suggestion === undefined ? `: there are ${listed([...new Set(facts.taskIds)])}` : '';
    return [{ rule: 'unknown-task', path, message: `no task has the id ${quoted(text)}${known}`, suggestion }];
  });
}

/** A step gives an answer to a task that asks for one. */
export function needlessAnswers(facts: LabFacts): readonly Finding[] {
  const asking = new Set(
    facts.visits.flatMap(({ path, value, id }) =>
      id === 'Check' && isJsonObject(value) && Object.hasOwn(value, 'answer') ? [taskAt(facts, path[1])] : [],
    ),
  );
  return textsOf(facts, 'TaskId').flatMap(({ path, text }) => {
    if (path.at(-1) !== 'answer' || asking.has(text) || !facts.taskIds.includes(text)) return [];
    return [{ rule: 'needless-answer', path, message: `task ${quoted(text)} has no check of the kind \`answer\`` }];
  });
}

/** Tasks that wait for each other can never be begun. */
export function circularTasks(facts: LabFacts): readonly Finding[] {
  const tasks = listAt(facts.document, 'tasks');
  const after = new Map(
    tasks.map((task, index) => [taskAt(facts, index), listAt(task, 'after').filter((id) => typeof id === 'string')]),
  );
  const reported = new Set<string>();
  if (new Set(facts.taskIds).size < facts.taskIds.length) return []; // which of two is meant is not known
  return tasks.flatMap((_task, index) => {
    const start = taskAt(facts, index);
    const cycle = start === undefined || reported.has(start) ? undefined : cycleFrom(start, after);
    if (cycle === undefined) return [];
    for (const id of cycle) reported.add(id);
    const message =
      cycle.length === 1
        ? `task ${quoted(cycle[0] ?? '')} waits for itself`
        : `tasks ${listed(cycle)} wait for each other`;
    return [{ rule: 'circular-tasks', path: ['tasks', index, 'after'], message }];
  });
}

/** The tasks on the way from one back to itself. */
function cycleFrom(
  start: string,
  after: ReadonlyMap<string | undefined, readonly string[]>,
): readonly string[] | undefined {
  const seen = new Set<string>();
  const search = (id: string, way: readonly string[]): readonly string[] | undefined => {
    for (const next of after.get(id) ?? []) {
      if (next === start) return way;
      if (seen.has(next)) continue;
      seen.add(next);
      const found = search(next, [...way, next]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return search(start, [start]);
}

function taskAt(facts: LabFacts, index: string | number | undefined): string | undefined {
  const id = valueAt(facts.document, 'tasks', index ?? '', 'id');
  return typeof id === 'string' ? id : undefined;
}
