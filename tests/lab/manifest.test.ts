// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of labs look like this
import { expect, test } from 'vitest';
import { parseManifest } from '../../src/lab/manifest.ts';
import { formatMistake } from '../../src/lab/mistake.ts';

const names = { shop: 'shop-alice', reader: 'reader-alice' };

function objectsOf(text: string): unknown {
  const parsed = parseManifest(text, 'm.yaml', names);
  return parsed.parsed === 'objects' ? parsed.objects.map(({ object }) => object) : parsed.mistakes.map(formatMistake);
}

function mistakesOf(text: string): readonly string[] {
  const parsed = parseManifest(text, 'm.yaml', names);
  return parsed.parsed === 'objects' ? [] : parsed.mistakes.map((one) => formatMistake(one).replace('m.yaml:', ''));
}

const configMap = (name: string, data: object) => ({
  ...{ apiVersion: 'v1', kind: 'ConfigMap' },
  ...{ metadata: { name, namespace: 'shop-alice' }, data },
});

test('placeholders are replaced in values and keys, after YAML', () => {
  expect(
    objectsOf(`apiVersion: v1
kind: ConfigMap
metadata: { name: x, namespace: "\${shop}" }
data:
  \${reader}: "\${shop}: [\${HOME}]"
  literal: $\${shop}
`),
  ).toEqual([configMap('x', { 'reader-alice': 'shop-alice: [${HOME}]', literal: '${shop}' })]);
});

test('documents and lists are flattened, and empty documents passed over', () => {
  const one = (name: string) =>
    `{ apiVersion: v1, kind: ConfigMap, metadata: { name: ${name}, namespace: "\${shop}" }, data: {} }`;
  expect(
    objectsOf(
      `---\n# nothing\n---\n${one('a')}\n---\napiVersion: v1\nkind: List\nitems:\n- ${one('b')}\n- ${one('c')}\n---\n`,
    ),
  ).toEqual([configMap('a', {}), configMap('b', {}), configMap('c', {})]);
});

test('a cluster-wide or a custom object needs no namespace', () => {
  const text =
    'apiVersion: v1\nkind: Namespace\nmetadata: { name: x }\n---\napiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: { name: web }\n';
  expect(objectsOf(text)).toEqual([
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'x' } },
    { apiVersion: 'serving.knative.dev/v1', kind: 'Service', metadata: { name: 'web' } },
  ]);
});

test('keys are texts, as kubectl makes them', () => {
  // kubectl 1.36.4: 1 → "1", 1.5 → "1.5", yes → "true", 0400 → "256"
  const text =
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x, namespace: "${shop}" }\ndata: { 1: a, 1.5: b, yes: c, 0400: d }\n';
  expect(objectsOf(text)).toEqual([configMap('x', { 1: 'a', 1.5: 'b', true: 'c', 256: 'd' })]);
});

test('a merge overrides what stands before it and yields to what stands after it', () => {
  // seen with kubectl 1.36.4
  const text = `apiVersion: v1
kind: ConfigMap
metadata: { name: x, namespace: "\${shop}" }
data: &m { a: "1", b: "2" }
no: { a: "0", <<: *m, c: "3" }
o: { <<: [*m, { b: "5", z: "6" }], b: "9" }
`;
  expect(objectsOf(text)).toEqual([
    { ...configMap('x', { a: '1', b: '2' }), false: { a: '1', b: '2', c: '3' }, o: { a: '1', b: '9', z: '6' } },
  ]);
});

const head = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\n';
test.each<[what: string, text: string, mistakes: readonly string[]]>([
  ['no object', 'hello', ['1:1: error: an object has apiVersion, kind and metadata; this is the text `hello`']],
  [
    'no kind and no name',
    'apiVersion: v1\nmetadata: {}\n',
    ['1:1: error: `kind` is missing', '2:11: error: `metadata.name` is missing'],
  ],
  ['no namespace', head, ['4:3: error: `metadata.namespace` is missing']],
  [
    'a name that is a number',
    'apiVersion: v1\nkind: Namespace\nmetadata: { name: 0400 }\n',
    ['3:19: error: `metadata.name` is a text, and kubectl reads `256` here: put it in quotes'],
  ],
  [
    'a label that is a boolean',
    `${head}  namespace: \${shop}\n  labels:\n    on-call: yes\n`,
    ['7:14: error: `on-call` is a text, and kubectl reads `true` here: put it in quotes'],
  ],
  [
    'a misspelt placeholder',
    `${head}  namespace: \${shpo}\n`,
    ['5:14: error: the lab declares no `${shpo}` (to write it literally: `$${shpo}`); did you mean `${shop}`?'],
  ],
  [
    'a misspelt placeholder in an entry of a list',
    'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Namespace\n  metadata:\n    name: ${raeder}\n',
    ['7:11: error: the lab declares no `${raeder}` (to write it literally: `$${raeder}`); did you mean `${reader}`?'],
  ],
  ['a key given twice', `${head}  namespace: \${shop}\nkind: Secret\n`, ['6:1: error: the key `kind` is given twice']],
  [
    'a syntax error',
    `${head}  namespace: [\n`,
    ['6:1: error: not readable: flow sequence in block collection must be sufficiently indented and end with a ]'],
  ],
  ['a tag', `${head}  namespace: !secret x\n`, ['5:22: error: not readable: unknown tag `!secret`']],
  ['an alias of itself', 'a: &a [*a]\n', ['1:8: error: not readable: an anchor contains itself']],
])('%s', (_what, text, mistakes) => {
  expect(mistakesOf(text)).toEqual(mistakes);
});

test('a short file cannot become a huge object', () => {
  const lines = Array.from({ length: 9 }, (_, at) => `a${at + 1}: &a${at + 1} [${`*a${at}, `.repeat(9)}]`);
  expect(mistakesOf(['a0: &a0 [x]', ...lines].join('\n'))).toEqual([
    '3:10: error: not readable: it has too many aliases',
  ]);
});
