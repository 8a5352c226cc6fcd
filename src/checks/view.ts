import type { KubeObject } from '../kubernetes/kube-object.ts';
import type { AnswerOfRead, BehaviourRead } from '../snapshot/behaviour/behaviour-read.ts';
import { isBehaviourAnswer } from '../snapshot/behaviour/behaviour-read.ts';
import type { DryRunAnswer, DryRunRead } from '../snapshot/dry-run.ts';
import type { Answer, ListRead, Read, ResourcesAnswer, ResourcesRead, ReviewRead } from '../snapshot/read.ts';
import { readKey } from '../snapshot/read.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

/** A snapshot as judges see it: answers only. To ask for what was not read, or not answered, is a broken invariant. */
export interface View {
  /** Objects of a canonical kind in a namespace, or cluster-wide. */
  readonly list: (kind: string, namespace?: string) => readonly KubeObject[];
  /** False when the cluster has no such kind. */
  readonly isServed: (kind: string, namespace?: string) => boolean;
  readonly review: (read: ReviewRead) => { readonly isAllowed: boolean; readonly reason: string };
  /** What is served, of one API group or of all. */
  readonly resources: (group?: string) => ResourcesAnswer;
  readonly dryRun: (read: DryRunRead) => DryRunAnswer | { readonly answer: 'absentKind' };
  /** What a program did when it was asked, or why it could not be. */
  readonly behaviour: <Kind extends keyof AnswerOfRead>(
    read: Extract<BehaviourRead, { readonly read: Kind }>,
  ) => AnswerOfRead[Kind];
  /** As `list`, for reads that only help to explain: undefined where there is no answer. */
  readonly listIfRead: (kind: string, namespace?: string) => readonly KubeObject[] | undefined;
  /** As `behaviour`, for reads on which no verdict rests: what came back, an outage too; undefined where nobody asked. */
  readonly behaviourIfAsked: (read: BehaviourRead) => Answer | undefined;
}

export function viewOf(snapshot: Snapshot): View {
  const answerTo = (read: Read): Exclude<Answer, { answer: 'outage' }> => {
    const answer = snapshot.answers[readKey(read)];
    if (answer === undefined || answer.answer === 'outage')
      throw new Error(`judged without an answer: ${readKey(read)}`);
    return answer;
  };
  return {
    list: (kind, namespace) => {
      const answer = answerTo(listRead(kind, namespace));
      return answer.answer === 'list' ? answer.items : [];
    },
    isServed: (kind, namespace) => answerTo(listRead(kind, namespace)).answer !== 'absentKind',
    review: (read) => {
      const answer = answerTo(read);
      if (answer.answer !== 'review') throw new Error(`a review was answered with a ${answer.answer}`);
      return answer;
    },
    resources: (group) => {
      const answer = answerTo(resourcesRead(group));
      if (answer.answer !== 'resources') throw new Error(`resources were answered with a ${answer.answer}`);
      return answer;
    },
    dryRun: (read) => {
      const answer = answerTo(read);
      if (answer.answer !== 'admitted' && answer.answer !== 'refused' && answer.answer !== 'absentKind')
        throw new Error(`a dry run was answered with a ${answer.answer}`);
      return answer;
    },
    behaviour: <Kind extends keyof AnswerOfRead>(read: Extract<BehaviourRead, { readonly read: Kind }>) => {
      const answer = answerTo(read);
      if (!isBehaviourAnswer(answer)) throw new Error(`a ${read.read} was answered with a ${answer.answer}`);
      return answer as AnswerOfRead[Kind]; // the kind of a read tells that of its answers
    },
    listIfRead: (kind, namespace) => {
      const answer = snapshot.answers[readKey(listRead(kind, namespace))];
      return answer?.answer === 'list' ? answer.items : undefined;
    },
    behaviourIfAsked: (read) => snapshot.answers[readKey(read)],
  };
}

export const listRead = (kind: string, namespace?: string): ListRead => ({
  read: 'list',
  kind,
  ...(namespace === undefined ? {} : { namespace }),
});

export const resourcesRead = (group?: string): ResourcesRead => ({
  read: 'resources',
  ...(group === undefined ? {} : { group }),
});
