import { expect, test } from 'vitest';
import type { Hindrance } from '../../src/grade/hindrances.ts';
import { warningsOf } from '../../src/report/warnings.ts';

const rights = (...about: readonly string[]): Hindrance => ({ hindrance: 'rights', about });

test('every hindrance', () => {
  const finding = { has: 'no', evidence: 'no storage class is the default' } as const;
  const hindrances = new Map<string, readonly Hindrance[]>([
    ['needs', [{ hindrance: 'needs', need: 'storage-class', finding }]],
    ['one', [rights('the list of Roles of the cluster')]],
    ['both', [rights('the list of Nodes of the cluster', 'the list of Roles of the cluster')]],
  ]);
  const wayOut = 'Ask whoever runs the cluster, or do it on a cluster of your own.';
  expect(Object.fromEntries(warningsOf(hindrances, 'kind-lab'))).toEqual({
    needs: [
      'Does not count on kind-lab, which cannot show it: it needs storage-class, and no storage class is the default.',
    ],
    one: [
      `Cannot be judged with your rights on kind-lab: you may not look at the list of Roles of the cluster. ${wayOut}`,
    ],
    both: [
      `Cannot be judged with your rights on kind-lab: you may not look at the list of Nodes of the cluster, nor 1 more like it. ${wayOut}`,
    ],
  });
});
