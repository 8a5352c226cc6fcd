import { expect, test } from 'vitest';
import { strangeOptions } from '../../src/grade/strange-options.ts';
import type { JsonObject } from '../../src/kubernetes/json.ts';
import { labOf } from '../checks/judging.ts';

const choose = ['red', 'blue', 'green'].map((text) => ({ text, right: text === 'red', because: 'so it is' }));
const strangeIn = (answer: JsonObject, given: string) =>
  labOf([{ id: 'colour', checks: [{ answer }] }]).tasks.map((task) => strangeOptions(task, given)?.strange);

test.each([
  ['c', undefined],
  ['a, B and c)', undefined],
  ['ac', undefined],
  ['Blue', undefined],
  ['z', ['z']],
  ['a d', ['d']],
  ['yellow', ['yellow']],
])('the answer %s', (given, expected) => expect(strangeIn({ choose }, given)).toEqual([expected]));

test('a question without options takes whatever it is given', () =>
  expect(strangeIn({ is: 'red', as: 'text' }, 'yellow')).toEqual([undefined]));
