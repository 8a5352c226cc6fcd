import { expect, test } from 'vitest';
import { labelsText, patternText } from '../../src/checks/pattern-text.ts';

test.each([
  [{ spec: { replicas: 3, paused: false } }, 'spec.replicas 3, spec.paused false'],
  [
    { spec: { containers: [{ image: 'nginx:1.27', name: 'web' }] } },
    'spec.containers.image nginx:1.27, spec.containers.name web',
  ],
  [{ spec: { replicas: { $min: 2 } } }, 'spec.replicas {"$min":2}'],
  [{ spec: { accessModes: ['ReadWriteOnce'] } }, 'spec.accessModes ["ReadWriteOnce"]'],
])('%j', (pattern, text) => expect(patternText(pattern)).toBe(text));

test.each([
  [{ app: 'web', tier: 'back' }, 'app=web, tier=back'],
  [{ app: { $exists: true } }, 'app {"$exists":true}'],
])('labels %j', (labels, text) => expect(labelsText(labels)).toBe(text));
