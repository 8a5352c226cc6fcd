import type { Json } from '../json.ts';
import { isJsonObject } from '../json.ts';

/** One rule of a Role or ClusterRole. https://kubernetes.io/docs/reference/access-authn-authz/rbac/#api-overview */
export interface Rule {
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  /** Empty: any name, also none. */
  readonly resourceNames: readonly string[];
  readonly nonResourceURLs: readonly string[];
}

/** What somebody wants to do; the same shape as a review's question. */
export type Action =
  | {
      readonly verb: string;
      readonly group: string;
      readonly resource: string;
      readonly subresource?: string;
      readonly name?: string;
      /** Absent: cluster-wide, or in all namespaces at once. */
      readonly namespace?: string;
    }
  | { readonly verb: string; readonly path: string };

export function rulesOf(rules: Json | undefined): readonly Rule[] {
  if (!Array.isArray(rules)) return [];
  return rules.filter(isJsonObject).map((rule) => ({
    verbs: texts(rule.verbs),
    apiGroups: texts(rule.apiGroups),
    resources: texts(rule.resources),
    resourceNames: texts(rule.resourceNames),
    nonResourceURLs: texts(rule.nonResourceURLs),
  }));
}

/**
 * A rule allows an action when each part of it does. `*` stands for all verbs, groups or resources, subresources
 * included; a star and `/scale` for that subresource of every resource; `pods` and a star for nothing.
 */
export function ruleAllows(rule: Rule, action: Action): boolean {
  return 'path' in action
    ? allowsVerb(rule, action.verb) && allowsPath(rule, action.path)
    : allowsVerb(rule, action.verb) &&
        allowsGroup(rule, action.group) &&
        allowsResource(rule, action.resource, action.subresource) &&
        allowsName(rule, action.name);
}

export const allowsVerb = ({ verbs }: Rule, verb: string): boolean => verbs.includes('*') || verbs.includes(verb);

export const allowsGroup = ({ apiGroups }: Rule, group: string): boolean =>
  apiGroups.includes('*') || apiGroups.includes(group);

export function allowsResource({ resources }: Rule, resource: string, subresource = ''): boolean {
  const asked = subresource === '' ? resource : `${resource}/${subresource}`;
  return resources.some(
    (allowed) => allowed === '*' || allowed === asked || (subresource !== '' && allowed === `*/${subresource}`),
  );
}

/**
 * A rule with names allows only actions that carry one of them: `list` and `create` usually carry none, which to the
 * authorizer is the empty name.
 */
export const allowsName = ({ resourceNames }: Rule, name = ''): boolean =>
  resourceNames.length === 0 || resourceNames.includes(name);

/** A star at the end stands for any rest; https://kubernetes.io/docs/reference/access-authn-authz/rbac/#clusterrole-example */
function allowsPath({ nonResourceURLs }: Rule, path: string): boolean {
  return nonResourceURLs.some(
    (allowed) =>
      allowed === '*' || allowed === path || (allowed.endsWith('*') && path.startsWith(allowed.replace(/\*+$/, ''))),
  );
}

const texts = (value: Json | undefined): readonly string[] => (Array.isArray(value) ? value.map(String) : []);
