import type { Evidence, IssueBody } from '../checks/issue.ts';
import type { ReachActor, ReachDecision, ReachRow, RuleMeaning } from '../checks/reach/told.ts';
import type { ObjectRef } from '../kubernetes/kube-object.ts';
import type { Labels } from '../kubernetes/label-selector.ts';
import type { PluginReason } from '../kubernetes/network-policy/peer-match.ts';
import { counted } from './counted.ts';
import { objectText } from './object-text.ts';
import type { Told } from './sentence.ts';
import { andText } from './word-list.ts';

export type ReachIssue = Extract<IssueBody, { code: 'cannot_reach' | 'reaches_too_much' | 'left_to_plugin' }>;

/** What a connection that comes about, or does not, means against what is wanted. */
export function reachTold(issue: ReachIssue): Told {
  const { from, to, ports } = issue;
  const where = `from ${actorText(from)} to ${actorText(to)}`;
  switch (issue.code) {
    case 'cannot_reach':
      return { where, wanted: connectionText(issue, 'reach'), found: decisionText(issue.decision, ports) };
    case 'reaches_too_much': {
      const also = issue.allowed === undefined ? '' : 'also ';
      const who = capital(someText(from, issue.decision) ?? actorText(from));
      const whom = someText(to, issue.decision) ?? shortText(to);
      const found = `${who}${lackText(from, issue.allowed ?? [])} ${also}${verbOf(from)} ${whom} on ${ports}`;
      return {
        where,
        wanted: issue.allowed === undefined ? connectionText(issue, 'not reach') : onlyWanted(issue, issue.allowed),
        found: `${found}: ${decisionText(issue.decision, ports)}`,
      };
    }
    case 'left_to_plugin':
      return {
        where,
        wanted: `${connectionText(issue, issue.isWanted ? 'reach' : 'not reach')}, with every network plug-in`,
        found: `${issue.decision.by === 'plugin' ? 'it rests on ' : ''}${decisionText(issue.decision, ports)}; ${pluginText(issue.reason)}`,
      };
    default:
      return issue satisfies never;
  }
}

export function reachEvidence(
  evidence: Extract<Evidence, { code: 'reach' | 'reach_only' | 'reach_confirmed' }>,
): string {
  if (evidence.code === 'reach_confirmed') {
    const { from, tried } = evidence;
    return `tried from ${objectText(from)}: ${tried} of ${counted(tried, 'connection')} went as the policies say`;
  }
  if (evidence.code === 'reach_only') {
    const { direction, target, tried } = evidence;
    const whom =
      direction === 'ingress'
        ? `nobody else reaches ${actorText(target)}`
        : `${actorText(target)} ${verbOf(target)} nothing else`;
    return `${whom} (${tried} connections tried on the policies)`;
  }
  const text = connectionText(evidence, evidence.isAllowed ? 'reach' : 'not reach');
  return `${text}: ${decisionText(evidence.decision, evidence.ports)}`;
}

/** Of everybody, where the rule means some. */
const someText = (actor: ReachActor, decision: ReachDecision): string | undefined =>
  actor.actor === 'anyone' && decision.by === 'rule' && decision.means.means !== 'anyone' ? 'somebody' : undefined;

/** Of Pods that nobody asked for: what they need not have of those that were asked for, and would reach it all the same. */
function lackText(from: ReachActor, allowed: readonly ReachRow[]): string {
  if (from.actor !== 'pods' || Object.keys(from.labels).length === 0) return '';
  const wanted = allowed.flatMap(({ actor }) =>
    actor.actor === 'pods' && actor.namespace === from.namespace ? [actor.labels] : [],
  );
  const [labels = {}, ...others] = wanted;
  const isLacking =
    Object.keys(labels).length > 0 && Object.keys(labels).every((key) => !Object.hasOwn(from.labels, key));
  return others.length === 0 && isLacking ? `, but not ${labelsText(labels)},` : '';
}

interface Connection {
  readonly from: ReachActor;
  readonly to: ReachActor;
  readonly ports: string;
}

/** `Pods labelled role=frontend in shop reach those labelled role=db on TCP 5432`. */
function connectionText({ from, to, ports }: Connection, what: 'reach' | 'not reach'): string {
  const whom = `${thoseText(to, from) ?? actorText(to)} on ${ports}`;
  if (what === 'reach') return `${actorText(from)} ${verbOf(from)} ${whom}`;
  return from.actor === 'anyone'
    ? `nobody reaches ${whom}`
    : `${actorText(from)} ${verbOf(from) === 'reach' ? 'do' : 'does'} not reach ${whom}`;
}

/** The end that the rows do not name is the one the table is about. */
function onlyWanted({ from, to, decision }: ReachIssue, allowed: readonly ReachRow[]): string {
  const isIngress = !('direction' in decision) || decision.direction === 'ingress';
  const rows = allowed.map(({ actor, ports }) =>
    ports === 'every port' ? actorText(actor) : `${actorText(actor)} on ${ports}`,
  );
  const most = rows.length > 3 ? [...rows.slice(0, 3), `${rows.length - 3} more`] : rows;
  if (isIngress) return `${most.length === 0 ? 'nobody' : `nobody but ${andText(most)}`} reaches ${actorText(to)}`;
  return `${actorText(from)} ${verbOf(from)} ${most.length === 0 ? 'nothing' : `nothing but ${andText(most)}`}`;
}

