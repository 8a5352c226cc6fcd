import { expect, test } from 'vitest';
import { evaluateCel } from '../../src/checks/cel-expression.ts';

test.each([
  ['whole numbers are ints', 'p.spec.replicas + 1 == 4 && p.spec.replicas > 2', true],
  ['an absent field is seen', 'has(p.spec.paused)', false],
  ['optional fields have a default', 'p.spec.?paused.orValue(false)', false],
  ['keys with dots', 'p.labels["app.kubernetes.io/name"] == "web"', true],
  [
    'a label selector',
    'selects({"matchLabels": {"a": "b"}}, {"a": "b", "c": "d"}) && !selects({"matchExpressions": [{"key": "a", "operator": "Exists"}]}, {})',
    true,
  ],
  ['the selector of an object', '[{"podSelector": {}}].all(n, selects(n.podSelector, p.labels))', true],
  ['a list comes back as JSON', '[1, 2].map(x, x * 2)', [2, 4]],
  ['matches finds a part of the text', '"nginx:1.25".matches("1\\\\.2[0-9]")', true],
])('%s', (_name, expression, value) => {
  const p = { spec: { replicas: 3 }, labels: { 'app.kubernetes.io/name': 'web' } };
  expect(evaluateCel(expression, { p })).toEqual({ value });
});

test('a pattern that makes a backtracking engine hang is answered at once', () => {
  expect(evaluateCel('s.matches("^(a+)+$")', { s: `${'a'.repeat(200)}!` })).toEqual({ value: false });
});

test.each([
  ['a loop within loops', 'xs.all(a, xs.all(b, xs.all(c, a + b + c >= 0)))'],
  ['a filter within loops', 'xs.map(a, xs.filter(b, xs.exists(c, c > 1000)))'],
])('%s ends after its steps', (_name, expression) => {
  const xs = Array.from({ length: 100 }, (_, index) => index);
  expect(evaluateCel(expression, { xs })).toEqual({ mistake: 'takes more than 200000 steps' });
});

test.each([
  ['a missing field', 'p.spec.replicas == 1', 'No such key: spec'],
  ['no expression', '1 +', 'Unexpected token: EOF'],
])('%s is a mistake, not a verdict', (_name, expression, mistake) => {
  expect(evaluateCel(expression, { p: {} })).toEqual({ mistake });
});
