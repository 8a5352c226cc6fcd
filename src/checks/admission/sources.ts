import type { JsonObject } from '../../kubernetes/json.ts';
import { isSameJson, valueAt } from '../../kubernetes/json.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { lastChangeMs } from '../../kubernetes/last-change.ts';
import { isPodMoving } from '../../kubernetes/pod-state.ts';
import { builtInKind } from '../../kubernetes/resource-kind.ts';
import type { DryRunAnswer } from '../../snapshot/dry-run.ts';
import type { ListRead } from '../../snapshot/read.ts';
import type { CheckContext } from '../check-kind.ts';
import { isTerminating } from '../moving.ts';
import type { View } from '../view.ts';
import { listRead } from '../view.ts';
import type { ToldRefusal } from './told.ts';
import type { Trial } from './trials.ts';

/**
 * The API server hears of a policy 0.3 to 1 s after it was stored, of a quota or a label within less. Two seconds are
 * enough for any of them, and a third one since times are kept in whole seconds.
 */
const admissionLagMs = 3_000;

const policies = ['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'].map(
  (kind) => `${kind}.admissionregistration.k8s.io`,
);
const definitions = 'CustomResourceDefinition.apiextensions.k8s.io';

/** What decides about an object, as far as it can be read; how fresh that is tells whether an answer is final. */
export const sourceReads = ({ read: { object, namespace } }: Trial): readonly ListRead[] => [
  ...policies.map((kind) => listRead(kind)),
  ...(builtInKind(object.kind) === undefined ? [listRead(definitions)] : []),
  ...(namespace === undefined
    ? []
    : [listRead('Namespace'), ...['ResourceQuota', 'LimitRange', 'Pod'].map((kind) => listRead(kind, namespace))]),
];

/** Another answer is to come without anybody's doing: the API server has not heard of a change yet, or room is being made. */
export function isAnswerMoving(
  trial: Trial,
  answer: DryRunAnswer | { readonly answer: 'absentKind' },
  refusal: ToldRefusal | undefined,
  view: View,
  context: CheckContext,
): boolean {
  const sources = sourcesRead(trial, view);
  const isFresh = (object: KubeObject): boolean => context.nowMs - lastChangeMs(object) < admissionLagMs;
  const isGone = (kind: keyof Sources, name: string): boolean =>
    sources[kind]?.every(({ metadata }) => metadata.name !== name) ?? false;
  const areFresh = (...kinds: readonly (keyof Sources)[]): boolean =>
    kinds.some((kind) => sources[kind]?.some(isFresh) ?? false);
  if (refusal === undefined || answer.answer !== 'refused')
    return areFresh(...decisive) || (sources.quotas ?? []).some(isUncounted);
  switch (refusal.by) {
    case 'podSecurity':
      return areFresh('namespaces') || (sources.namespaces?.every((one) => enforced(one) !== refusal.level) ?? false);
    case 'quota':
      return (
        refusal.problem === 'unknown' ||
        areFresh('quotas') ||
        isGone('quotas', refusal.quota) ||
        (sources.quotas ?? []).some((quota) => quota.metadata.name === refusal.quota && isUncounted(quota)) ||
        (sources.pods ?? []).some((pod) => isTerminating(pod) && isPodMoving(pod, context.nowMs))
      );
    case 'limitRange':
      return areFresh('limitRanges') || sources.limitRanges?.length === 0;
    case 'policy':
      return (
        areFresh('policies', 'bindings') || isGone('policies', refusal.policy) || isGone('bindings', refusal.binding)
      );
    case 'serviceAccount': // that of a new namespace comes by itself
      return refusal.serviceAccount === 'default' && areFresh('namespaces');
    case 'validation':
      return areFresh('definitions');
    case 'namespace':
      return refusal.isGoing;
    case 'webhook':
    case 'kind':
      return false;
    case 'other':
      return answer.code === 409;
    default:
      return refusal satisfies never;
  }
}

type Sources = Readonly<Record<SourceName, readonly KubeObject[] | undefined>>;
type SourceName = (typeof decisive)[number] | 'pods';
const decisive = ['namespaces', 'quotas', 'limitRanges', 'policies', 'bindings', 'definitions'] as const;

function sourcesRead({ read: { object, namespace } }: Trial, view: View): Sources {
  const inNamespace = (kind: string) => (namespace === undefined ? [] : view.listIfRead(kind, namespace));
  const [policy = '', binding = ''] = policies;
  return {
    namespaces: view.listIfRead('Namespace')?.filter(({ metadata }) => metadata.name === namespace),
    quotas: inNamespace('ResourceQuota'),
    limitRanges: inNamespace('LimitRange'),
    policies: view.listIfRead(policy),
    bindings: view.listIfRead(binding),
    definitions: view.listIfRead(definitions)?.filter((one) => valueAt(one, 'spec', 'names', 'kind') === object.kind),
    pods: inNamespace('Pod'),
  };
}

/** https://kubernetes.io/docs/concepts/security/pod-security-admission/#pod-security-admission-labels-for-namespaces */
const enforced = (namespace: KubeObject): string | undefined =>
  namespace.metadata.labels?.['pod-security.kubernetes.io/enforce'];

/** The plug-in goes by the limits in the status, which the controller takes over from the spec. */
function isUncounted(quota: JsonObject): boolean {
  return !isSameJson(valueAt(quota, 'spec', 'hard'), valueAt(quota, 'status', 'hard'));
}
