import type { Json, JsonObject } from '../../../src/kubernetes/json.ts';
import { isJsonObject } from '../../../src/kubernetes/json.ts';
import type { KubeObject } from '../../../src/kubernetes/kube-object.ts';
import { mappingsAt } from '../../../src/kubernetes/pod-template.ts';
import type { GeneratedCluster } from './generated-clusters.ts';

/** A cluster as an engine sees it that does not know a feature. */
export type Ablation = (cluster: GeneratedCluster) => GeneratedCluster;

/** By the feature that is taken away. */
export const ablations: Readonly<Record<string, Ablation>> = {
  'isolation per direction': onSpec((spec) => ({ ...spec, policyTypes: ['Ingress', 'Egress'] })),
  'policyTypes as given': onSpec(({ policyTypes: _, ...spec }) => spec),
  'defaulted policyTypes': onSpec((spec) => ({ policyTypes: ['Ingress'], ...spec })),
  'union of policies': (cluster) => ({ ...cluster, policies: cluster.policies.slice(0, 1) }),
  'egress side': onSpec(({ egress: _, ...spec }) => ({ ...spec, policyTypes: ['Ingress'] })),
  'ingress side': onSpec(({ ingress: _, ...spec }) => ({ ...spec, policyTypes: ['Egress'] })),
  'no rules admit nobody': (cluster) => ({ ...cluster, policies: cluster.policies.filter(hasRules) }),
  'no from or to means anyone': onRules((rule, key) => (mappingsAt(rule, key).length === 0 ? [] : [rule])),
  'no ports means every port': onRules((rule) => (mappingsAt(rule, 'ports').length === 0 ? [] : [rule])),
  'from and ports must both fit': onRules((rule, key) => [{ [key]: rule[key] ?? [] }, { ports: rule.ports ?? [] }]),
  'two selectors in one entry are an and': onPeers(({ podSelector, namespaceSelector, ...rest }) =>
    podSelector === undefined || namespaceSelector === undefined
      ? [{ ...rest, ...(podSelector && { podSelector }), ...(namespaceSelector && { namespaceSelector }) }]
      : [{ podSelector }, { namespaceSelector }],
  ),
  'no namespaceSelector means the own namespace': onPeers((peer) =>
    peer.ipBlock === undefined ? [{ namespaceSelector: {}, ...peer }] : [peer],
  ),
  'an empty namespaceSelector means all': onPeers(({ namespaceSelector, ...peer }) =>
    isEmptySelector(namespaceSelector) && peer.podSelector !== undefined
      ? [peer]
      : [{ ...peer, ...(namespaceSelector !== undefined && { namespaceSelector }) }],
  ),
  'an empty podSelector means all': (cluster) => ({
    ...cluster,
    policies: cluster.policies.filter((policy) => !isEmptySelector((policy.spec as JsonObject).podSelector)), // made with a spec
  }),
  matchLabels: onSelectors(({ matchLabels: _, ...selector }) => selector),
  In: withoutOperator('In'),
  NotIn: withoutOperator('NotIn'),
  Exists: withoutOperator('Exists'),
  DoesNotExist: withoutOperator('DoesNotExist'),
  'NotIn holds for an absent key': onSelectors((selector) => withExpressions(selector, keyMustExist)),
  ipBlock: onPeers((peer) => (peer.ipBlock === undefined ? [peer] : [nobody])),
  except: onPeers((peer) => {
    if (!isJsonObject(peer.ipBlock)) return [peer];
    const { except: _, ...block } = peer.ipBlock;
    return [{ ipBlock: block }];
  }),
  'named ports': (cluster) => ({ ...cluster, pods: cluster.pods.map((pod) => ({ ...pod, spec: { containers: [] } })) }),
  endPort: onPorts(({ endPort: _, ...entry }) => [entry]),
  protocol: onPorts(({ protocol: _, ...entry }) => [entry]),
  'TCP by default': onPorts((entry) => [{ protocol: 'UDP', ...entry }]),
  'an entry without a port': onPorts((entry) => (entry.port === undefined ? [noPort] : [entry])),
  'ports at all': onRules(({ ports: _, ...rule }) => [rule]),
};

const nobody: JsonObject = { podSelector: { matchLabels: { nobody: 'has-it' } } };
const noPort: JsonObject = { port: 1 };

const isEmptySelector = (selector: Json | undefined): boolean =>
  isJsonObject(selector) && Object.keys(selector).length === 0;

const hasRules = (policy: KubeObject): boolean =>
  mappingsAt(policy, 'spec', 'ingress').length + mappingsAt(policy, 'spec', 'egress').length > 0;

function onSpec(change: (spec: JsonObject) => JsonObject): Ablation {
  return (cluster) => ({
    ...cluster,
    policies: cluster.policies.map((policy) => ({ ...policy, spec: change(policy.spec as JsonObject) })), // made with a spec
  });
}

/** Rules that are all taken away leave an empty list behind: the policy isolates as before. */
function onRules(change: (rule: JsonObject, key: 'from' | 'to') => readonly JsonObject[]): Ablation {
  return onSpec((spec) => {
    const changed = (direction: 'ingress' | 'egress', key: 'from' | 'to'): JsonObject =>
      spec[direction] === undefined
        ? {}
        : { [direction]: mappingsAt(spec, direction).flatMap((rule) => change(rule, key)) };
    const hadEgress = mappingsAt(spec, 'egress').length > 0;
    const policyTypes = spec.policyTypes ?? (hadEgress ? ['Ingress', 'Egress'] : ['Ingress']);
    return { ...spec, ...changed('ingress', 'from'), ...changed('egress', 'to'), policyTypes };
  });
}

function onPeers(change: (peer: JsonObject) => readonly JsonObject[]): Ablation {
  return onRules((rule, key) => [
    rule[key] === undefined ? rule : { ...rule, [key]: mappingsAt(rule, key).flatMap(change) },
  ]);
}

function onPorts(change: (entry: JsonObject) => readonly JsonObject[]): Ablation {
  return onRules((rule) => [
    rule.ports === undefined ? rule : { ...rule, ports: mappingsAt(rule, 'ports').flatMap(change) },
  ]);
}

function onSelectors(change: (selector: JsonObject) => JsonObject): Ablation {
  const changed = (holder: JsonObject, key: string): JsonObject => {
    const selector = holder[key];
    return isJsonObject(selector) ? { ...holder, [key]: change(selector) } : holder;
  };
  const inPeers = onPeers((peer) => [changed(changed(peer, 'podSelector'), 'namespaceSelector')]);
  const inPolicies = onSpec((spec) => changed(spec, 'podSelector'));
  return (cluster) => inPeers(inPolicies(cluster));
}

function withoutOperator(operator: string): Ablation {
  return onSelectors((selector) =>
    withExpressions(selector, (expressions) => expressions.filter((one) => one.operator !== operator)),
  );
}

function withExpressions(
  selector: JsonObject,
  change: (expressions: readonly JsonObject[]) => readonly JsonObject[],
): JsonObject {
  return selector.matchExpressions === undefined
    ? selector
    : { ...selector, matchExpressions: change(mappingsAt(selector, 'matchExpressions')) };
}

const keyMustExist = (expressions: readonly JsonObject[]): readonly JsonObject[] =>
  expressions.flatMap((one) =>
    one.operator === 'NotIn' ? [one, { key: String(one.key), operator: 'Exists' }] : [one],
  );
