import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { labJsonSchema } from '../../src/lab/json-schema.ts';
import { formatMistake } from '../../src/lab/mistake.ts';
import { parseLab } from '../../src/lab/parse-lab.ts';
import { parseLabHead } from '../../src/lab/parse-lab-head.ts';
import { kindSection } from '../../src/lab/reference.ts';
import { reparseLab } from '../../src/lab/reparse-lab.ts';
import { checkExamples } from '../../src/lab/schema/check-examples.ts';
import { checkKindNames, kindOfCheck } from '../../src/lab/schema/checks.ts';
import { sampleLab } from './sample-lab.ts';

/** A lab whose only task has these checks. */
const labWith = (checks: string): string => `kubeproctor: 1
name: x
title: x
topic: x
level: beginner
minutes: 1
namespaces: { shop: {}, audit: {} }
names: [dev]
story: x
tasks:
  - id: x
    title: x
    text: x
    checks:
${checks.trim().replaceAll(/^/gm, '      ')}
solution: { commands: x, steps: [{ apply: x.yaml }] }
`;

test.each(checkKindNames)('the example of %s is right, and of its kind', (kind) => {
  const parsed = parseLab(labWith(checkExamples[kind]), 'lab.yaml');
  const found =
    parsed.parsed === 'lab' ? parsed.lab.tasks[0]?.checks.map(kindOfCheck) : parsed.mistakes.map(formatMistake);
  expect([...new Set(found)]).toEqual([kind]);
});

test.each([
  '- release: { name: cafe }',
  '- certificate: { secret: shop-tls }',
  '- certificate: { csr: jane, signedBy: { configMap: authority } }',
])('%s lies in one of several namespaces', (checks) => {
  const parsed = parseLab(labWith(checks), 'lab.yaml');
  expect(parsed.parsed === 'mistakes' ? parsed.mistakes.map(({ message }) => message) : []).toEqual([
    '`in` is missing: the lab has the namespaces `shop` and `audit`',
  ]);
});

test('the reference of a kind', () => {
  expect(kindSection('kept')).toMatchInlineSnapshot(`
    "## \`kept\`

    What was there at the start is the same object still (uid), unchanged where it matters.

    \`\`\`yaml
    - kept: { object: service/web, in: shop, unchanged: [spec.selector, spec.ports] }
    \`\`\`

    | Key | Value | Meaning |
    | --- | --- | --- |
    | \`kept.object\` * | \`kind/name\` | KIND/NAME, as deployment/web; or $NAME for what an earlier check bound |
    | \`kept.in\` | alias, or \`{ namespace }\` | Default: the lab's only namespace |
    | \`kept.unchanged\` | list of: text | Paths that are as they were at the start, as spec.template |"
  `);
});

test('the schema names the keys that a lab must have, and allows no others', () => {
  const { required, additionalProperties, $schema } = labJsonSchema();
  expect({ required, additionalProperties, $schema }).toEqual({
    required: ['kubeproctor', 'name', 'title', 'topic', 'level', 'minutes', 'namespaces', 'story', 'tasks', 'solution'],
    additionalProperties: false,
    $schema: 'http://json-schema.org/draft-07/schema#',
  });
});

test('every reference in the schema leads somewhere', () => {
  const schema = labJsonSchema();
  const definitions = Object.keys(Object(schema.definitions));
  const references = [...JSON.stringify(schema).matchAll(/"\$ref":"#\/definitions\/([^"]+)"/g)].map(
    (match) => match[1],
  );
  expect(references.filter((name) => !definitions.includes(name ?? ''))).toEqual([]);
});

test('the head of a lab is what the whole lab says', () => {
  const { name, title, topic, level, minutes, needs, after } = parse(sampleLab);
  expect(parseLabHead(sampleLab)).toEqual({
    name,
    title,
    topic,
    level,
    minutes,
    needs: needs ?? [],
    after: after ?? [],
  });
});

test('a head with mistakes is none', () => {
  expect(parseLabHead(sampleLab.replace('level: beginner', 'level: expert'))).toBe(undefined);
});

test('a text that parsed once is read again without the search for mistakes', () => {
  const parsed = parseLab(sampleLab, 'lab.yaml');
  expect(reparseLab(sampleLab)).toEqual(parsed.parsed === 'lab' ? parsed.lab : undefined);
});

test('a text that is no lab is not', () => {
  expect(reparseLab('a: [')).toBe(undefined);
});
