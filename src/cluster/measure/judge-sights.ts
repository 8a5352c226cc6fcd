import type { Measurement } from '../../lab/capabilities.ts';
import type { Sight } from './probe-pods.ts';
import { openPort, shutPort } from './probe-pods.ts';

type Found = Measurement['found'];

export interface Sights {
  /** What a client saw of both ports without a policy … */
  readonly before: Sight;
  /** … and under one; undefined where it left no word, or was not asked. */
  readonly after?: Sight | undefined;
  readonly nodes: { readonly client: string; readonly server: string };
}

/** What follows from what the clients saw. */
export function judgeSights({ before, after, nodes }: Sights): Found {
  const podsRun = { has: 'yes', evidence: 'the programs of two Pods ran, and did as they were told' } as const;
  const way =
    nodes.client === nodes.server
      ? `between two Pods on ${nodes.server}`
      : `from a Pod on ${nodes.client} to one on ${nodes.server}`;
  if (before !== 'open open')
    return { 'pods-run': podsRun, traffic: { has: 'no', evidence: `no connection came about ${way}` } };
  const traffic = { has: 'yes', evidence: `connections came about ${way}` } as const;
  return { 'pods-run': podsRun, traffic, 'network-policy': judgePolicy(after, way) };
}

function judgePolicy(after: Sight | undefined, way: string): NonNullable<Found['network-policy']> {
  switch (after) {
    case 'shut open':
      return { has: 'yes', evidence: `a policy cut off port ${shutPort} and let port ${openPort} in, ${way}` };
    case 'open open':
      return {
        has: 'no',
        evidence: `port ${shutPort} stayed open under a policy that lets only ${openPort} in, ${way}`,
      };
    case 'shut shut':
      return { has: 'unknown', evidence: `nothing was let in under a policy that lets port ${openPort} in, ${way}` };
    case 'open shut':
      return { has: 'unknown', evidence: `only port ${shutPort} was let in under a policy that lets ${openPort} in` };
    case undefined:
      return { has: 'unknown', evidence: 'the Pod that should have told did not' };
    default:
      return after satisfies never;
  }
}

/** A Pod that is shown as ready, or as ended, says nothing about a program in it. */
export const programNotRun: Found = {
  'pods-run': { has: 'no', evidence: 'a Pod was shown as ended, but its program was never run' },
};
