import type { KubeObject } from '../kubernetes/kube-object.ts';
import type { ServedResource } from '../kubernetes/served-resource.ts';
import { accountOfUser } from '../kubernetes/service-account-user.ts';
import type { BehaviourAnswer, BehaviourRead } from './behaviour/behaviour-read.ts';
import { behaviourKey, behaviourTitle } from './behaviour/behaviour-read.ts';
import type { DryRunAnswer, DryRunRead } from './dry-run.ts';
import { dryRunKey, dryRunTitle } from './dry-run.ts';

/**
 * One question to the cluster. Which ones a check asks is pure planning; asking them is `cluster/`.
 *
 * - `list`: all objects of a kind, in one namespace, or in the whole cluster for cluster-wide kinds (no `namespace`).
 * - `list` of a namespaced kind without a `namespace`: in all namespaces; of roles and bindings alone, for `only`.
 * - `review`: may this subject do that? Answered by the API server's own authorizers.
 * - `resources`: what does the cluster serve, and which verbs? Of one API group, where that one matters.
 * - `dryRun`: would the API server take this object? Nothing is stored.
 * - `proxy`, `log`, `command`, `lookup`: what do programs in Pods do? See `behaviour/`.
 */
export type Read = ListRead | ReviewRead | ResourcesRead | DryRunRead | BehaviourRead;

export interface ListRead {
  readonly read: 'list';
  /** Canonical: `Deployment.apps`, `Pod`, `Widget.example.com`; see `canonicalKind`. */
  readonly kind: string;
  readonly namespace?: string;
}

export interface ResourcesRead {
  readonly read: 'resources';
  readonly group?: string;
}

/** A SubjectAccessReview; Local where it names a namespace, so that a learner without cluster rights may ask too. */
export interface ReviewRead {
  readonly read: 'review';
  readonly user: string;
  readonly groups: readonly string[];
  readonly action: ResourceAction | NonResourceAction;
}

export interface ResourceAction {
  readonly verb: string;
  /** API group, `''` for the core group. */
  readonly group: string;
  /** Plural, as `pods`; `*` for all. */
  readonly resource: string;
  readonly subresource?: string;
  readonly name?: string;
  readonly namespace?: string;
}

export interface NonResourceAction {
  readonly verb: string;
  readonly path: string;
}

/**
 * What came back.
 *
 * - `absentKind`: discovery answered and knows no such kind, hence no object of it exists, nor can be made.
 * - `outage`: nothing can be said; a check that needs this answer is `unknown` before its judge runs.
 */
export type Answer =
  | { readonly answer: 'list'; readonly items: readonly KubeObject[] }
  | { readonly answer: 'absentKind' }
  | { readonly answer: 'review'; readonly isAllowed: boolean; readonly reason: string }
  | ResourcesAnswer
  | DryRunAnswer
  | BehaviourAnswer
  | { readonly answer: 'outage'; readonly outage: Outage };

/** `unansweredGroups`: API groups whose server did not answer. */
export interface ResourcesAnswer {
  readonly answer: 'resources';
  readonly resources: readonly ServedResource[];
  readonly unansweredGroups: readonly string[];
}

export interface Outage {
  readonly code: OutageCode;
  /** One line for a person, control characters removed, without credentials. */
  readonly detail: string;
}

/**
 * - `unreachable`: no connection, or it broke off · `timeout`: no complete answer in time
 * - `truncated`: an answer that ended early or was no valid JSON · `expired_list`: 410 on a `continue` token, twice
 * - `throttled`: 429 that lasted · `forbidden`: 403, the reader lacks the right · `unauthorized`: 401, or credentials refused
 * - `certificate`: TLS refused, by either side · `server_error`: any other answer that is not 2xx
 * - `discovery`: the kinds of an API group could not be listed, as when an aggregated API server is down
 * - `no_answer`: the API server answered, and could not reach the node or the Pod behind it; or nothing came from there in time
 * - `gone_meanwhile`: what was asked about went away while it was looked at
 */
export type OutageCode =
  | 'unreachable'
  | 'timeout'
  | 'truncated'
  | 'expired_list'
  | 'throttled'
  | 'forbidden'
  | 'unauthorized'
  | 'certificate'
  | 'server_error'
  | 'discovery'
  | 'no_answer'
  | 'gone_meanwhile';

/** The same text for the same question: the key of its answer in a snapshot, and what `explain` prints. */
export function readKey(read: Read): string {
  switch (read.read) {
    case 'list':
      return `list ${read.kind} ${read.namespace === undefined ? 'cluster-wide' : `in ${read.namespace}`}`;
    case 'review':
      return `may ${JSON.stringify([read.user, [...read.groups].sort()])} ${actionKey(read.action)}`;
    case 'resources':
      return `resources${read.group === undefined ? '' : ` of ${read.group}`}`;
    case 'dryRun':
      return dryRunKey(read);
    case 'proxy':
    case 'log':
    case 'command':
    case 'lookup':
      return behaviourKey(read);
    default:
      return read satisfies never;
  }
}

/** The question in words, for a person: `the list of Deployments in shop`, `whether user jane may get pods in shop`. */
export function readTitle(read: Read): string {
  switch (read.read) {
    case 'list':
      return `the list of ${read.kind.split('.', 1)[0]}s ${read.namespace === undefined ? 'of the cluster' : `in ${read.namespace}`}`;
    case 'review':
      return `whether ${requesterTitle(read.user)} may ${actionKey(read.action)}`;
    case 'resources':
      return `which resources ${read.group === undefined ? 'the cluster' : `the API group ${read.group}`} serves`;
    case 'dryRun':
      return dryRunTitle(read);
    case 'proxy':
    case 'log':
    case 'command':
    case 'lookup':
      return behaviourTitle(read);
    default:
      return read satisfies never;
  }
}

function requesterTitle(user: string): string {
  const account = accountOfUser(user);
  return account === undefined ? `user ${user}` : `service account ${account.name} in ${account.namespace}`;
}

function actionKey(action: ResourceAction | NonResourceAction): string {
  if ('path' in action) return `${action.verb} ${action.path}`;
  const resource = [action.resource, action.subresource].filter((part) => part !== undefined).join('/');
  const group = action.group === '' ? '' : `.${action.group}`;
  const name = action.name === undefined ? '' : ` ${action.name}`;
  const where = action.namespace === undefined ? 'cluster-wide' : `in ${action.namespace}`;
  return `${action.verb} ${resource}${group}${name} ${where}`;
}
