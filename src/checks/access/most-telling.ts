import type { Action } from '../../kubernetes/rbac/rule.ts';

/** The right that says most of a rule that goes too far: one with names that a learner knows, and rather a dangerous one. */
export const mostTelling = (rights: readonly [Action, ...Action[]]): Action =>
  rights.reduce((best, right) => (rank(right) < rank(best) ? right : best));

const telling = ['secrets', 'pods/exec', 'rolebindings', 'clusterrolebindings', 'pods', 'deployments', 'configmaps'];
const verbs = ['escalate', 'bind', 'impersonate', 'get', 'list', 'create', 'delete', 'update', 'patch'];

/** Rather a resource than a star, rather a known one, rather a verb that one would ask for. */
function rank(action: Action): number {
  if ('path' in action) return 10_000 + placeIn(verbs, action.verb);
  const { verb, group, resource, subresource } = action;
  const isOpen = [verb, group, resource].includes('*') ? 1_000 : 0;
  return (
    isOpen +
    20 * placeIn(telling, subresource === undefined ? resource : `${resource}/${subresource}`) +
    placeIn(verbs, verb)
  );
}

const placeIn = (list: readonly string[], word: string): number =>
  list.includes(word) ? list.indexOf(word) : list.length;