/** `ingress rule 2 of policy db has no `from``: who let a connection through, or did not, and by what. */
function decisionText(decision: ReachDecision, asked: string): string {
  switch (decision.by) {
    case 'own':
      return decision.why === 'itself'
        ? 'no policy can cut a Pod off from itself'
        : 'no policy can cut a Pod off from its own node';
    case 'no_port':
      return 'there is no port of that name';
    case 'no_policy':
      return `no policy of type ${decision.direction === 'ingress' ? 'Ingress' : 'Egress'} selects them`;
    case 'rule':
      return `${ruleText(decision)} ${fitText(decision, asked)}`;
    case 'no_rule': {
      const { direction, policies, opens } = decision;
      const [select, their] = policies.length > 1 ? ['select', 'their'] : ['selects', 'its'];
      const whom = direction === 'ingress' ? 'the receiving Pods' : 'the sending Pods';
      const instead = opens === 'no port' ? '' : `; open is ${opens}`;
      return `${policiesText(policies)} ${select} ${whom}, and none of ${their} ${direction} rules fits${instead}`;
    }
    case 'plugin':
      return ruleText(decision);
    default:
      return decision satisfies never;
  }
}

const ruleText = ({
  policy,
  direction,
  rule,
}: {
  readonly policy: ObjectRef;
  readonly direction: 'ingress' | 'egress';
  readonly rule?: number;
}): string => `${rule === undefined ? '' : `${direction} rule ${rule} of `}policy ${policy.name}`;

function policiesText(policies: readonly ObjectRef[]): string {
  const names = policies.map(({ name }) => name);
  return `${names.length > 1 ? 'policies' : 'policy'} ${andText(names)}`;
}

/** Whom the rule means, and its ports where they are others than those asked about. */
function fitText({ means, direction, ports }: Extract<ReachDecision, { by: 'rule' }>, asked: string): string {
  const key = direction === 'ingress' ? '`from`' : '`to`';
  if (means.means === 'anyone' && ports === 'every port') return `has neither ${key} nor \`ports\``;
  const whom = means.means === 'anyone' ? `has no ${key}` : `means ${meaningText(means)}`;
  if (ports === 'every port') return `${whom} and has no \`ports\``;
  return ports === asked ? whom : `${whom} and opens ${ports}`;
}

function meaningText(means: Exclude<RuleMeaning, { means: 'anyone' }>): string {
  if (means.means === 'block') return means.cidr;
  const pods = means.pods === '' ? 'all Pods' : means.pods;
  if (means.namespaces === undefined) return `${pods} in its namespace`;
  return `${pods} in ${means.namespaces === '' ? 'all namespaces' : `namespaces with ${means.namespaces}`}`;
}

function pluginText(reason: PluginReason): string {
  switch (reason) {
    case 'pod_address':
      return 'network plug-ins differ about an ipBlock that holds addresses of Pods: write a podSelector or namespaceSelector';
    case 'service_address':
      return 'network plug-ins compare an ipBlock with the address of a Service or with that of the Pod behind it: write a podSelector';
    case 'host_network':
      return 'network plug-ins differ about Pods on the network of their node: take a Pod with a network of its own';
    default:
      return reason satisfies never;
  }
}

/** `Pods labelled role=frontend in shop`. */
export function actorText(actor: ReachActor): string {
  switch (actor.actor) {
    case 'pods':
      return `${actor.isOther === true ? 'other Pods' : `Pods${labelledText(actor.labels)}`} in ${actor.namespace}${actor.except === undefined ? '' : ` other than those${labelledText(actor.except)}`}`;
    case 'pods_elsewhere':
      return Object.keys(actor.namespaceLabels).length === 0
        ? `Pods${labelledText(actor.labels)} in another namespace`
        : `Pods${labelledText(actor.labels)} in namespaces labelled ${labelsText(actor.namespaceLabels)}`;
    case 'service':
      return `Service ${actor.name} in ${actor.namespace}`;
    case 'address': {
      const except = actor.except.length === 0 ? '' : ` except ${actor.except.join(', ')}`;
      return `${actor.address.includes('/') ? 'addresses in' : 'address'} ${actor.address}${except}`;
    }
    case 'anyone':
      return 'everybody';
    default:
      return actor satisfies never;
  }
}

/** Where the sentence has named it before. */
function shortText(actor: ReachActor): string {
  const labels = 'labels' in actor ? labelsText(actor.labels) : '';
  return labels === '' ? actorText(actor) : labels;
}

/** `those labelled role=db`, where both are Pods of one namespace. */
function thoseText(actor: ReachActor, first: ReachActor): string | undefined {
  if (actor.actor !== 'pods' || first.actor !== 'pods' || actor.namespace !== first.namespace) return undefined;
  if (actor.except !== undefined || first.except !== undefined || Object.keys(actor.labels).length === 0)
    return undefined;
  return `those${labelledText(actor.labels)}`;
}

/** Pods and blocks of addresses are many; a Service, an address and everybody are one. */
const verbOf = (actor: ReachActor): 'reach' | 'reaches' =>
  'labels' in actor || (actor.actor === 'address' && actor.address.includes('/')) ? 'reach' : 'reaches';

const labelledText = (labels: Labels): string =>
  Object.keys(labels).length === 0 ? '' : ` labelled ${labelsText(labels)}`;

const labelsText = (labels: Labels): string =>
  Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
