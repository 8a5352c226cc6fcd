import { expect, test } from 'vitest';
import type { Json } from '../../src/kubernetes/json.ts';
import { labSchema } from '../../src/lab/schema/lab.ts';
import { weakenedLabs } from '../../src/prove/weakened.ts';

test.each<readonly [string, Json, readonly (readonly [string, Json])[]]>([
  [
    'wanted values become anything, one at a time',
    { object: 'service/web', has: { spec: { type: 'ClusterIP', ports: [{ port: 80 }] } } },
    [
      [
        'any has.spec.type',
        { object: 'service/web', has: { spec: { type: { $exists: true }, ports: [{ port: 80 }] } } },
      ],
      [
        'any has.spec.ports[0].port',
        { object: 'service/web', has: { spec: { type: 'ClusterIP', ports: [{ port: { $exists: true } }] } } },
      ],
    ],
  ],
  [
    'what may not hold is left as it is: less within it asks for more',
    { not: { object: 'service/web', has: { spec: { type: 'NodePort' } } }, else: 'It is one' },
    [],
  ],
  [
    'operators ask for nothing',
    { object: 'service/web', has: { spec: { clusterIP: { $not: 'None' }, type: 'ClusterIP' } } },
    [
      ['any has.spec.clusterIP', { object: 'service/web', has: { spec: { type: 'ClusterIP' } } }],
      [
        'any has.spec.type',
        { object: 'service/web', has: { spec: { clusterIP: { $not: 'None' }, type: { $exists: true } } } },
      ],
    ],
  ],
  [
    'the contrary of a check, which would ask for more',
    { not: { selects: { service: 'web', pods: { labels: { app: 'web' } }, only: true } }, else: 'It is' },
    [],
  ],
  [
    'only is taken away, and a number',
    { selects: { service: 'web', pods: { labels: { app: 'web' } }, only: true, ready: 3 } },
    [
      [
        'any pods.labels.app',
        { selects: { service: 'web', pods: { labels: { app: { $exists: true } } }, only: true, ready: 3 } },
      ],
      ['without only', { selects: { service: 'web', pods: { labels: { app: 'web' } }, ready: 3 } }],
      ['without ready', { selects: { service: 'web', pods: { labels: { app: 'web' } }, only: true } }],
    ],
  ],
  [
    'each line of a table',
    {
      access: {
        who: { user: 'jane' },
        can: ['get pods in shop'],
        cannot: ['list pods in shop', 'get secrets in shop'],
      },
    },
    [
      [
        'can without get pods in shop',
        { access: { who: { user: 'jane' }, cannot: ['list pods in shop', 'get secrets in shop'] } },
      ],
      [
        'cannot without list pods in shop',
        { access: { who: { user: 'jane' }, can: ['get pods in shop'], cannot: ['get secrets in shop'] } },
      ],
      [
        'cannot without get secrets in shop',
        { access: { who: { user: 'jane' }, can: ['get pods in shop'], cannot: ['list pods in shop'] } },
      ],
    ],
  ],
  [
    'the conditions of any',
    { object: { any: 'Pod', in: 'shop', labels: { app: 'web' } }, absent: true },
    [
      ['any labels.app', { object: { any: 'Pod', in: 'shop', labels: { app: { $exists: true } } }, absent: true }],
      ['without absent', { object: { any: 'Pod', in: 'shop', labels: { app: 'web' } } }],
    ],
  ],
])('%s', (_, check, expected) => {
  const lab = labSchema.parse({
    ...{ kubeproctor: 1, name: 'sample', title: 'Sample', topic: 'sample', level: 'beginner', minutes: 5, story: 'x' },
    namespaces: { shop: {} },
    tasks: [{ id: 'one', title: 'One', text: 'x', checks: [check] }],
    solution: { commands: 'x', steps: [{ apply: 'solution.yaml' }] },
  });
  const kind = Object.keys(check as object)[0];
  const found = weakenedLabs(lab).map(({ what, lab: weaker }) => [what, weaker.tasks[0]?.checks]);
  expect(found).toEqual([
    [`check 1 (${kind}): deleted`, []],
    ...expected.map(([what, weaker]) => [`check 1 (${kind}): ${what}`, [weaker]]),
  ]);
});
