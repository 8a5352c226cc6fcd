import { expect, test } from 'vitest';
import type { NextLab } from '../../../src/lab/path/next-lab.ts';
import { nextLab } from '../../../src/lab/path/next-lab.ts';
import type { Reached } from '../../../src/lab/path/standing.ts';
import { done, pathOf } from './labs.ts';

const path = pathOf(
  { name: 'dough' },
  { name: 'bread', after: ['dough'] },
  { name: 'cake', after: ['dough'] },
  { name: 'till', topic: 'selling', after: ['bread', 'cake'] },
);

type Told = Omit<NextLab, 'lab'> & { readonly lab: string };

function next(reached: Reached, without?: string): Told | undefined {
  const found = nextLab(path, reached, without);
  return found && { ...found, lab: found.lab.name };
}

test('with nothing done it is the first of the path', () => {
  expect(next({})).toEqual({ lab: 'dough', why: { why: 'first' }, buildsOn: [], leadsTo: ['bread', 'cake'] });
});

test('a lab with points left comes before what follows', () => {
  expect(next({ dough: done, bread: { points: 2, of: 6 } })).toEqual({
    lab: 'bread',
    why: { why: 'begun', points: 2, of: 6 },
    buildsOn: ['dough'],
    leadsTo: ['till'],
  });
});

test('it goes on within a topic', () => {
  expect(next({ dough: done, bread: done })?.why).toEqual({ why: 'inTopic', done: 2, of: 3 });
});

test('a new topic begins when everything before it is done', () => {
  expect(next({ dough: done, bread: done, cake: done })).toEqual({
    lab: 'till',
    why: { why: 'newTopic', topicBefore: 'baking' },
    buildsOn: ['bread', 'cake'],
    leadsTo: [],
  });
});

test('whoever has gone ahead is led back to what was left out', () => {
  expect(next({ dough: done, till: done })).toMatchObject({ lab: 'bread', why: { why: 'leftOut', later: 'till' } });
});

test('what builds on an open lab waits, even where the path has it first', () => {
  const turned = pathOf({ name: 'bread', after: ['dough'] }, { name: 'dough' });
  expect(nextLab(turned, {})?.lab.name).toBe('dough');
});

test('a name that no lab has holds nobody up', () => {
  const alone = pathOf({ name: 'bread', after: ['flour'] });
  expect(nextLab(alone, {})).toMatchObject({ lab: { name: 'bread' }, buildsOn: [] });
});

test('a lab of the same name in another folder is another lab', () => {
  const two = pathOf(
    { name: 'dough', library: '/other' },
    { name: 'bread', after: ['dough'] },
    { name: 'cake', after: ['bread'], library: '/other' },
  );
  expect(nextLab(two, { dough: done })?.leadsTo).toEqual([]);
});

test('labs that wait for each other are offered all the same', () => {
  const circle = pathOf({ name: 'egg', after: ['hen'] }, { name: 'hen', after: ['egg'] });
  expect(nextLab(circle, {})?.lab.name).toBe('egg');
});

test('after a lab that is under way comes what builds on it', () => {
  expect(next({}, 'dough')?.lab).toBe('bread');
});

test('with everything done there is none', () => {
  expect(next({ dough: done, bread: done, cake: done, till: done })).toBe(undefined);
});
