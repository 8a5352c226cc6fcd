import type { HelmRelease } from '../../kubernetes/helm-release.ts';
import { effectiveValues, readRelease, storedRelease } from '../../kubernetes/helm-release.ts';
import type { Json } from '../../kubernetes/json.ts';
import { refOf } from '../../kubernetes/kube-object.ts';
import type { CheckOf } from '../../lab/schema/checks.ts';
import type { CheckContext, CheckKind, Finding } from '../check-kind.ts';
import { readsElsewhere } from '../elsewhere.ts';
import type { Difference, Issue } from '../issue.ts';
import { difference, differences } from '../match/differences.ts';
import { nearestRelease } from '../release/nearest-release.ts';
import type { Revision } from '../release/revisions.ts';
import { descriptionOf, isStatusMoving, revisionsOf, statusOf } from '../release/revisions.ts';
import type { ReleaseRef } from '../release/told.ts';
import type { View } from '../view.ts';
import { listRead } from '../view.ts';
import { wantedValues } from '../wanted-values.ts';

type Spec = CheckOf<'release'>['release'];

/** A Helm release, as Helm stores it in Secrets of its namespace, one for each revision: the newest is what there is. */
export const releaseKind: CheckKind<'release'> = {
  reads: ({ release }, context) => [listRead('Secret', context.namespaceOf(release.in))],
  nearby: ({ release }, view, context) => {
    const namespace = context.namespaceOf(release.in);
    const isMissing = release.absent !== true && revisionsOf(release.name, view.list('Secret', namespace)).length === 0;
    return isMissing ? readsElsewhere({ kind: 'Secret', namespace }, context) : [];
  },
  judge: ({ release }, view, context) => {
    const namespace = context.namespaceOf(release.in);
    const revisions = revisionsOf(release.name, view.list('Secret', namespace));
    const newest = revisions.at(-1);
    if (release.absent === true) return judgeAbsence(release.name, namespace, newest, context);
    return newest === undefined
      ? missing(release, namespace, view, context)
      : judgeNewest(release, namespace, revisions, newest, context);
  },
};

function judgeAbsence(name: string, namespace: string, newest: Revision | undefined, { nowMs }: CheckContext): Finding {
  const status = newest === undefined ? 'uninstalled' : statusOf(newest);
  if (newest === undefined || status === 'uninstalled')
    return { finding: 'holds', evidence: [{ code: 'release_absent', name, namespace }], isMoving: false };
  const release = { name, namespace, revision: newest.revision };
  const isMoving = isStatusMoving(newest, status, nowMs);
  return { finding: 'fails', issues: [{ code: 'release_present', release, status, isMoving }] };
}

function missing(spec: Spec, namespace: string, view: View, context: CheckContext): Finding {
  const nearest = nearestRelease(spec.name, namespace, view, context);
  const issue = { code: 'release_missing', name: spec.name, namespace, isMoving: false } as const;
  return { finding: 'fails', issues: [nearest === undefined ? issue : { ...issue, nearest }] };
}

function judgeNewest(
  spec: Spec,
  namespace: string,
  revisions: readonly Revision[],
  newest: Revision,
  context: CheckContext,
): Finding {
  const stored = storedRelease(newest.secret);
  if ('problem' in stored) {
    if (stored.problem === 'too_large')
      return { finding: 'defect', detail: `${newest.secret.metadata.name} holds more than is unpacked here` };
    const secret = refOf(newest.secret);
    return {
      finding: 'fails',
      issues: [{ code: 'release_unreadable', secret, problem: stored.problem, isMoving: false }],
    };
  }
  const found = readRelease(stored.release);
  const release: ReleaseRef = { name: spec.name, namespace, revision: newest.revision };
  const isMoving = isStatusMoving(newest, found.status, context.nowMs);
  const [first, ...rest] = [
    ...statusIssues(spec, release, found, revisions),
    ...contentIssues(spec, release, found),
    ...rollbackIssues(spec, release, revisions),
  ].map((issue): Issue => ({ ...issue, isMoving }));
  if (first !== undefined) return { finding: 'fails', issues: [first, ...rest] };
  const values = [
    ...wantedValues(spec.values, valuesOf(found, spec.values), ['values']),
    ...wantedValues(spec.set, found.set, ['set']),
  ];
  const chart = [found.chart.name, found.chart.version].filter((part) => part !== undefined).join(' ');
  return { finding: 'holds', evidence: [{ code: 'release', release, chart, status: found.status, values }], isMoving };
}

type Unmoved<Body> = Body extends Issue ? Omit<Body, 'isMoving' | 'says'> : never;
type ReleaseFinding = Unmoved<Issue>;

function statusIssues(
  { status: wanted = 'deployed' }: Spec,
  release: ReleaseRef,
  { status: found, description }: HelmRelease,
  revisions: readonly Revision[],
): readonly ReleaseFinding[] {
  if (found === wanted) return [];
  const deployed = revisions.findLast((revision) => statusOf(revision) === 'deployed')?.revision;
  const issue = { code: 'release_status', release, wanted, found, description } as const;
  return [deployed === undefined ? issue : { ...issue, deployed }];
}

function contentIssues(spec: Spec, release: ReleaseRef, found: HelmRelease): readonly ReleaseFinding[] {
  const ofValues = (of: 'values' | 'set', values: Json | undefined): readonly ReleaseFinding[] =>
    differencesAt(spec[of], values, of).map((one) => ({ code: 'release_values', release, of, difference: one }));
  const isOfRevision = differencesAt(spec.revision, release.revision, 'revision').length === 0;
  return [
    ...chartDifferences(spec, found).map((one) => ({ code: 'release_chart', release, difference: one }) as const),
    ...(isOfRevision ? [] : [{ code: 'release_revision', release, wanted: spec.revision ?? null } as const]),
    ...ofValues('values', valuesOf(found, spec.values)),
    ...ofValues('set', found.set),
  ];
}

const valuesOf = ({ defaults, set }: HelmRelease, pattern: Json | undefined): Json | undefined =>
  pattern === undefined ? undefined : effectiveValues(defaults, set, pattern);

const differencesAt = (wanted: Json | undefined, found: Json | undefined, at: string): readonly Difference[] =>
  wanted === undefined ? [] : differences(wanted, found, [at], {});

function chartDifferences({ chart }: Spec, found: HelmRelease): readonly Difference[] {
  if (chart === undefined) return [];
  if (typeof chart === 'string')
    return found.chart.name === chart ? [] : [difference(chart, found.chart.name, ['chart', 'name'])];
  return Object.entries(chart).flatMap(([key, wanted]) =>
    wanted === undefined ? [] : differences(wanted, found.chart[key], ['chart', key], {}),
  );
}

/** A rollback to a revision that was one itself leads on to where that came from. */
function rollbackIssues(
  { cameFrom }: Spec,
  release: ReleaseRef,
  revisions: readonly Revision[],
): readonly ReleaseFinding[] {
  if (cameFrom === undefined) return [];
  const originOf = (revision: number): number | undefined => {
    const description = descriptionOf(revisions.find((one) => one.revision === revision));
    const origin = Number(/^Rollback to (\d+)$/.exec(description)?.[1]);
    return origin < revision ? origin : undefined; // each revision has a greater number than those before
  };
  for (let at = originOf(release.revision); at !== undefined; at = originOf(at))
    if (at === cameFrom.revision) return [];
  const description = descriptionOf(revisions.at(-1));
  return [{ code: 'release_not_rolled_back', release, revision: cameFrom.revision, description }];
}
