import { describe, expect, test } from 'vitest';
import { oneLine } from '../../src/cluster/one-line.ts';
import { redacted } from '../../src/cluster/redacted.ts';
import { warningTexts } from '../../src/cluster/warnings.ts';

test.each([
  ['plain', 'plain'],
  ['two\nlines\r\n', 'two lines'],
  ['\u001b]8;;https://evil\u0007click\u001b]8;;\u0007', ']8;;https://evil click ]8;;'],
  ['c1 \u009b31m', 'c1  31m'],
  ['bidi \u202eabc\u2066', 'bidi  abc'],
  ['zero\u200bwidth\ufeff', 'zero width'],
  ['é 日本 😀', 'é 日本 😀'],
])('one line of %j', (text, line) => {
  expect(oneLine(text)).toBe(line);
});

test('a long text is cut', () => {
  expect(oneLine('x'.repeat(20), 10)).toBe(`${'x'.repeat(9)}…`);
});

test.each([
  ['expired: eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJqIn0.c2ln here', 'expired: [token] here'],
  ['header Authorization: Bearer abc.def-123 refused', 'header Authorization: Bearer [token] refused'],
  ['connect http://jane:hush@proxy:3128 failed', 'connect http://[credentials]@proxy:3128 failed'],
  ['{"token":"abc","x":1}', '{"token":"[secret]","x":1}'],
  ['password=hush', 'password=[secret]'],
  ['please run "aws sso login"', 'please run "aws sso login"'],
])('redacts %j', (text, expected) => {
  expect(redacted(text)).toBe(expected);
});

// kube-apiserver's own warnings, as `kubectl apply` prints them
describe('warnings', () => {
  test.each([
    ['299 - "unknown field \\"spec.x\\""', 'unknown field "spec.x"'],
    [
      '299 - "would violate PodSecurity \\"restricted:latest\\": a, b"',
      'would violate PodSecurity "restricted:latest": a, b',
    ],
    ['not in the form of the RFC', 'not in the form of the RFC'],
  ])('%s', (header, text) => {
    expect(warningTexts([header])).toEqual([text]);
  });
});
