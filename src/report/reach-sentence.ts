import type { Evidence, IssueBody } from '../checks/issue.ts';
import type { ReachActor, ReachDecision, ReachRow, RuleMeaning } from '../checks/reach/told.ts';
import type { ObjectRef } from '../kubernetes/kube-object.ts';
import type { Labels } from '../kubernetes/label-selector.ts';
import type { PluginReason } from '../kubernetes/network-policy/peer-match.ts';
import type { Told } from './sentence.ts';

export type ReachIssue = Extract<IssueBody, { code: 'cannot_reach' | 'reaches_too_much' | 'left_to_plugin' }>;

/** What a connection that comes about, or does not, means against what is wanted. */
export function reachTold(issue: ReachIssue): Told {
  const [from, to] = [actorText(issue.from), actorText(issue.to)];
  const where = `from ${from} to ${to}`;
  switch (issue.code) {
    case 'cannot_reach':
      return {
        where,
        wanted: `${from} ${reachVerb(issue.from)} ${to} on ${issue.ports}`,
        found: decisionText(issue.decision),
      };
    case 'reaches_too_much':
      return {
        where,
        wanted: issue.allowed === undefined ? deniedWanted(issue) : onlyWanted(issue, issue.allowed),
        found: `${capital(from)} ${issue.allowed === undefined ? '' : 'also '}${reachVerb(issue.from)} ${shortText(issue.to)} on ${issue.ports}: ${decisionText(issue.decision)}`,
      };
    case 'left_to_plugin':
      return {
        where,
        wanted: `${from} ${issue.isWanted ? 'reach' : 'do not reach'} ${to} on ${issue.ports}, whatever the network plug-in`,
        found: `${decisionText(issue.decision)}; ${pluginText(issue.reason)}`,
      };
    default:
      return issue satisfies never;
  }
}

export function reachEvidence(evidence: Extract<Evidence, { code: 'reach' | 'reach_only' }>): string {
  if (evidence.code === 'reach_only') {
    const { direction, target, tried } = evidence;
    const whom =
      direction === 'ingress' ? `nobody else reaches ${actorText(target)}` : `${actorText(target)} reach nothing else`;
    return `${whom}: ${tried} connections tried on the policies`;
  }
  const { from, to, ports, isAllowed, decision } = evidence;
  const verb = isAllowed ? 'reach' : 'do not reach';
  return `${actorText(from)} ${verb} ${actorText(to)} on ${ports}: ${decisionText(decision)}`;
}

const deniedWanted = ({ from, to, ports }: ReachIssue): string =>
  `${actorText(from)} do not reach ${actorText(to)} on ${ports}`;

/** The end that the rows do not name is the one the table is about. */
function onlyWanted({ from, to, decision }: ReachIssue, allowed: readonly ReachRow[]): string {
  const isIngress = !('direction' in decision) || decision.direction === 'ingress';
  const rows = allowed.map(({ actor, ports }) => `${actorText(actor)} on ${ports}`);
  const most = rows.length > 3 ? [...rows.slice(0, 3), `${rows.length - 3} more`] : rows;
  if (isIngress) return `${most.length === 0 ? 'nobody' : `nobody but ${listText(most)}`} reaches ${actorText(to)}`;
  return `${actorText(from)} reach ${most.length === 0 ? 'nothing' : `nothing but ${listText(most)}`}`;
}

/** `policy db in shop, ingress rule 2, has no `from``: who let a connection through, and by what. */
function decisionText(decision: ReachDecision): string {
  switch (decision.by) {
    case 'own':
      return decision.why === 'itself'
        ? 'no policy can cut a Pod off from itself'
        : 'no policy can cut a Pod off from its own node';
    case 'no_port':
      return 'there is no port of that name';
    case 'no_policy':
      return decision.direction === 'ingress'
        ? 'no policy isolates them for incoming traffic, so everybody gets in'
        : 'no policy isolates them for outgoing traffic, so they get everywhere';
    case 'rule': {
      const ports = decision.ports === 'every port' ? 'has no `ports`' : `opens ${decision.ports}`;
      return `${ruleText(decision)}, ${meaningText(decision.means, decision.direction)} and ${ports}`;
    }
    case 'no_rule': {
      const { direction, policies, opens } = decision;
      const many = policies.length > 1;
      const isolation = `${many ? 'isolate' : 'isolates'} the ${direction === 'ingress' ? 'receiving' : 'sending'} Pods`;
      const instead = opens === 'no port' ? '' : `; open to it is ${opens}`;
      return `${policiesText(policies)} ${isolation}, and none of ${many ? 'their' : 'its'} ${direction} rules lets this through${instead}`;
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
}): string => `policy ${policy.name}, ${direction}${rule === undefined ? '' : ` rule ${rule}`}`;

function policiesText(policies: readonly ObjectRef[]): string {
  const names = policies.map(({ name }) => name);
  return `${names.length > 1 ? 'policies' : 'policy'} ${listText(names)}`;
}

function meaningText(means: RuleMeaning, direction: 'ingress' | 'egress'): string {
  switch (means.means) {
    case 'anyone':
      return `has no \`${direction === 'ingress' ? 'from' : 'to'}\``;
    case 'block':
      return `means all addresses of ${means.cidr}`;
    case 'pods': {
      const pods = means.pods === '' ? 'all Pods' : `Pods with ${means.pods}`;
      if (means.namespaces === undefined) return `means ${pods} of its namespace`;
      return `means ${pods} of ${means.namespaces === '' ? 'all namespaces' : `namespaces with ${means.namespaces}`}`;
    }
    default:
      return means satisfies never;
  }
}

function pluginText(reason: PluginReason): string {
  switch (reason) {
    case 'pod_address':
      return 'an ipBlock that holds addresses of Pods means them with some network plug-ins and not with others: write a podSelector or namespaceSelector';
    case 'service_address':
      return 'an ipBlock is compared before or after the address of a Service becomes that of a Pod, depending on the network plug-in: write a podSelector for the Pods behind the Service';
    case 'host_network':
      return 'policies and Pods on the network of their node are left to the network plug-in: take a Pod with a network of its own';
    default:
      return reason satisfies never;
  }
}

/** `Pods labelled role=frontend in shop`. */
export function actorText(actor: ReachActor): string {
  switch (actor.actor) {
    case 'pods':
      return `${actor.isOther === true ? 'other Pods' : `Pods${labelledText(actor.labels)}`} in ${actor.namespace}${actor.except === undefined ? '' : `, but not those${labelledText(actor.except)}`}`;
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

const reachVerb = ({ actor }: ReachActor): string =>
  actor === 'service' || actor === 'address' || actor === 'anyone' ? 'reaches' : 'reach';

const labelledText = (labels: Labels): string =>
  Object.keys(labels).length === 0 ? '' : ` labelled ${labelsText(labels)}`;

const labelsText = (labels: Labels): string =>
  Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');

const listText = (texts: readonly string[]): string =>
  texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
