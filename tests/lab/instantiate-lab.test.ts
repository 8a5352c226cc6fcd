// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of labs look like this
import { expect, test } from 'vitest';
import { instantiateLab } from '../../src/lab/instantiate-lab.ts';
import { parseLab } from '../../src/lab/parse-lab.ts';
import type { Lab } from '../../src/lab/schema/lab.ts';
import { UserError } from '../../src/user-error.ts';
import { sampleLab } from './sample-lab.ts';

function sample(text = sampleLab): Lab {
  const parsed = parseLab(text, 'lab.yaml');
  if (parsed.parsed === 'mistakes') throw new Error('the sample is right');
  return parsed.lab;
}

function refusal(lab: Lab, copy: string): readonly unknown[] {
  try {
    instantiateLab(lab, copy);
    return [];
  } catch (error) {
    return error instanceof UserError ? [error.code, error.message, error.wayOut] : [error];
  }
}

test('the plain copy has the names that the lab gives', () => {
  const { namespaces, names } = instantiateLab(sample(), '');
  expect({ namespaces, names }).toEqual({ namespaces: { shop: 'shop', audit: 'audit' }, names: { reader: 'reader' } });
});

test('a named copy has its name behind each of them', () => {
  const { namespaces, names } = instantiateLab(sample(), 'alice');
  expect({ namespaces, names }).toEqual({
    namespaces: { shop: 'shop-alice', audit: 'audit-alice' },
    names: { reader: 'reader-alice' },
  });
});

test('texts speak of the copy, and `in` keeps the alias', () => {
  const { lab } = instantiateLab(sample(), 'alice');
  expect([lab.story, lab.solution.commands, lab.tasks[0]?.checks[0]]).toEqual([
    'The oven in shop-alice is warm.\n',
    'kubectl -n shop-alice scale deployment oven --replicas=2',
    { object: 'deployment/oven', in: 'shop', has: { spec: { replicas: 2 } }, as: '$oven' },
  ]);
});

test.each(['Alice', '-a', 'a_b', 'a.b', 'ä'])('%s names no copy', (copy) => {
  expect(refusal(sample(), copy)).toEqual([
    'bad_copy_name',
    `\`${copy}\` cannot name a copy`,
    'Use lower-case letters, digits and hyphens, as in --copy alice',
  ]);
});

test('63 characters are a namespace still', () => {
  expect(instantiateLab(sample(), 'a'.repeat(56)).names.reader).toHaveLength(63);
});

test('64 are none', () => {
  const name = `reader-${'a'.repeat(57)}`;
  expect(refusal(sample(), 'a'.repeat(57))).toEqual([
    'copy_name_too_long',
    `\`${name.slice(0, 57)}…\` would be longer than the 63 characters allowed`,
    'Choose a name for the copy that is at most 56 characters long',
  ]);
});
