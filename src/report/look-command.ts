import type { ToldExcess } from '../checks/access/told-excess.ts';
import { isBehaviourIssue } from '../checks/behaviour/told.ts';
import { isCertificateIssue } from '../checks/certificate/told.ts';
import type { Difference, Issue, WantedObject } from '../checks/issue.ts';
import { changeCausePath } from '../checks/kinds/rollout-cause.ts';
import { isReleaseIssue } from '../checks/release/told.ts';
import type { JsonObject } from '../kubernetes/json.ts';
import { isJsonObject } from '../kubernetes/json.ts';
import type { ObjectRef } from '../kubernetes/kube-object.ts';
import { builtInKind } from '../kubernetes/resource-kind.ts';
import { lookAtBehaviour } from './behaviour-look.ts';
import { lookAtCertificate } from './certificate-look.ts';
import type { CommandFlags } from './command-text.ts';
import { kubectlCommand, withFlags } from './command-text.ts';
import { lookAtAdmission } from './look-at-admission.ts';
import { kindWord } from './object-text.ts';
import { lookAtRelease } from './release-look.ts';

/** The command that shows what an issue speaks of; undefined where no one command does. */
export function lookCommand(issue: Issue, flags: CommandFlags): string | undefined {
  const kubectl = (...words: readonly string[]): string => kubectlCommand(flags, ...words);
  if (isCertificateIssue(issue)) return lookAtCertificate(issue, flags);
  if (isReleaseIssue(issue)) return lookAtRelease(issue, flags);
  if (isBehaviourIssue(issue)) return lookAtBehaviour(issue, flags);
  switch (issue.code) {
    case 'object_missing':
      return lookForMissing(issue.wanted, issue.nearest?.object, kubectl);
    case 'object_present':
    case 'count_differs':
      return issue.wanted.isServed ? lookAtList(issue.wanted, kubectl) : kubectl('api-resources');
    case 'value_differs':
      if (isJsonObject(issue.difference.found) && issue.difference.found.missing === true)
        return lookForSource(issue.object, issue.difference.found, kubectl);
      return isInSecret(issue.object, issue.difference.path)
        ? lookIntoSecret(issue.object, issue.difference, kubectl)
        : lookAtValue(issue.object, issue.difference.path, kubectl);
    case 'changed':
      return lookAtValue(issue.object, issue.path, kubectl);
    case 'not_selected':
    case 'share_differs':
    case 'selects_too_much':
      return kubectl('get', 'pods', ...inNamespace(issue.selector), '--show-labels');
    case 'not_ready':
      return lookAtReadiness(issue.selector, kubectl);
    case 'port_differs':
      return kubectl('describe', ...named(issue.object));
    case 'subject_missing':
      return issue.namespace === undefined ? undefined : kubectl('get', 'serviceaccounts', '-n', issue.namespace);
    case 'access_denied':
      return withFlags(issue.command, flags);
    case 'access_too_wide':
      return issue.excess?.by === 'rule' ? lookAtExcess(issue.excess, kubectl) : withFlags(issue.command, flags);
    case 'cannot_reach':
    case 'reaches_too_much':
    case 'left_to_plugin':
      return lookAtPolicy(issue, kubectl);
    case 'rollout_incomplete':
      return kubectl('describe', ...named(issue.object));
    case 'not_rolled_back':
    case 'not_updated_in_place':
      return kubectl('rollout', 'history', ...slashed(issue.object));
    case 'replaced':
      return kubectl('get', ...named(issue.object), ...(issue.isGone ? ['--ignore-not-found'] : []));
    case 'placement_refused':
    case 'placement_allowed':
    case 'placement_order':
    case 'placement_stay':
      return kubectl('get', ...named(issue.object), '-o', 'yaml');
    case 'not_admitted':
    case 'not_refused':
    case 'refused_otherwise':
    case 'not_warned':
      return lookAtAdmission(issue, kubectl);
    case 'answer_missing':
    case 'answer_wrong':
    case 'cel_false':
    case 'none_holds':
    case 'holds_all_the_same':
      return undefined;
    default:
      return issue satisfies never;
  }
}

type Kubectl = (...words: readonly string[]) => string;

function lookForMissing(wanted: WantedObject, nearest: ObjectRef | undefined, kubectl: Kubectl): string {
  if (!wanted.isServed) return kubectl('api-resources');
  if (nearest !== undefined) return kubectl('get', ...named(nearest), '-o', 'yaml');
  return lookAtList(wanted, kubectl);
}

