import { expect, test } from 'vitest';
import { effectiveValues } from '../../src/kubernetes/helm-release.ts';
import type { Json } from '../../src/kubernetes/json.ts';

const defaults = { replicas: 1, image: { repository: 'nginx', tag: '1.27' }, drinks: ['tea'] };

test.each<[what: string, set: Json, pattern: Json, expected: Json]>([
  ['nothing set', {}, { replicas: 3 }, { replicas: 1 }],
  ['what is asked for, and nothing else', { replicas: 2 }, { replicas: 3 }, { replicas: 2 }],
  [
    'mappings key by key',
    { image: { tag: 'x' } },
    { image: { tag: '', repository: '' } },
    { image: { tag: 'x', repository: 'nginx' } },
  ],
  ['lists as a whole', { drinks: ['milk'] }, { drinks: [] }, { drinks: ['milk'] }],
  ['null takes away', { image: { tag: null } }, { image: { $exists: true } }, { image: { repository: 'nginx' } }],
  ['null takes a mapping away', { image: null }, { image: { tag: 'x' } }, {}],
  ['a scalar over a mapping', { image: 'x' }, { image: { tag: 'x' } }, { image: 'x' }],
  ['a mapping over a scalar', { replicas: { min: 1 } }, { replicas: { min: 2 } }, { replicas: { min: 1 } }],
  ['what the chart does not know', { colour: 'red' }, { colour: 'blue' }, { colour: 'red' }],
  ['everything for operators', { replicas: 2 }, { $exactly: {} }, { ...defaults, replicas: 2 }],
])('%s', (_what, set, pattern, expected) => expect(effectiveValues(defaults, set, pattern)).toEqual(expected));
