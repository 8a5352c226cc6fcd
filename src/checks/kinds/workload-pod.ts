import type { Json, JsonObject } from '../../kubernetes/json.ts';
import { isJsonObject, valueAt } from '../../kubernetes/json.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import type { PodSecurityLevel } from '../../kubernetes/pod-security.ts';
import { podSecurityLevelOf } from '../../kubernetes/pod-security.ts';
import { podAnnotationsOf, podSpecOf, podSpecPath } from '../../kubernetes/pod-template.ts';
import { qosClassOf } from '../../kubernetes/qos-class.ts';
import type { CheckOf } from '../../lab/schema/checks.ts';
import type { Difference } from '../issue.ts';
import { differences } from '../match/differences.ts';
import type { View } from '../view.ts';
import type { FoundValue } from '../wanted-values.ts';
import { wantedValues } from '../wanted-values.ts';

/** Strictest last. */
const levels: readonly PodSecurityLevel[] = ['privileged', 'baseline', 'restricted'];

/** One thing that is asked of the Pod as a whole. */
interface PodFacet {
  readonly wanted: Json;
  readonly found: Json | undefined;
  readonly path: readonly string[];
  /** By which path it is told where it holds; default its own. */
  readonly short?: readonly string[];
}

/** What a workload check wants of the Pod as a whole, and what is there. */
export function podFacets(object: KubeObject, spec: CheckOf<'workload'>['workload'], view: View): readonly PodFacet[] {
  const podSpec = podSpecOf(object) ?? {};
  const path = podSpecPath(object.kind).split('.');
  const level = podSecurityLevelOf(podSpec, podAnnotationsOf(object));
  const asked: readonly (Omit<PodFacet, 'wanted'> & { readonly wanted: Json | undefined })[] = [
    { wanted: spec.pod, found: podSpec, path, short: [] },
    { wanted: spec.serviceAccount, found: accountOf(podSpec), path: [...path, 'serviceAccountName'] },
    {
      wanted: spec.automountsToken,
      found: automountsToken(podSpec, object, view),
      path: [...path, 'automountServiceAccountToken'],
    },
    { wanted: spec.qosClass, found: qosClassOf(podSpec), path: ['status', 'qosClass'] },
    { wanted: atLeast(spec.podSecurity), found: level, path: ['Pod Security level'] },
    { wanted: spec.replicas, found: valueAt(object, 'spec', 'replicas'), path: ['spec', 'replicas'] },
  ];
  return asked.filter((facet): facet is PodFacet => facet.wanted !== undefined);
}

export function facetDifferences({ wanted, found, path }: PodFacet): readonly Difference[] {
  return differences(wanted, found, path, {});
}

export const facetValues = ({ wanted, found, path, short }: PodFacet): readonly FoundValue[] =>
  wantedValues(wanted, found, short ?? path.slice(-1));

/** This level or a stricter one. */
function atLeast(level: PodSecurityLevel | undefined): Json | undefined {
  if (level === undefined) return undefined;
  const [least = level, ...stricter] = levels.slice(levels.indexOf(level));
  return stricter.length === 0 ? least : { $oneOf: [least, ...stricter] };
}

const accountOf = (podSpec: JsonObject): string => {
  const name = podSpec.serviceAccountName ?? podSpec.serviceAccount;
  return typeof name === 'string' && name !== '' ? name : 'default';
};

/**
 * The Pod's own word, else its account's, else true.
 * https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting
 */
function automountsToken(podSpec: JsonObject, object: KubeObject, view: View): Json {
  if (typeof podSpec.automountServiceAccountToken === 'boolean') return podSpec.automountServiceAccountToken;
  const account = (view.listIfRead('ServiceAccount', object.metadata.namespace) ?? []).find(
    ({ metadata }) => metadata.name === accountOf(podSpec),
  );
  return (isJsonObject(account) ? valueAt(account, 'automountServiceAccountToken') : undefined) ?? true;
}
