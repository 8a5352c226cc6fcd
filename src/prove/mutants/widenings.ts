import type { Json } from '../../kubernetes/json.ts';
import { isJsonObject, valueAt } from '../../kubernetes/json.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { refOf } from '../../kubernetes/kube-object.ts';
import { hasPodTemplate, podSpecPath } from '../../kubernetes/pod-template.ts';
import type { Mutant } from './mutant.ts';
import type { Place } from './place.ts';
import { placeText, withValue } from './place.ts';

/**
 * Ways in which an object of its kind lets through more than it should, for this is how people go wrong. What only takes
 * something away (a selector's entry, a rule's ports) is a `drop`. `caresForSecurity`: the lab asks how containers run.
 */
export function widenings(object: KubeObject, caresForSecurity: boolean): readonly Mutant[] {
  switch (object.kind) {
    case 'NetworkPolicy':
      return networkPolicy(object);
    case 'Role':
    case 'ClusterRole':
      return role(object);
    case 'RoleBinding':
    case 'ClusterRoleBinding':
      return binding(object);
    default:
      return caresForSecurity ? workload(object) : [];
  }
}

function networkPolicy(policy: KubeObject): readonly Mutant[] {
  const directions = [
    ['ingress', 'from', 'Ingress'],
    ['egress', 'to', 'Egress'],
  ] as const;
  const types = valueAt(policy, 'spec', 'policyTypes');
  return directions.flatMap(([direction, peers, type]) => {
    if (!Array.isArray(types) || !types.includes(type)) return [];
    const rules = listAt(policy, ['spec', direction]);
    const more = edited(policy, ['spec', direction], [...rules, {}], 'an empty rule besides');
    const perRule = rules.flatMap((rule, index) => ruleWidenings(policy, ['spec', direction, index], rule, peers));
    return [more, ...perRule, allowAllBeside(policy, direction, type)];
  });
}

function ruleWidenings(policy: KubeObject, place: Place, rule: Json, peersKey: string): readonly Mutant[] {
  const peers = listAt(rule, [peersKey]);
  if (peers.length === 0) return [];
  const everyPod = edited(
    policy,
    [...place, peersKey],
    [...peers, { podSelector: {} }],
    'an empty pod selector besides',
  );
  const split = peers.flatMap((peer, index): readonly Mutant[] => {
    if (!isJsonObject(peer) || peer.podSelector === undefined || peer.namespaceSelector === undefined) return [];
    const { podSelector, namespaceSelector } = peer;
    const apart = peers.toSpliced(index, 1, { podSelector }, { namespaceSelector });
    return [edited(policy, [...place, peersKey], apart, 'an or in place of an and')];
  });
  return [everyPod, ...split];
}

/** A second object that undoes the first: policies add up. */
function allowAllBeside(policy: KubeObject, direction: string, type: string): Mutant {
  const { namespace } = policy.metadata;
  const metadata = { name: `${policy.metadata.name}-undone`, ...(namespace === undefined ? {} : { namespace }) };
  const spec = { podSelector: valueAt(policy, 'spec', 'podSelector') ?? {}, policyTypes: [type], [direction]: [{}] };
  const object: KubeObject = { apiVersion: policy.apiVersion, kind: policy.kind, metadata, spec };
  return added(policy, object, ['spec', direction], `a second policy that lets everything through`);
}

function role(object: KubeObject): readonly Mutant[] {
  const rules = listAt(object, ['rules']);
  const perRule = rules.flatMap((rule, index): readonly Mutant[] => {
    const verbs = listAt(rule, ['verbs']);
    const missing = ['delete', 'create', 'get'].find((verb) => !verbs.includes(verb) && !verbs.includes('*'));
    const place = ['rules', index];
    return [
      ...(missing === undefined
        ? []
        : [edited(object, [...place, 'verbs'], [...verbs, missing], `the verb ${missing} besides`)]),
      ...(verbs.includes('*') ? [] : [edited(object, [...place, 'verbs'], ['*'], 'every verb')]),
      ...(valueAt(rule, 'resources') === undefined
        ? []
        : [edited(object, [...place, 'resources'], ['*'], 'every resource of the group')]),
    ];
  });
  const secrets = { apiGroups: [''], resources: ['secrets'], verbs: ['*'] };
  return [...perRule, edited(object, ['rules'], [...rules, secrets], 'a rule for secrets besides')];
}

function binding(object: KubeObject): readonly Mutant[] {
  const subjects = listAt(object, ['subjects']);
  const { namespace = 'default' } = object.metadata;
  const group = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'system:authenticated' };
  const other = { kind: 'ServiceAccount', name: 'default', namespace };
  const more = [
    edited(object, ['subjects'], [...subjects, group], 'everybody who is logged in besides'),
    edited(object, ['subjects'], [...subjects, other], 'a second account besides'),
  ];
  const roleRef = valueAt(object, 'roleRef');
  const isClusterRole = valueAt(roleRef, 'kind') === 'ClusterRole';
  if (object.kind !== 'RoleBinding') return more;
  const bound = (kind: string, name: string, ref: Json): KubeObject => ({
    apiVersion: object.apiVersion,
    kind,
    metadata: { name, ...(kind === 'RoleBinding' ? { namespace } : {}) },
    subjects,
    roleRef: ref,
  });
  const everything = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' };
  const everywhere = bound('ClusterRoleBinding', `${namespace}-${object.metadata.name}`, roleRef ?? {});
  return [
    ...more,
    added(
      object,
      bound('RoleBinding', `${object.metadata.name}-undone`, everything),
      ['roleRef'],
      'cluster-admin besides',
    ),
    ...(isClusterRole ? [added(object, everywhere, ['roleRef'], 'bound in the whole cluster besides')] : []),
  ];
}

function workload(object: KubeObject): readonly Mutant[] {
  if (!hasPodTemplate(object.kind)) return [];
  const place = podSpecPath(object.kind).split('.');
  const containers = listAt(object, [...place, 'containers']);
  const second = { name: 'mutant', image: 'busybox:1.37', securityContext: { privileged: true } };
  return [edited(object, [...place, 'containers'], [...containers, second], 'a privileged container besides')];
}

function edited(object: KubeObject, place: Place, to: Json, what: string): Mutant {
  const changed = withValue(object, place, to) as KubeObject; // only a place below changed
  return {
    operator: 'widen',
    object: refOf(object),
    path: placeText(object, place),
    what,
    edits: [{ edit: 'replace', object: changed }],
  };
}

const added = (beside: KubeObject, object: KubeObject, place: Place, what: string): Mutant => ({
  operator: 'widen',
  object: refOf(beside),
  path: placeText(beside, place),
  what,
  edits: [{ edit: 'add', object }],
});

function listAt(value: Json, place: Place): readonly Json[] {
  const list = valueAt(value, ...place);
  return Array.isArray(list) ? list : [];
}
