import type { Hindrance } from '../grade/hindrances.ts';

/** What a lab's page says of its tasks that cannot be judged on the cluster of this context, before anybody tries them. */
export const warningsOf = (
  hindrances: ReadonlyMap<string, readonly Hindrance[]>,
  context: string,
): ReadonlyMap<string, readonly string[]> =>
  new Map([...hindrances].map(([task, some]) => [task, some.map((one) => hindranceSentence(one, context))]));

function hindranceSentence(hindrance: Hindrance, context: string): string {
  switch (hindrance.hindrance) {
    case 'needs':
      return `Does not count on ${context}, which cannot show it: it needs ${hindrance.need}, and ${hindrance.finding.evidence}.`;
    case 'rights': {
      const [first = '', ...others] = hindrance.about;
      const more = others.length === 0 ? '' : `, nor ${others.length} more like it`;
      return `Cannot be judged with your rights on ${context}: you may not look at ${first}${more}. Ask whoever runs the cluster, or do it on a cluster of your own.`;
    }
    default:
      return hindrance satisfies never;
  }
}