/** With their labels, where it is by those that some are meant, and with their images, where these are looked at. */
function lookAtList(wanted: WantedObject, kubectl: Kubectl): string {
  const { kind, conditions } = wanted;
  const [job] = conditions.flatMap((condition) => /^owned by job\/(\S+)$/.exec(condition)?.[1] ?? []);
  const ofJob = kind === 'Pod' && job !== undefined ? ['-l', `${jobLabel}=${job}`] : [];
  const isByLabels = conditions.some((condition) => /^(labelled|selected by) /.test(condition));
  if (kind === 'Pod' && conditions.some((condition) => condition.includes(imagePath)))
    return kubectl('get', ...listWords(wanted), ...ofJob, '-o', imageColumns);
  return kubectl('get', ...listWords(wanted), ...ofJob, ...(isByLabels ? ['--show-labels'] : []));
}

/** https://kubernetes.io/docs/reference/labels-annotations-taints/#batchkubernetesio-job-name */
const jobLabel = 'batch.kubernetes.io/job-name';
const imagePath = 'spec.containers[*].image';
const imageColumns = `custom-columns=NAME:.metadata.name,LABELS:.metadata.labels,IMAGES:.${imagePath}`;

function lookAtValue(object: ObjectRef, path: string, kubectl: Kubectl): string {
  if (path === changeCausePath) return kubectl('rollout', 'history', ...slashed(object));
  if (path.startsWith('metadata.labels')) return kubectl('get', ...named(object), '--show-labels');
  if (path.startsWith('status') && object.kind === 'Pod') return kubectl('describe', ...named(object)); // with its events
  return kubectl('get', ...named(object), '-o', 'yaml');
}

/** A variable or file speaks of a ConfigMap or Secret, or of a key in it, that is not there. */
function lookForSource({ namespace }: ObjectRef, { secret }: JsonObject, kubectl: Kubectl): string {
  return kubectl(
    'get',
    secret === undefined ? 'configmaps' : 'secrets',
    ...(namespace === undefined ? [] : ['-n', namespace]),
  );
}

const isInSecret = (object: ObjectRef, path: string): boolean =>
  object.kind === 'Secret' && path.startsWith('stringData');

/** What is stored is in base64: the value itself, or which keys there are. */
function lookIntoSecret(object: ObjectRef, { path, found }: Difference, kubectl: Kubectl): string {
  const key = /^stringData(?:\.([\w-]+)|\['([^']+)'\])/.exec(path);
  const name = key?.[1] ?? key?.[2];
  if (name === undefined || found === undefined) return kubectl('describe', ...named(object));
  const place = `jsonpath={.data.${name.replaceAll('.', '\\.')}}`;
  return `${kubectl('get', ...named(object), '-o', place)} | base64 -d`;
}

function lookAtPolicy(
  { to, from, decision }: Extract<Issue, { code: 'cannot_reach' | 'reaches_too_much' | 'left_to_plugin' }>,
  kubectl: Kubectl,
): string | undefined {
  const policy = 'policy' in decision ? decision.policy : 'policies' in decision ? decision.policies[0] : undefined;
  if (policy !== undefined) return kubectl('describe', ...named(policy));
  const actor = [to, from].find((one) => 'namespace' in one);
  return actor !== undefined && 'namespace' in actor
    ? kubectl('get', 'networkpolicies', '-n', actor.namespace)
    : undefined;
}

/** At the role, where it is its own rule that goes too far; else at the binding. */
function lookAtExcess(excess: Extract<ToldExcess, { by: 'rule' }>, kubectl: Kubectl): string {
  const { binding, role, group, isMisplaced } = excess;
  const isOwnRole = role.kind === 'Role' && !isMisplaced && group === undefined;
  return kubectl('describe', ...named(isOwnRole ? role : binding));
}

function lookAtReadiness(selector: ObjectRef, kubectl: Kubectl): string {
  const kinds = selector.kind === 'Service' ? 'pods,endpointslices' : 'pods';
  return kubectl('get', kinds, ...inNamespace(selector), '-o', 'wide');
}

const listWords = (wanted: WantedObject): readonly string[] => [
  builtInKind(wanted.kind)?.resource ?? kindWord(wanted.kind),
  ...(wanted.namespace === undefined ? [] : ['-n', wanted.namespace]),
];

const named = (ref: ObjectRef): readonly string[] => [kindWord(ref.kind), ref.name, ...inNamespace(ref)];
const slashed = (ref: ObjectRef): readonly string[] => [`${kindWord(ref.kind)}/${ref.name}`, ...inNamespace(ref)];
const inNamespace = (ref: ObjectRef): readonly string[] => (ref.namespace === undefined ? [] : ['-n', ref.namespace]);
