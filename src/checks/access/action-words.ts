import type { Action } from '../../kubernetes/rbac/rule.ts';
import type { Subject } from './subject.ts';

/** `get pods/log named web in shop`: what stands after "may". */
export function actionText(action: Action): string {
  if ('path' in action) return `${action.verb} ${action.path}`;
  const { verb, group, resource, subresource, name, namespace } = action;
  return [
    `${verb} ${resource}${subresource === undefined ? '' : `/${subresource}`}`,
    ...(group === '*' && resource !== '*' ? ['of any API group'] : []),
    ...(name === undefined ? [] : [`named ${name}`]),
    namespace === undefined ? 'in the whole cluster' : `in ${namespace}`,
  ].join(' ');
}

/**
 * Asks the API server the same. It adds by itself the groups that every service account has, and that of everybody who
 * is logged in.
 * https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation
 */
export function canICommand(action: Action, { user, groups }: Subject): string {
  const named = user.startsWith('system:serviceaccount:') ? [] : groups.filter((one) => one !== 'system:authenticated');
  return `kubectl auth can-i ${canIText(action)} --as=${user}${named.map((group) => ` --as-group=${group}`).join('')}`;
}

function canIText(action: Action): string {
  if ('path' in action) return [action.verb, action.path].map(quoted).join(' ');
  const { verb, group, resource, subresource, name, namespace } = action;
  const dotted = group === '' || group === '*' ? resource : `${resource}.${group}`;
  return [
    ...[verb, `${dotted}${name === undefined ? '' : `/${name}`}`].map(quoted),
    ...(subresource === undefined ? [] : [`--subresource=${subresource}`]),
    namespace === undefined ? '--all-namespaces' : `-n ${namespace}`,
  ].join(' ');
}

/** A star would mean the files of the folder to a shell. */
const quoted = (word: string): string => (word.includes('*') ? `'${word}'` : word);
