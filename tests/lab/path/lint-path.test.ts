import { expect, test } from 'vitest';
import { formatMistake } from '../../../src/lab/mistake.ts';
import { lintPath } from '../../../src/lab/path/lint-path.ts';

const lab = (topic: string, name: string, after = '') => ({
  ...{ path: `labs/${topic}/${name}.yaml`, name, topic },
  text: `kubeproctor: 1\nname: ${name}\ntitle: About ${name}\ntopic: ${topic}\nlevel: beginner\nminutes: 20\n${after}`,
});

const labs = [lab('baking', 'dough'), lab('baking', 'bread', 'after: [dough]\n'), lab('selling', 'till')];
const path = `kubeproctor: 1
topics:
  baking: [dough, bread]
  selling: [till]
`;

const lint = (text: string | undefined, all = labs): readonly string[] =>
  lintPath({ path: text === undefined ? undefined : { file: 'labs/path.yaml', text }, labs: all }).map(formatMistake);

test('a path that names every lab once, each after what it builds on, is right', () => {
  expect(lint(path)).toEqual([]);
});

test('a folder needs no path', () => {
  expect(lint(undefined, [lab('baking', 'bread'), lab('baking', 'cake', 'after: [bread]\n')])).toEqual([]);
});

test.each([
  ['kubeproctor: 2\ntopics: {}', ['labs/path.yaml:1:14: error: `kubeproctor` is `1`; this is `2`']],
  ['kubeproctor: 1\ntopcis: {}', ['labs/path.yaml:2:1: error: unknown key `topcis`; did you mean `topics`?']],
  [
    path.replace('selling', 'seling'),
    [
      'labs/path.yaml:2:1: warning: the lab `till` has no place on the path: write it under `selling`, where it is best done',
      'labs/path.yaml:4:3: error: there is no folder `labs/seling` with a lab in it; did you mean `selling`?',
    ],
  ],
  [
    path.replace('bread', 'braed'),
    [
      'labs/path.yaml:3:3: warning: the lab `bread` has no place on the path: write it under `baking`, where it is best done',
      'labs/path.yaml:3:19: error: there is no lab `braed` in `labs/baking`; did you mean `bread`?',
    ],
  ],
  [path.replace('[till]', '[till, dough]'), ['labs/path.yaml:4:19: error: the lab `dough` lies in the topic `baking`']],
  [path.replace('[till]', '[till, till]'), ['labs/path.yaml:4:19: error: the lab `till` is named twice']],
  [
    path.replace('[dough, bread]', '[bread, dough]'),
    ['labs/baking/bread.yaml:7:9: error: `dough` comes later on the path: put it before `bread` in `labs/path.yaml`'],
  ],
])('%j', (text, mistakes) => {
  expect(lint(text)).toEqual(mistakes);
});

test.each([
  [
    'after: [duogh]\n',
    ['labs/baking/bread.yaml:7:9: error: no lab of this folder is called `duogh`; did you mean `dough`?'],
  ],
  ['after: [bread]\n', ['labs/baking/bread.yaml:7:9: error: the lab `bread` comes after itself']],
])('a lab that says %j', (after, mistakes) => {
  expect(lint(path, [lab('baking', 'dough'), lab('baking', 'bread', after), lab('selling', 'till')])).toEqual(mistakes);
});

test('labs that come after each other', () => {
  const circle = [lab('baking', 'egg', 'after: [hen]\n'), lab('baking', 'hen', 'after: [egg]\n')];
  expect(lint(undefined, circle)).toEqual([
    'labs/baking/egg.yaml:7:9: error: `hen` and `egg` come after each other',
    'labs/baking/hen.yaml:7:9: error: `egg` and `hen` come after each other',
  ]);
});
