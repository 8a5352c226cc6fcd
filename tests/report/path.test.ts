import { expect, test } from 'vitest';
import { nextLab } from '../../src/lab/path/next-lab.ts';
import type { Reached } from '../../src/lab/path/standing.ts';
import { labList } from '../../src/report/lab-list.ts';
import { labListJson } from '../../src/report/lab-list-json.ts';
import { goOnText, nextText } from '../../src/report/next-text.ts';
import { plainPalette as palette } from '../../src/report/palette.ts';
import { hoursText } from '../../src/report/path-words.ts';
import { done, pathOf } from '../lab/path/labs.ts';

const path = pathOf(
  { name: 'dough', title: 'Flour, water and some patience', kcna: 'kubernetes-fundamentals' },
  { name: 'bread', after: ['dough'], kcna: 'kubernetes-fundamentals', level: 'intermediate' },
  {
    ...{ name: 'a-cake-for-every-day-of-the-year', topic: 'sweet-things', after: ['dough', 'bread'], minutes: 110 },
    ...{ title: 'A cake for every day of the year, and two for holidays', kcna: 'application-delivery' as const },
  },
  { name: 'biscuits', topic: 'sweet-things', level: 'advanced' },
  { name: 'dough', topic: 'baking', library: '/home/me/labs', isBuiltIn: false, title: 'Another\u001b[31m dough' },
);
const reached: Reached = { dough: done, bread: { points: 2, of: 6 } };

test('the path in a terminal of 80 columns', async () => {
  const text = labList(path, { reached, underWay: 'bread', palette, width: 80 });
  await expect(text).toMatchFileSnapshot('./golden/path-80.txt');
  expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

test('the path where there is no terminal: a line for each lab', async () => {
  const text = labList(path, { reached, underWay: undefined, palette, width: Number.POSITIVE_INFINITY });
  await expect(text).toMatchFileSnapshot('./golden/path.txt');
});

test('a path that is done', () => {
  const [dough] = path;
  if (dough === undefined) throw new Error('the path has labs');
  expect(labList([dough], { reached, underWay: undefined, palette, width: 80 })).toBe(
    'Baking · KCNA: Kubernetes fundamentals · 1 of 1 done\n' +
      '  done   dough                 20 min  Flour, water and some patience · beginner\n\n' +
      'All 1 done.\n',
  );
});

test('the path as data', async () => {
  await expect(labListJson(path, path.slice(1, 2), reached, 'bread')).toMatchFileSnapshot('./golden/path.json');
});

const layout = { palette, width: 80 };

test.each<[string, Reached]>([
  ['first', {}],
  ['in-topic', { dough: done }],
  ['begun', reached],
  ['new-topic', { dough: done, bread: done }],
  ['left-out', { dough: done, biscuits: done }],
])('the next lab: %s', async (name, so) => {
  const next = nextLab(path.slice(0, 4), so);
  if (next === undefined) throw new Error('there is one');
  await expect(nextText(next, layout)).toMatchFileSnapshot(`./golden/next-${name}.txt`);
});

test('a lab that is under way', async () => {
  const [, bread] = path;
  if (bread === undefined) throw new Error('the path has labs');
  const after = nextLab(path, reached, 'bread');
  await expect(goOnText(bread, { best: reached.bread, after, ...layout })).toMatchFileSnapshot(
    './golden/next-go-on.txt',
  );
  expect(
    goOnText(bread, { best: undefined, after: undefined, ...layout })
      .split('\n')
      .at(-1),
  ).toBe('It is under way. It is the last one that is open.');
});

test.each([
  [45, '45 min'],
  [60, '1 h'],
  [145, '2 h 25 min'],
  [0, '0 min'],
])('%d minutes', (minutes, text) => {
  expect(hoursText(minutes)).toBe(text);
});
