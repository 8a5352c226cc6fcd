import type { Issue } from '../checks/issue.ts';

/**
 * The issues that are worth telling: that an object of a name is not there is said once, and rather in our words than in
 * those that a lab's author has for one of the checks on it.
 */
export const toldIssues = (issues: readonly Issue[]): readonly Issue[] =>
  issues.filter((issue) => {
    const name = missingName(issue);
    if (name === undefined) return true;
    const alike = issues.filter((other) => missingName(other) === name);
    return issue === (alike.find(({ says }) => says === undefined) ?? alike[0]);
  });

function missingName(issue: Issue): string | undefined {
  if (issue.code !== 'object_missing' || issue.wanted.name === undefined) return undefined;
  const { kind, name, namespace = '' } = issue.wanted;
  return `${kind}/${namespace}/${name}`;
}
