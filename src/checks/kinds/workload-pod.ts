import type { Json, JsonObject } from '../../kubernetes/json.ts';
import { isJsonObject, valueAt } from '../../kubernetes/json.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import type { PodSecurityLevel } from '../../kubernetes/pod-security.ts';
import { podSecurityLevelOf } from '../../kubernetes/pod-security.ts';
import { podAnnotationsOf, podSpecOf, podSpecPath } from '../../kubernetes/pod-template.ts';
import { qosClassOf } from '../../kubernetes/qos-class.ts';
import type { CheckOf } from '../../lab/schema/checks.ts';
import type { Difference } from '../issue.ts';
import { difference, differences } from '../match/differences.ts';
import type { View } from '../view.ts';

const levels: readonly PodSecurityLevel[] = ['privileged', 'baseline', 'restricted'];

/** In what the Pod as a whole differs from what a workload check wants of it. */
export function podDifferences(
  object: KubeObject,
  spec: CheckOf<'workload'>['workload'],
  view: View,
): readonly Difference[] {
  const podSpec = podSpecOf(object) ?? {};
  const path = podSpecPath(object.kind).split('.');
  const compare = (wanted: Json | undefined, found: Json | undefined, at: readonly string[]): readonly Difference[] =>
    wanted === undefined ? [] : differences(wanted, found, at, {});
  const level = podSecurityLevelOf(podSpec, podAnnotationsOf(object));
  const isSecure = spec.podSecurity === undefined || levels.indexOf(level) >= levels.indexOf(spec.podSecurity);
  return [
    ...compare(spec.pod, podSpec, path),
    ...compare(spec.serviceAccount, accountOf(podSpec), [...path, 'serviceAccountName']),
    ...compare(spec.automountsToken, automountsToken(podSpec, object, view), [...path, 'automountServiceAccountToken']),
    ...compare(spec.qosClass, qosClassOf(podSpec), ['status', 'qosClass']),
    ...(isSecure ? [] : [difference(spec.podSecurity ?? null, level, ['Pod Security level'])]),
  ];
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
