import { expect, test } from 'vitest';
import { orderLabs } from '../../../src/lab/path/order-labs.ts';
import { pathOf } from './labs.ts';

const labs = pathOf(
  { name: 'apple' },
  { name: 'bread', level: 'advanced' },
  { name: 'cake', minutes: 10 },
  { name: 'till', topic: 'selling' },
  { name: 'cow', topic: 'animals' },
);

const order = (topics: Readonly<Record<string, string[]>> | undefined): readonly string[] =>
  orderLabs(labs, topics && { kubeproctor: 1, topics }).map(({ name }) => name);

test('as the path says', () => {
  expect(order({ selling: ['till'], baking: ['cake', 'bread', 'apple'], animals: ['cow'] })).toEqual([
    ...['till', 'cake', 'bread', 'apple', 'cow'],
  ]);
});

test('what the path does not name comes last, in its topic and after all topics', () => {
  expect(order({ selling: ['till'], baking: ['bread'] })).toEqual(['till', 'bread', 'cake', 'apple', 'cow']);
});

test('without a path by topic, from easy to hard and from short to long', () => {
  expect(order(undefined)).toEqual(['cow', 'cake', 'apple', 'bread', 'till']);
});
