import type { Issue } from '../checks/issue.ts';

/**
 * The issues that are worth telling: where one says already that an object is not there, what a lab's author says of it
 * in another adds nothing.
 */
export function toldIssues(issues: readonly Issue[]): readonly Issue[] {
  const missing = new Set(issues.flatMap((issue) => (issue.says === undefined ? (missingOf(issue) ?? []) : [])));
  return issues.filter((issue) => {
    const object = missingOf(issue);
    return issue.says === undefined || object === undefined || !missing.has(object);
  });
}

/** Of an object that is missing by its name. */
function missingOf(issue: Issue): string | undefined {
  if (issue.code !== 'object_missing' || issue.wanted.name === undefined) return undefined;
  const { kind, name, namespace } = issue.wanted;
  return JSON.stringify([kind, name, namespace]);
}
