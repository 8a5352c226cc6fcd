import type { KubeObject, ObjectRef } from '../../kubernetes/kube-object.ts';
import type { CommandRead } from '../../snapshot/behaviour/command-read.ts';
import type { Outage } from '../../snapshot/read.ts';
import { wasChangedWithin } from '../behaviour/is-settling.ts';
import type { OwnContainer } from '../behaviour/own-pod.ts';
import { ownContainer } from '../behaviour/own-pod.ts';
import type { CheckContext } from '../check-kind.ts';
import { LabDefect } from '../check-kind.ts';
import { refOfTarget, targetOf } from '../target.ts';
import type { View } from '../view.ts';
import { connectionOutcome } from './connection-outcome.ts';
import type { Trial } from './connection-trials.ts';
import { connectionTrials } from './connection-trials.ts';
import type { ReachSpec, ReachTable } from './reach-table.ts';

/** The rows of a `reach` table as real traffic shows them; the verdict does not rest on it. */
export interface Confirmation {
  /** The Pod that the connections are tried from. */
  readonly from: ObjectRef;
  readonly reads: readonly CommandRead[];
  /** Of those that were tried. */
  readonly seen: readonly SeenConnection[];
  /** Why some or all were not. */
  readonly untried?: WhyUntried;
  /** A policy has changed so short a time ago that the network need not follow it yet. */
  readonly isFresh: boolean;
}

export interface SeenConnection extends Omit<Trial, 'address'> {
  readonly cameAbout: boolean;
  /** Somebody said no, where others let one wait. */
  readonly isRefused: boolean;
}

export type WhyUntried =
  | { readonly why: 'replaced' | 'changed' }
  | { readonly why: 'outage'; readonly outage: Outage }
  /** Its programs do not serve for it, or the lab means no Pod of its own. */
  | { readonly why: 'unable'; readonly words: string };

export type ConfirmSpec = NonNullable<ReachSpec['confirm']>;

/** Undefined where there is nothing to try. */
export function confirmationOf(
  spec: ConfirmSpec,
  table: ReachTable,
  view: View,
  context: CheckContext,
): Confirmation | undefined {
  const target = targetOf(spec.from, spec.in, context);
  const from = refOfTarget(target);
  const pods = table.world.namespaces.flatMap(({ name }) => view.listIfRead('Pod', name) ?? []);
  const isFresh = arePoliciesFresh(table, view, context);
  const own = ownOrWhyNot(() => ownContainer(target, spec.container, view, context));
  if ('why' in own) return { from, reads: [], seen: [], untried: own, isFresh };
  const probe = table.world.pods.find(({ name, namespace }) => name === own.pod && namespace === own.namespace);
  if (probe === undefined) return { from, reads: [], seen: [], untried: { why: 'replaced' }, isFresh };
  const asked = connectionTrials(table, probe, pods).map((trial) => ({ trial, read: readOf(own, trial) }));
  return asked.length === 0 ? undefined : { from, isFresh, ...answersTo(asked, view) };
}

/** Longer than the network takes to follow a policy, and a good deal shorter than somebody takes to write one. */
const followsMs = 15_000;

const arePoliciesFresh = ({ world }: ReachTable, view: View, { nowMs }: CheckContext): boolean =>
  world.namespaces
    .flatMap(({ name }): readonly KubeObject[] => view.listIfRead('NetworkPolicy.networking.k8s.io', name) ?? [])
    .some((policy) => wasChangedWithin(policy, followsMs, nowMs));

function ownOrWhyNot(find: () => ReturnType<typeof ownContainer>): OwnContainer | WhyUntried {
  try {
    const own = find();
    if (!('issue' in own)) return own;
    return { why: own.issue.code === 'changed' ? 'changed' : 'replaced' };
  } catch (error) {
    if (error instanceof LabDefect) return { why: 'unable', words: error.message };
    throw error;
  }
}

/**
 * Nothing is sent. All kinds of nc take these flags, those of busybox without `-z` among them; some of them then wait for
 * a server that keeps the connection open, which `timeout` ends. https://busybox.net/downloads/BusyBox.html#nc
 */
const readOf = (own: OwnContainer, { address, port }: Trial): CommandRead => ({
  ...{ read: 'command', ...own },
  run: ['timeout', '4', 'nc', '-w', '2', address, String(port)],
});

function answersTo(
  asked: readonly { readonly trial: Trial; readonly read: CommandRead }[],
  view: View,
): Pick<Confirmation, 'reads' | 'seen' | 'untried'> {
  const outcomes = asked.flatMap(({ trial: { address: _, ...trial }, read }) => {
    const answer = view.behaviourIfAsked(read);
    return answer === undefined ? [] : [{ trial, outcome: connectionOutcome(answer) }];
  });
  const seen = outcomes.flatMap(({ trial, outcome }) => ('why' in outcome ? [] : [{ ...trial, ...outcome }]));
  const [untried] = outcomes.flatMap(({ outcome }) => ('why' in outcome ? [outcome] : []));
  return { reads: asked.map(({ read }) => read), seen, ...(untried === undefined ? {} : { untried }) };
}
