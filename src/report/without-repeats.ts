import type { Issue } from '../checks/issue.ts';

/** The issues of a task without those that say once more that an object of this name is missing, each for a check of its own. */
export const withoutRepeats = (issues: readonly Issue[]): readonly Issue[] =>
  issues.filter((issue, index) => {
    const name = missingName(issue);
    return name === undefined || !issues.slice(0, index).some((earlier) => missingName(earlier) === name);
  });

function missingName(issue: Issue): string | undefined {
  if (issue.code !== 'object_missing' || issue.wanted.name === undefined) return undefined;
  const { kind, name, namespace = '' } = issue.wanted;
  return `${kind}/${namespace}/${name}`;
}
