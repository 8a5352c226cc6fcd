import { expect, test } from 'vitest';
import type { AnswerForm } from '../../src/checks/answer-meaning.ts';
import { isSameAnswer } from '../../src/checks/answer-meaning.ts';
import type { Json } from '../../src/kubernetes/json.ts';

test.each<readonly [given: string, right: Json, form: AnswerForm, isRight: boolean]>([
  ['  Web \n', 'web', 'text', true],
  ['"web"', 'web', 'text', true],
  ['two  words', 'two words', 'text', true],
  ['webs', 'web', 'text', false],
  ['pod/web', 'web', 'name', true],
  ['deployment.apps/web', 'web', 'name', true],
  ['web', 'Pod/web', 'name', true],
  ['pod/api', 'web', 'name', false],
  ['3', 3, 'number', true],
  ["'3.0'", '3', 'number', true],
  ['', 0, 'number', false],
  ['three', 3, 'number', false],
  ['1Gi', '1024Mi', 'quantity', true],
  ['1G', '1Gi', 'quantity', false],
  ['b, a', ['a', 'b'], 'set', true],
  ['a b a', ['b', 'a'], 'set', true],
  ['pod/a\npod/b', ['a', 'b'], 'set', true],
  ['["a", "b"]', ['a', 'b'], 'set', true],
  ['"a", "b"', ['a', 'b'], 'set', true],
  ['a, b c', ['a', 'b', 'c'], 'set', true],
  ['left door, right door', ['right door', 'left door'], 'set', true],
  ['a', ['a', 'b'], 'set', false],
  ['a b c', ['a', 'b'], 'set', false],
  ['a, b', ['a', 'b'], 'list', true],
  ['b, a', ['a', 'b'], 'list', false],
  ['a, a', ['a'], 'list', false],
])('%j for %j as %s: %s', (given, right, form, isRight) => expect(isSameAnswer(given, right, form)).toBe(isRight));
