import { listRead } from '../../checks/view.ts';
import { planFollowUps } from '../../grade/plan-reads.ts';
import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { decide } from '../../kubernetes/rbac/decide.ts';
import type { RbacPolicy } from '../../kubernetes/rbac/policy.ts';
import { policyFrom } from '../../kubernetes/rbac/policy.ts';
import { canonicalKind } from '../../kubernetes/resource-kind.ts';
import type { Lab } from '../../lab/schema/lab.ts';
import type { CopyRecord } from '../../snapshot/copy-record.ts';
import type { Answer } from '../../snapshot/read.ts';
import { readKey } from '../../snapshot/read.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { Edit } from './mutant.ts';
import { relabelledPods } from './relabelled-pods.ts';

/**
 * The solution's snapshot as it would be with these edits: each object stands in its list with the uid, generation and
 * status of the one in whose place it is, and Pods have the labels of the template. Access reviews are answered anew, by
 * the evaluator of RBAC over the lists that the snapshot holds; what else follows from lists and was not asked before has no answer.
 */
export function mutatedSnapshot(lab: Lab, record: CopyRecord, snapshot: Snapshot, edits: readonly Edit[]): Snapshot {
  const lists = edits.reduce<Snapshot['answers']>(withEdit, snapshot.answers);
  const isReview = ({ answer }: Answer): boolean => answer === 'review';
  if (!Object.values(lists).some(isReview)) return { ...snapshot, answers: lists };
  const unreviewed = Object.fromEntries(Object.entries(lists).filter(([, answer]) => !isReview(answer)));
  const policy = policyOf(lists);
  const followUps = planFollowUps(lab, record, { ...snapshot, answers: unreviewed });
  const reviews = followUps.flatMap((read): readonly (readonly [string, Answer])[] => {
    if (read.read !== 'review') return [];
    const { isAllowed } = decide(policy, read, read.action);
    return [[readKey(read), { answer: 'review', isAllowed, reason: '' }]];
  });
  return { ...snapshot, answers: { ...unreviewed, ...Object.fromEntries(reviews) } };
}

/** In every list that shows objects of this kind and place: that of its namespace, and that of all of them. */
function withEdit(answers: Snapshot['answers'], { edit, object }: Edit): Snapshot['answers'] {
  const { name, namespace } = object.metadata;
  const group = object.apiVersion.includes('/') ? `.${object.apiVersion.split('/')[0]}` : '';
  const kind = canonicalKind(`${object.kind}${group}`);
  const isIt = ({ metadata }: KubeObject): boolean => metadata.name === name && metadata.namespace === namespace;
  const withIt = withItems(answers, kind, namespace, (all) => {
    const items = all.flatMap((item): readonly KubeObject[] => {
      if (!isIt(item)) return [item];
      return edit === 'remove' ? [] : [inPlaceOf(item, object)];
    });
    const isNew = edit !== 'remove' && !all.some(isIt);
    return isNew ? [...items, object] : items;
  });
  const before = itemsOf(answers[readKey(listRead(kind, namespace))]).find(isIt);
  if (before === undefined || edit === 'remove') return withIt;
  return withItems(withIt, 'Pod', namespace, (pods) => relabelledPods(pods, before, object));
}

function withItems(
  answers: Snapshot['answers'],
  kind: string,
  namespace: string | undefined,
  change: (items: readonly KubeObject[]) => readonly KubeObject[],
): Snapshot['answers'] {
  const changed = [listRead(kind, namespace), listRead(kind)].flatMap(
    (read): readonly (readonly [string, Answer])[] => {
      const list = answers[readKey(read)];
      return list?.answer === 'list' ? [[readKey(read), { ...list, items: change(list.items) }]] : [];
    },
  );
  return { ...answers, ...Object.fromEntries(changed) };
}

const itemsOf = (answer: Answer | undefined): readonly KubeObject[] => (answer?.answer === 'list' ? answer.items : []);

function inPlaceOf(original: KubeObject, mutated: KubeObject): KubeObject {
  const { uid, generation, creationTimestamp, resourceVersion, managedFields } = original.metadata;
  const metadata = {
    ...mutated.metadata,
    ...defined({ uid, generation, creationTimestamp, resourceVersion, managedFields }),
  };
  const { status: _, ...rest } = mutated;
  return { ...rest, metadata, ...defined({ status: original.status }) } as KubeObject; // as it was, with another content
}

const defined = (entries: Readonly<Record<string, unknown>>): object =>
  Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));

function policyOf(answers: Snapshot['answers']): RbacPolicy {
  const of = (kind: string): readonly KubeObject[] =>
    Object.entries(answers).flatMap(([key, answer]) =>
      key.startsWith(`list ${kind}.rbac.authorization.k8s.io `) && answer.answer === 'list' ? answer.items : [],
    );
  return policyFrom(of);
}
