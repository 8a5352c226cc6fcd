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

test.each([
  [1, 'spec.strategy.rollingUpdate.maxSurge is 25%, which is 1 of 4 Pods'],
  [0, 'spec.strategy.rollingUpdate.maxSurge is 25%, which is none of 4 Pods'],
])('a percentage that comes to %i is told with it', (pods, found) => {
  const object = { kind: 'Deployment', name: 'web', namespace: 'shop' };
  const path = 'spec.strategy.rollingUpdate.maxSurge';
  const difference = { path, wanted: 2, found: '25%', comesTo: { pods, of: 4 } };
  expect(issueSentence({ code: 'value_differs', object, difference, isMoving: false })).toMatchObject({ found });
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

test('what opens a node is told', () => {
  const object = { kind: 'DaemonSet', name: 'agent', namespace: 'shop' };
  const because = ['its toleration without a key (operator Exists) tolerates every taint'];
  const node = 'an ordinary node with the taint lent-out:NoSchedule';
  expect(issueSentence({ code: 'placement_allowed', object, node, because, isMoving: false })).toEqual({
    where: 'daemonset/agent in shop',
    wanted: 'daemonset/agent in shop may not be scheduled on an ordinary node with the taint lent-out:NoSchedule',
    found: 'nothing keeps it from that node: its toleration without a key (operator Exists) tolerates every taint',
  });
});

test.each([
  ['spec.template.spec', 'Pods'],
  ['spec.jobTemplate.spec', 'Jobs'],
])('what is wanted stands in %s', (level, whose) => {
  const object = { kind: 'CronJob', name: 'report', namespace: 'shop' };
  const elsewhere = { path: `${level}.activeDeadlineSeconds`, found: 600 };
  const difference = { path: 'spec.activeDeadlineSeconds', wanted: 600, elsewhere };
  expect(issueSentence({ code: 'value_differs', object, difference, isMoving: false })).toEqual({
    where: 'cronjob/report in shop',
    wanted: 'cronjob/report in shop: spec.activeDeadlineSeconds is 600',
    found: `there is no spec.activeDeadlineSeconds; ${level}.activeDeadlineSeconds is 600, but that is a field of its ${whose}`,
  });
});

test('a port is told by its number, and not as a place in the list', () => {
  const object = { kind: 'Service', name: 'web', namespace: 'shop' };
  const difference = { path: 'spec.ports[80].targetPort', wanted: 'http', found: 80 };
  expect(issueSentence({ code: 'value_differs', object, difference, isMoving: false })).toEqual({
    where: 'service/web in shop',
    wanted: 'service/web in shop: spec.ports[port 80].targetPort is http',
    found: 'spec.ports[port 80].targetPort is 80',
  });
});
