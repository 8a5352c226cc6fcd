import type { Action } from './rule.ts';

/**
 * A request for a namespace by its name is one inside of it, so that a RoleBinding there counts.
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-uris
 */
export const isNamespaceItself = <Asked extends Exclude<Action, { readonly path: string }>>(
  action: Asked,
): action is Asked & { readonly name: string } =>
  action.group === '' && action.resource === 'namespaces' && action.name !== undefined && isOnOne(action.verb);

/** Verbs of requests that carry a name in their URL. */
export const isOnOne = (verb: string): boolean => ['get', 'update', 'patch', 'delete'].includes(verb);
