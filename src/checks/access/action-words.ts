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

/** Asks the API server the same; kubectl impersonates a service account without its groups, so that they are named. */
export const canICommand = (action: Action, { user, groups }: Subject): string =>
  `kubectl auth can-i ${canIText(action)} --as=${user}${groups.map((group) => ` --as-group=${group}`).join('')}`;

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
