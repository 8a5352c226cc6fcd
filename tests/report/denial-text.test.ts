import { expect, test } from 'vitest';
import type { ObjectRef } from '../../src/kubernetes/kube-object.ts';
import { denialText } from '../../src/report/denial-text.ts';

const role = { kind: 'Role', name: 'reader', namespace: 'shop' };
const binding = { kind: 'RoleBinding', name: 'readers', namespace: 'shop' };

test.each<readonly [readonly ObjectRef[], string]>([
  [[{ kind: 'ServiceAccount', name: 'bot', namespace: 'default' }], 'service account bot in default'],
  [
    [
      { kind: 'User', name: 'bot' },
      { kind: 'Group', name: 'bots' },
    ],
    'the user bot, the group bots',
  ],
  [[], 'nobody'],
])('a binding to %j', (subjects, whom) =>
  expect(denialText({ why: 'bound_to_others', binding, role, subjects })).toBe(
    `role/reader in shop would allow it, but rolebinding/readers in shop gives that to ${whom}`,
  ),
);
