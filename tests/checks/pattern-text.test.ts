import { expect, test } from 'vitest';
import { labelsText, patternText } from '../../src/checks/pattern-text.ts';

test.each([
  [{ spec: { replicas: 3, paused: false } }, 'spec.replicas is 3, spec.paused is false'],
  [
    { spec: { containers: [{ image: 'nginx:1.27', name: 'web' }] } },
    'spec.containers[*].image is nginx:1.27, spec.containers[*].name is web',
  ],
  [{ spec: { replicas: { $min: 2 } } }, 'spec.replicas is at least 2'],
  [{ spec: { replicas: { $max: 2 } } }, 'spec.replicas is at most 2'],
  [{ spec: { replicas: { $min: 2, $max: 4 } } }, 'spec.replicas is {"$min":2,"$max":4}'],
  [{ spec: { suspend: { $absent: true }, paused: { $exists: false } } }, 'without spec.suspend, without spec.paused'],
  [{ spec: { suspend: { $exists: true }, paused: { $absent: false } } }, 'with spec.suspend, with spec.paused'],
  [{ spec: { type: { $oneOf: ['NodePort', 'ClusterIP'] } } }, 'spec.type is one of NodePort, ClusterIP'],
  [{ spec: { image: { $matches: '^nginx' } } }, 'spec.image matches /^nginx/'],
  [{ spec: { type: { $not: 'NodePort' } } }, 'spec.type is {"$not":"NodePort"}'],
  [{ spec: { accessModes: ['ReadWriteOnce'] } }, 'spec.accessModes is ["ReadWriteOnce"]'],
])('%j', (pattern, text) => expect(patternText(pattern)).toBe(text));

test.each([
  [{ app: 'web', tier: 'back' }, 'app=web, tier=back'],
  [{ app: { $exists: true } }, 'app {"$exists":true}'],
])('labels %j', (labels, text) => expect(labelsText(labels)).toBe(text));
