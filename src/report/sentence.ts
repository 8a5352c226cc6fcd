import { isBehaviourIssue } from '../checks/behaviour/told.ts';
import { isCertificateIssue } from '../checks/certificate/told.ts';
import type { Issue, NearMiss, RolloutState, WantedObject } from '../checks/issue.ts';
import { isReleaseIssue } from '../checks/release/told.ts';
import type { ObjectRef } from '../kubernetes/kube-object.ts';
import { accessTold } from './access-sentence.ts';
import { admissionTold } from './admission-sentence.ts';
import { behaviourTold } from './behaviour-sentence.ts';
import { certificateTold } from './certificate-sentence.ts';
import { differenceText, foundText, valueTold, wasText } from './difference-sentence.ts';
import { givenText } from './given-text.ts';
import { objectsText, objectText, wantedManyText, wantedOneText, wantedText } from './object-text.ts';
import { reachTold } from './reach-sentence.ts';
import { releaseTold } from './release-sentence.ts';
import { stayText } from './stay-text.ts';
import { countText } from './value-text.ts';

/** What a failure says, in fragments that stand after `wanted`, `found` and `nearest`. */
export interface Told {
  readonly wanted: string;
  readonly found: string;
  /** What `found` speaks of, where a lab author's sentence stands in place of `wanted`. */
  readonly where?: string;
  readonly nearest?: string;
}

/** An issue in words. No word of blame in it: what is wanted, what is there, and where. */
export function issueSentence(issue: Issue): Told {
  if (isCertificateIssue(issue)) return certificateTold(issue);
  if (isReleaseIssue(issue)) return releaseTold(issue);
  if (isBehaviourIssue(issue)) return behaviourTold(issue);
  switch (issue.code) {
    case 'object_missing':
      return missingTold(issue.wanted, issue.nearest);
    case 'object_present':
      return { wanted: `no ${wantedOneText(issue.wanted)}`, found: objectsText(issue.found, 5) };
    case 'count_differs':
      return {
        wanted: `${countText(issue.count)} ${issue.count === 1 ? wantedOneText(issue.wanted) : wantedManyText(issue.wanted)}`,
        found: countedText(issue.found),
        ...nearestTold(issue.wanted, issue.nearest),
      };
    case 'value_differs':
      return valueTold(issue.object, issue.difference);
    case 'not_selected':
      return {
        where: objectText(issue.selector),
        wanted: `${objectText(issue.selector)} selects ${issue.wanted}`,
        found: notSelectedText(issue.pods, issue.selectorText),
      };
    case 'selects_too_much':
      return {
        where: objectText(issue.selector),
        wanted: `${objectText(issue.selector)} selects no other pods`,
        found: `its selector ${selectorWords(issue.selectorText)} takes in ${objectsText(issue.pods)}`,
      };
    case 'not_ready':
      return {
        where: objectText(issue.selector),
        wanted: `${objectText(issue.selector)} has ${countText(issue.wanted)} ready endpoints`,
        found: `${issue.ready} ready${issue.notReady.length === 0 ? '' : `; not ready: ${objectsText(issue.notReady)}`}`,
      };
    case 'port_differs':
      return {
        where: objectText(issue.object),
        wanted: `${objectText(issue.object)} has the port ${issue.wanted}`,
        found: issue.found.length === 0 ? 'no port at all' : issue.found.join('; '),
      };
    case 'share_differs':
      return {
        where: objectText(issue.selector),
        wanted: `${percentText(issue.wanted)} of the ready endpoints of ${objectText(issue.selector)} are pods with ${issue.pods}`,
        found: `${Math.round(issue.percent * 10) / 10} %`,
      };
    case 'subject_missing':
      return {
        where: issue.subject,
        wanted: `${issue.subject} exists${issue.namespace === undefined ? '' : ` in namespace ${issue.namespace}`}`,
        found: 'there is no such account; rights given to it help nobody yet',
      };
    case 'access_denied':
    case 'access_too_wide':
      return accessTold(issue);
    case 'cannot_reach':
    case 'reaches_too_much':
    case 'left_to_plugin':
      return reachTold(issue);
    case 'rollout_incomplete':
      return {
        where: objectText(issue.object),
        wanted: `${objectText(issue.object)} is completely rolled out`,
        found: rolloutText(issue.state, issue.object.kind),
      };
    case 'not_rolled_back':
      return {
        where: objectText(issue.object),
        wanted: `${objectText(issue.object)} runs revision ${issue.revision} again, by a rollback`,
        found: issue.found,
      };
    case 'not_updated_in_place':
      return {
        where: objectText(issue.object),
        wanted: `${objectText(issue.object)} is updated in place: the same object, with a later revision`,
        found:
          issue.why === 'replaced'
            ? 'it was deleted and made anew, which only kubeproctor reset undoes'
            : 'its template is still the one it started with',
      };
    case 'replaced':
      return {
        where: objectText(issue.object),
        wanted: `${objectText(issue.object)} is the one that was there at the start`,
        found: `${issue.isGone ? 'it is gone' : 'another one of the same name, made since'}, which only kubeproctor reset undoes`,
      };
    case 'changed':
      return {
        where: objectText(issue.object),
        wanted: `${objectText(issue.object)}: ${wasText(issue.path, issue.was)}`,
        found: foundText(issue.path, issue.found),
      };
    case 'placement_refused':
      return {
        where: objectText(issue.object),
        wanted: `${objectText(issue.object)} may be scheduled on ${issue.node}`,
        found: `it may not: ${issue.reasons.join('; ')}`,
      };
    case 'placement_allowed':
      return {
        where: objectText(issue.object),
        wanted: `${objectText(issue.object)} may not be scheduled on ${issue.node}`,
        found: `nothing keeps it from that node${issue.because.length === 0 ? '' : `: ${issue.because.join('; ')}`}`,
      };
    case 'placement_order':
      return {
        where: objectText(issue.object),
        wanted: `${objectText(issue.object)} prefers ${issue.better} to ${issue.worse}`,
        found: `it does not put ${issue.better} before ${issue.worse}`,
      };
    case 'placement_stay':
      return {
        where: objectText(issue.object),
        wanted: `${objectText(issue.object)} ${stayText(issue.wanted, issue.node)}`,
        found: `it ${stayText(issue.found, issue.node)}`,
      };
    case 'not_admitted':
    case 'not_refused':
    case 'refused_otherwise':
    case 'not_warned':
      return admissionTold(issue);
    case 'answer_missing':
      return { wanted: 'an answer from you', found: 'none yet' };
    case 'answer_wrong':
      return { wanted: 'another answer', found: answerText(issue.given, issue.because, issue.hint) };
    case 'cel_false':
      return { wanted: `that this is true: ${issue.expression}`, found: 'it is not' };
    case 'none_holds':
      return { wanted: 'one of these ways', found: 'none of them yet' };
    case 'holds_all_the_same':
      return { wanted: 'something that is not so', found: 'it is so all the same' };
    default:
      return issue satisfies never;
  }
}

