import type { KubeObject } from '../../kubernetes/kube-object.ts';
import { refOf } from '../../kubernetes/kube-object.ts';
import { rolloutProgress } from '../../kubernetes/rollout-state.ts';
import type { CheckOf } from '../../lab/schema/checks.ts';
import type { Issue } from '../issue.ts';
import { differences } from '../match/differences.ts';
import type { View } from '../view.ts';

type Spec = CheckOf<'rollout'>['rollout'];

/** Which kind keeps the revisions of each. */
export const revisionKinds: Readonly<Record<string, string>> = {
  Deployment: 'ReplicaSet.apps',
  StatefulSet: 'ControllerRevision.apps',
  DaemonSet: 'ControllerRevision.apps',
};

export const asksForRevision = (spec: Spec): boolean => spec.revision !== undefined || spec.cameFrom !== undefined;

/** What keeps the current revision: its ReplicaSet or ControllerRevision; undefined where there is none yet. */
export function currentRevisionObject(object: KubeObject, view: View): KubeObject | undefined {
  const owned = view
    .list(revisionKinds[object.kind] ?? '', object.metadata.namespace)
    .filter(({ metadata }) => (metadata.ownerReferences ?? []).some(({ uid }) => uid === object.metadata.uid));
  if (object.kind !== 'Deployment') return owned.sort((a, b) => Number(b.revision) - Number(a.revision))[0];
  const number = object.metadata.annotations?.[revisionAnnotation];
  return number === undefined
    ? undefined
    : owned.find(({ metadata }) => metadata.annotations?.[revisionAnnotation] === number);
}

const revisionAnnotation = 'deployment.kubernetes.io/revision';

export interface Revision {
  readonly number: number;
  /** Numbers that the same template had before, oldest first. */
  readonly history: readonly number[];
}

/** https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#checking-rollout-history-of-a-deployment */
export function currentRevision(object: KubeObject, view: View): Revision | undefined {
  const current = currentRevisionObject(object, view);
  if (current === undefined) return undefined;
  if (object.kind !== 'Deployment') return { number: Number(current.revision), history: [] };
  const history = current.metadata.annotations?.['deployment.kubernetes.io/revision-history'] ?? '';
  return {
    number: Number(current.metadata.annotations?.[revisionAnnotation]),
    history: history
      .split(',')
      .filter((part) => part !== '')
      .map(Number),
  };
}

export function revisionIssues(object: KubeObject, spec: Spec, view: View): readonly Issue[] {
  if (!asksForRevision(spec)) return [];
  const current = currentRevision(object, view);
  const isMoving = rolloutProgress(object).state === 'generation_not_observed';
  const about = { object: refOf(object), isMoving };
  const numbers = spec.revision === undefined ? [] : differences(spec.revision, current?.number, ['revision'], {});
  const isBack = spec.cameFrom === undefined || (current?.history.includes(spec.cameFrom.revision) ?? false);
  return [
    ...numbers.map((one): Issue => ({ code: 'value_differs', ...about, difference: one })),
    ...(isBack || spec.cameFrom === undefined
      ? []
      : [
          {
            code: 'not_rolled_back',
            ...about,
            revision: spec.cameFrom.revision,
            found: revisionText(current),
          } as const,
        ]),
  ];
}

const revisionText = (revision: Revision | undefined): string => {
  if (revision === undefined) return 'it runs no revision at all';
  const { number, history } = revision;
  return history.length === 0
    ? `it runs revision ${number}, which was never used before`
    : `it runs revision ${number}, which was revision ${history.join(', ')} before`;
};
