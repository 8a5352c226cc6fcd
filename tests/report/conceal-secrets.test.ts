import { expect, test } from 'vitest';
import type { Verdict } from '../../src/grade/report.ts';
import { concealSecrets } from '../../src/report/conceal-secrets.ts';
import { reportOf } from './examples.ts';

const secret = { kind: 'Secret', name: 'db', namespace: 'shop' };
const shown = '(a value that is not shown)';

const failed = (found: string): Verdict => ({
  ...{ verdict: 'failed', isMoving: false },
  issues: [
    {
      code: 'value_differs',
      isMoving: false,
      object: secret,
      difference: { path: 'data.password', wanted: 'x', found },
    },
    {
      code: 'value_differs',
      isMoving: false,
      object: secret,
      difference: { path: 'type', wanted: 'Opaque', found: 'tls' },
    },
    { code: 'value_differs', isMoving: false, object: secret, difference: { path: 'data.gone', wanted: 'x' } },
    { code: 'changed', isMoving: false, object: secret, path: 'data.password', was: found, found },
    {
      code: 'none_holds',
      isMoving: false,
      ways: [
        [
          {
            ...{ code: 'object_missing', isMoving: false },
            wanted: { kind: 'Secret', conditions: [], isServed: true },
            nearest: { object: secret, differences: [{ path: "data['a.b']", wanted: 'x', found }] },
          },
        ],
      ],
    },
  ],
});
const passed = (found: string): Verdict => ({
  ...{ verdict: 'passed', isMoving: false },
  evidence: [
    {
      code: 'object',
      object: secret,
      values: [
        { path: 'data.password', found },
        { path: 'type', found: 'Opaque' },
      ],
    },
  ],
});

test('values of Secrets are not shown, wherever they stand; anything else is', () => {
  expect(concealSecrets(reportOf([failed('czNjcjN0'), passed('czNjcjN0')]))).toEqual(
    reportOf([failed(shown), passed(shown)]),
  );
});

test('other kinds are shown as they are', () => {
  const object = { kind: 'ConfigMap', name: 'c', namespace: 'shop' };
  const report = reportOf([
    {
      ...{ verdict: 'failed', isMoving: false },
      issues: [
        { code: 'value_differs', isMoving: false, object, difference: { path: 'data.a', wanted: 'x', found: 'y' } },
      ],
    },
  ]);
  expect(concealSecrets(report)).toEqual(report);
});

test.each([
  ['a line end', 'Tulip-7\n', '(what is wanted, with white space or a line end around it)'],
  ['encoded twice', Buffer.from('Tulip-7').toString('base64'), '(what is wanted, encoded in base64 once more)'],
  [
    'encoded twice, with a line end',
    Buffer.from('Tulip-7\n').toString('base64'),
    '(what is wanted, encoded in base64 once more)',
  ],
  ['another value', 'Tulip-8', shown],
])('slips that base64 hides are told: %s', (_name, found, told) => {
  const verdict = (value: string): Verdict => ({
    ...{ verdict: 'failed', isMoving: false },
    issues: [
      {
        ...{ code: 'value_differs', isMoving: false, object: secret },
        difference: { path: 'stringData.password', wanted: 'Tulip-7', found: value },
      },
    ],
  });
  expect(concealSecrets(reportOf([verdict(found)]))).toEqual(reportOf([verdict(told)]));
});
