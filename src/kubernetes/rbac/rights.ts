import type { ServedResource } from '../served-resource.ts';
import { extrasOf } from './known-resources.ts';
import { isOnOne } from './namespace-itself.ts';
import type { Action, Rule } from './rule.ts';
import { allowsGroup, allowsName, allowsResource, allowsVerb } from './rule.ts';

/**
 * What one rule really gives, in a namespace or (without one) everywhere: each verb of each resource there is, and for a
 * star one right on what may come, with the star in it. A rule gives nothing on what the cluster does not know, nor in a
 * namespace on what lies in none; a namespace itself is the exception.
 */
export function rightsOf(
  rule: Rule,
  namespace: string | undefined,
  known: readonly ServedResource[],
): readonly Action[] {
  return [
    ...[...known, ...extrasOf(rule)].flatMap((resource) => rightsOn(resource, rule, namespace)),
    ...rightsToCome(rule, namespace, known),
    ...(namespace === undefined ? pathRights(rule) : []),
  ];
}

function rightsOn(served: ServedResource, rule: Rule, namespace: string | undefined): readonly Action[] {
  const { group, resource, subresource } = served;
  if (!allowsGroup(rule, group) || !allowsResource(rule, resource, subresource)) return [];
  const what = { group, resource, ...(subresource === undefined ? {} : { subresource }) };
  const verbs = served.verbs.filter((verb) => allowsVerb(rule, verb));
  if (namespace === undefined || served.isNamespaced)
    return verbs.flatMap((verb) => named({ verb, ...what, ...placed(namespace) }, rule));
  if (group !== '' || resource !== 'namespaces')
    return verbs.filter(isAskedInside).flatMap((verb) => named({ verb, ...what, namespace }, rule));
  if (!allowsName(rule, namespace)) return [];
  return verbs.filter(isOnOne).map((verb) => ({ verb, ...what, name: namespace, namespace }));
}

/**
 * Of what lies in no namespace: a ClusterRole is bound, and a policy for Pods used, in the namespace of the RoleBinding or
 * the Pod. https://kubernetes.io/docs/reference/access-authn-authz/rbac/#restrictions-on-role-binding-creation-or-update
 */
const isAskedInside = (verb: string): boolean => ['bind', 'use'].includes(verb);

/**
 * A star means as well what nobody serves yet; not where it stands for the resources of one group that have a certain
 * subresource: of `""`, `*` and `/log` are the logs of Pods, and no more.
 */
function rightsToCome(rule: Rule, namespace: string | undefined, known: readonly ServedResource[]): readonly Action[] {
  const groups = rule.apiGroups.includes('*')
    ? ['*']
    : rule.apiGroups.filter((group) => known.some((one) => one.group === group));
  const verbs = rule.verbs.includes('*')
    ? ['*']
    : rule.verbs.filter((verb) => known.some(({ verbs }) => verbs.includes(verb)));
  return groups.flatMap((group) =>
    rule.resources
      .filter((text) => text === '*' || (group === '*' && (isOpen(text) || isKnown(text, known))))
      .flatMap((text) => {
        const [resource = '', subresource] = text.split('/', 2);
        const what = { group, resource, ...(subresource === undefined ? {} : { subresource }), ...placed(namespace) };
        return verbs.flatMap((verb) => named({ verb, ...what }, rule));
      }),
  );
}

const isOpen = (resource: string): boolean => /^\*(\/[^*]+)?$/.test(resource);
const isKnown = (text: string, known: readonly ServedResource[]): boolean =>
  known.some(
    ({ resource, subresource }) => text === (subresource === undefined ? resource : `${resource}/${subresource}`),
  );

/** Methods of HTTP in lower case are the verbs of URLs that are no resources. */
const methods = ['get', 'head', 'post', 'put', 'patch', 'delete', 'options'];

const pathRights = (rule: Rule): readonly Action[] =>
  rule.nonResourceURLs
    .filter((url) => url === '*' || url.startsWith('/'))
    .flatMap((path) => methods.filter((verb) => allowsVerb(rule, verb)).map((verb) => ({ verb, path })));

/** Once for each name of the rule; the empty name is none. */
const named = (action: Exclude<Action, { readonly path: string }>, { resourceNames }: Rule): readonly Action[] =>
  resourceNames.length === 0 ? [action] : resourceNames.map((name) => (name === '' ? action : { ...action, name }));

const placed = (namespace: string | undefined) => (namespace === undefined ? {} : { namespace });
