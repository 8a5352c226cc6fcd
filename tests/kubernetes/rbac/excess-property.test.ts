import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { KubeObject } from '../../../src/kubernetes/kube-object.ts';
import { decide } from '../../../src/kubernetes/rbac/decide.ts';
import type { PlacedRules } from '../../../src/kubernetes/rbac/excess.ts';
import { allows, excessOf } from '../../../src/kubernetes/rbac/excess.ts';
import { knownResources } from '../../../src/kubernetes/rbac/known-resources.ts';
import type { RbacPolicy } from '../../../src/kubernetes/rbac/policy.ts';
import type { Action, Rule } from '../../../src/kubernetes/rbac/rule.ts';
import { ruleAllows } from '../../../src/kubernetes/rbac/rule.ts';
import { servedResources } from '../../fixtures/served-resources.ts';
import type { GeneratedCase } from './policies.ts';
import { caseOf, namespaces } from './policies.ts';

const known = knownResources(
  servedResources.filter(({ resource }) => /^(pods|secrets|configmaps|deployments|namespaces|nodes)$/.test(resource)),
);

/** Every request that there can be, about one of two names or about none; a namespace is asked for inside of itself. */
const requests: readonly Action[] = known.flatMap(({ verbs, isNamespaced, ...what }) => {
  const places = (isNamespaced ? [undefined, ...namespaces] : [undefined]).flatMap((namespace) =>
    [undefined, 'one', 'two'].map((name) => ({ ...(name && { name }), ...(namespace && { namespace }) })),
  );
  const itself = what.resource === 'namespaces' ? namespaces.map((name) => ({ name, namespace: name })) : [];
  return verbs.flatMap((verb) => [
    ...places.map((place) => ({ verb, ...what, ...place })),
    ...(['get', 'update', 'patch', 'delete'].includes(verb)
      ? itself.map((place) => ({ verb, ...what, ...place }))
      : []),
  ]);
});

const some = <T>(values: readonly T[]) => fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 4 });
const allowedRule: fc.Arbitrary<Rule> = fc.record({
  verbs: fc.oneof(some(['get', 'list', 'create', 'delete', 'update']), fc.constant(['*'])),
  apiGroups: fc.constantFrom([''], ['apps'], ['*']),
  resources: fc.oneof(some(['pods', 'secrets', 'configmaps', 'deployments', 'pods/log']), fc.constant(['*'])),
  resourceNames: fc.constantFrom([], [], ['one']),
  nonResourceURLs: fc.constantFrom([], ['/metrics*']),
});
const allowedRules: fc.Arbitrary<readonly PlacedRules[]> = fc.array(
  fc.record(
    { namespace: fc.constantFrom(...namespaces), rules: fc.array(allowedRule, { minLength: 1, maxLength: 3 }) },
    { requiredKeys: ['rules'] },
  ),
  { maxLength: 4 },
);

const policyOf = ({ objects }: GeneratedCase): RbacPolicy => {
  const of = (wanted: string): readonly KubeObject[] => objects.filter(({ kind }) => kind === wanted);
  return {
    roles: of('Role'),
    clusterRoles: of('ClusterRole'),
    roleBindings: of('RoleBinding'),
    clusterRoleBindings: of('ClusterRoleBinding'),
  };
};
const question = fc.tuple(caseOf(0), fc.nat(5), allowedRules);

test('each right in excess is one that RBAC allows, and that is not allowed here', () => {
  fc.assert(
    fc.property(question, ([one, index, allowed]) => {
      const [policy, requester] = [policyOf(one), one.questions[index]?.requester ?? { user: '', groups: [] }];
      const rights = excessOf(policy, requester, known, allowed).flatMap((excess) => excess.rights);
      expect(rights.filter((right) => !decide(policy, requester, right).isAllowed || allows(allowed, right))).toEqual(
        [],
      );
    }),
    { numRuns: 2_000 },
  );
});

test('each request that RBAC allows, and that is not allowed here, is told by the rule that gives it', () => {
  let told = 0;
  fc.assert(
    fc.property(question, ([one, index, allowed]) => {
      const [policy, requester] = [policyOf(one), one.questions[index]?.requester ?? { user: '', groups: [] }];
      const found = excessOf(policy, requester, known, allowed);
      const untold = requests.filter(
        (request) =>
          decide(policy, requester, request).isAllowed &&
          !allows(allowed, request) &&
          !found.some(({ by }) => by !== undefined && ruleAllows(by.rule, request)),
      );
      told += found.length;
      expect(untold).toEqual([]);
    }),
    { numRuns: 500 },
  );
  expect(told).toBeGreaterThan(50);
});
