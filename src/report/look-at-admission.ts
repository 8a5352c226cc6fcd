import type { AdmissionIssue, ToldRefusal, Tried } from '../checks/admission/told.ts';
import { isJsonObject } from '../kubernetes/json.ts';
import { commandText } from './command-text.ts';
import { kindWord } from './object-text.ts';

type Kubectl = (...words: readonly string[]) => string;

/** A dry run of the learner's own for what the lab brings along; for a workload's Pod, who refused it, or the workload. */
export function lookAtAdmission(issue: AdmissionIssue, kubectl: Kubectl): string {
  if ('refusal' in issue && issue.refusal.by === 'kind') return kubectl('api-resources');
  if (issue.tried.tried === 'object') return dryRunCommand(issue.tried, kubectl);
  const { workload } = issue.tried;
  const place = workload.namespace === undefined ? [] : ['-n', workload.namespace];
  const own = kubectl('describe', kindWord(workload.kind), workload.name, ...place);
  return 'refusal' in issue ? (lookAtRefuser(issue.refusal, workload.namespace, kubectl) ?? own) : own;
}

/** The object as the lab has it, on one line, into `kubectl create --dry-run=server`. */
function dryRunCommand({ kind, namespace, object }: Extract<Tried, { tried: 'object' }>, kubectl: Kubectl): string {
  const { namespace: _, ...metadata } = isJsonObject(object.metadata) ? object.metadata : {};
  const isNamed = metadata.name !== undefined || metadata.generateName !== undefined;
  const named = isNamed ? metadata : { ...metadata, generateName: `${kind.toLowerCase()}-` };
  const json = JSON.stringify({ ...object, metadata: named });
  const place = namespace === undefined ? [] : ['-n', namespace];
  return `${commandText(['printf', '%s', json])} | ${kubectl('create', '--dry-run=server', ...place, '-f', '-')}`;
}

function lookAtRefuser(refusal: ToldRefusal, namespace: string | undefined, kubectl: Kubectl): string | undefined {
  const place = namespace === undefined ? [] : ['-n', namespace];
  switch (refusal.by) {
    case 'podSecurity':
      return namespace === undefined ? undefined : kubectl('get', 'namespace', namespace, '--show-labels');
    case 'quota':
      return kubectl('describe', 'resourcequota', refusal.quota, ...place);
    case 'limitRange':
      return kubectl('describe', 'limitranges', ...place);
    case 'policy':
      return kubectl('get', 'validatingadmissionpolicy', refusal.policy, '-o', 'yaml');
    case 'webhook':
      return kubectl('get', 'validatingwebhookconfigurations,mutatingwebhookconfigurations');
    case 'serviceAccount':
      return kubectl('get', 'serviceaccounts', ...place);
    case 'namespace':
      return kubectl('get', 'namespaces');
    case 'kind':
    case 'validation':
    case 'other':
      return undefined;
    default:
      return refusal satisfies never;
  }
}
