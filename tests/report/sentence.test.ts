import { expect, test } from 'vitest';
import type { Json } from '../../src/kubernetes/json.ts';
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

test('a file in a container is none of the fields of its Pod', () => {
  const object = { kind: 'Deployment', name: 'web', namespace: 'shop' };
  const path = "spec.template.spec.containers[web].files['/etc/a']";
  const told = (found?: Json) =>
    issueSentence({
      ...{ code: 'value_differs', object, isMoving: false },
      difference: { path, wanted: { configMap: 'a', key: 'x' }, ...(found === undefined ? {} : { found }) },
    });
  expect([told(), told({ folder: true, configMap: 'a' })]).toEqual([
    {
      where: 'deployment/web in shop',
      wanted: 'deployment/web in shop: the file /etc/a in the container web comes from the key x of configmap/a',
      found: 'there is no file /etc/a in the container web',
    },
    {
      where: 'deployment/web in shop',
      wanted: 'deployment/web in shop: the file /etc/a in the container web comes from the key x of configmap/a',
      found: 'the file /etc/a in the container web is a folder with the files of configmap/a in it',
    },
  ]);
});
