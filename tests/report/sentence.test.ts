import { expect, test } from 'vitest';
import { issueSentence } from '../../src/report/sentence.ts';

test.each([[{ $absent: true }], [{ $exists: false }]])('what is to be gone, wanted as %j, is no value', (wanted) => {
  const object = { kind: 'Deployment', name: 'web', namespace: 'shop' };
  const difference = { path: 'metadata.labels.note', wanted, found: 'old' };
  expect(issueSentence({ code: 'value_differs', object, difference, isMoving: false })).toEqual({
    where: 'deployment/web in shop',
    wanted: 'deployment/web in shop: no metadata.labels.note',
    found: 'metadata.labels.note is old',
  });
});

test('what may be anything is wanted to be there', () => {
  const object = { kind: 'Deployment', name: 'web', namespace: 'shop' };
  const difference = { path: 'spec.template.spec.containers[web]', wanted: { $exists: true } };
  expect(issueSentence({ code: 'value_differs', object, difference, isMoving: false })).toEqual({
    where: 'deployment/web in shop',
    wanted: 'deployment/web in shop: there is spec.template.spec.containers[web]',
    found: 'there is no spec.template.spec.containers[web]',
  });
});
