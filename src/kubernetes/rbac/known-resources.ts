import type { ServedResource } from '../served-resource.ts';
import { mergedResources } from '../served-resource.ts';
import { oncePer } from './once-per.ts';
import type { Rule } from './rule.ts';

/**
 * Everything that rules can speak of today: what discovery shows, and what authorizers are asked besides.
 * Verbs of their own: https://kubernetes.io/docs/reference/access-authn-authz/authorization/#authorization-verbs ;
 * the kubelet's own API: https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/
 */
export const knownResources: (served: readonly ServedResource[]) => readonly ServedResource[] =
  oncePer(withUndiscovered);

function withUndiscovered(served: readonly ServedResource[]): readonly ServedResource[] {
  const isServed = ({ group, resource }: ServedResource): boolean =>
    served.some((one) => one.group === group && one.resource === resource);
  return mergedResources([...served, ...undiscovered, ...policies.filter(isServed)]);
}

const clusterWide = (group: string, resource: string, verbs: readonly string[]): ServedResource => ({
  ...{ group, resource, isNamespaced: false, verbs },
});
const namespaced = (group: string, resource: string, verbs: readonly string[]): ServedResource => ({
  ...{ group, resource, isNamespaced: true, verbs },
});

const kubeletVerbs = ['get', 'create', 'update', 'patch', 'delete'];
const kubeletParts = ['checkpoint', 'configz', 'flagz', 'healthz', 'log', 'metrics', 'pods', 'stats', 'statusz'];

/** Bearers of names that somebody may take on, in two forms: with all their rights, or for certain requests. */
const impersonated: readonly ServedResource[] = [
  clusterWide('', 'users', ['impersonate']),
  clusterWide('', 'groups', ['impersonate']),
  namespaced('', 'serviceaccounts', ['impersonate']),
  clusterWide('authentication.k8s.io', 'uids', ['impersonate', 'impersonate:user-info']),
  clusterWide('authentication.k8s.io', 'users', ['impersonate:user-info']),
  clusterWide('authentication.k8s.io', 'groups', ['impersonate:user-info']),
  namespaced('authentication.k8s.io', 'serviceaccounts', ['impersonate:serviceaccount']),
  clusterWide('authentication.k8s.io', 'nodes', ['impersonate:arbitrary-node', 'impersonate:associated-node']),
];

/** Further properties of a person, which have names that nobody lists: those that a rule gives. */
export const extrasOf = ({ resources }: Rule): readonly ServedResource[] =>
  resources
    .filter((text) => text.startsWith('userextras/'))
    .map((text) => ({
      ...clusterWide('authentication.k8s.io', 'userextras', ['impersonate', 'impersonate:user-info']),
      subresource: text.slice('userextras/'.length),
    }));

const undiscovered: readonly ServedResource[] = [
  namespaced('rbac.authorization.k8s.io', 'roles', ['bind', 'escalate']),
  clusterWide('rbac.authorization.k8s.io', 'clusterroles', ['bind', 'escalate']),
  clusterWide('certificates.k8s.io', 'signers', ['approve', 'sign', 'attest']),
  ...impersonated,
  ...kubeletParts.map((subresource) => ({ ...clusterWide('', 'nodes', kubeletVerbs), subresource })),
];

/** Verbs of policies that not every cluster has. */
const policies: readonly ServedResource[] = [
  clusterWide('policy', 'podsecuritypolicies', ['use']),
  clusterWide('security.openshift.io', 'securitycontextconstraints', ['use']),
];