function missingTold(wanted: WantedObject, nearest: NearMiss | undefined): Told {
  if (!wanted.isServed) return { wanted: wantedText(wanted), found: `this cluster knows no kind ${wanted.kind}` };
  return { wanted: wantedText(wanted), found: 'there is none', ...nearestTold(wanted, nearest) };
}

function nearestTold(wanted: WantedObject, nearest: NearMiss | undefined): { readonly nearest?: string } {
  if (nearest === undefined) return {};
  const { object, differences } = nearest;
  const isMisnamed = wanted.name !== undefined && wanted.name !== object.name;
  const isMisplaced = wanted.namespace !== undefined && wanted.namespace !== object.namespace;
  const reasons = [
    ...(isMisnamed ? [`it is not named ${wanted.name}`] : []),
    ...(isMisplaced ? [`it is not in namespace ${wanted.namespace}`] : []),
    ...differences.slice(0, 3).map(differenceText),
    ...(differences.length > 3 ? [`and ${differences.length - 3} more`] : []),
  ];
  const told = reasons.length === 0 ? placeReasons(wanted) : reasons;
  return { nearest: `${objectText(object)}${told.length === 0 ? '' : `, but ${told.join('; ')}`}` };
}

/** What is its own fits: then it is not where it should be, or not whose it should be. */
const placeReasons = ({ conditions }: WantedObject): readonly string[] =>
  conditions
    .filter((condition) => /^(owned by|selected by|on node) /.test(condition))
    .map((text) => `it is not ${text}`);

function countedText(found: readonly ObjectRef[]): string {
  return found.length === 0 ? 'none' : `${found.length}: ${objectsText(found, 5)}`;
}

function notSelectedText(pods: readonly ObjectRef[], selectorText: string): string {
  if (pods.length === 0) return 'there are no such pods';
  return `its selector ${selectorWords(selectorText)} leaves out ${objectsText(pods)}`;
}

const selectorWords = (text: string): string => (text === '' ? '(empty)' : `(${text})`);

/** Why an option is wrong is a sentence of the lab's author; ours go on with a small letter. */
const answerText = (given: string, because: string | undefined, hint: string | undefined): string =>
  [because, hint].reduce<string>(
    (text, part) => (part === undefined ? text : `${text}${/^\p{Lu}/u.test(part) ? '.' : ';'} ${part}`),
    `${givenText(given)} is not it`,
  );

const percentText = ([from, to]: readonly [number, number]): string =>
  from === to ? `${from} %` : `${from} to ${to} %`;

function rolloutText({ reason, wanted, updated, available, total }: RolloutState, kind: string): string {
  switch (reason) {
    case 'generation_not_observed':
      return 'its controller has not yet seen the last change';
    case 'not_updated':
      return `${updated} of ${wanted} replicas are of the newest template`;
    case 'old_replicas': {
      const old = total - updated;
      return `${old} of the old replicas ${old === 1 ? 'is' : 'are'} still there beside ${updated} new ${updated === 1 ? 'one' : 'ones'}`;
    }
    case 'not_available':
      return `${available} of ${wanted} replicas are available`;
    case 'paused':
      return `the rollout is paused, with ${updated} of ${wanted} replicas updated`;
    case 'deadline_exceeded':
      return `it has stopped making progress, with ${updated} of ${wanted} replicas updated and ${available} available`;
    case 'no_replicas':
      return kind === 'DaemonSet'
        ? 'it may go to no node, so nothing runs'
        : 'it is scaled to no replicas, so nothing runs';
    default:
      return reason satisfies never;
  }
}
