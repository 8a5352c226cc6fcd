import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, inject, test } from 'vitest';
import { parseManifest } from '../../src/lab/manifest.ts';

/** Scalars on which YAML 1.1, YAML 1.2 and go-yaml differ, and keys and merges. */
const scalars = [
  ...['0400', '0o17', '0777_7', '08', '0888', '00', '0_7', '0x1F', '-0x10', '0x', '0b11', '0B11', '+1', '1_000', '_4'],
  ...['1.20', '1.', '.5', '+.5', '-.5', '.5_0', '1e3', '1E+2', '1.5.6', '1:30', '2001-01-01', '-0', '~', '', 'Null'],
  ...[
    'yes',
    'Y',
    'n',
    'on',
    'Off',
    'tRue',
    '"yes"',
    "'0400'",
    '!!str 12',
    '!!int "12"',
    '!!float 3',
    '!!bool yes',
    '0E3',
  ],
];

test('manifests are read as kubectl reads them', async () => {
  const text = `apiVersion: v1
kind: ConfigMap
metadata: { name: x, namespace: shop, labels: { a: b } }
data:
${scalars.map((scalar, index) => `  k${index}: ${scalar}`).join('\n')}
  block: |
    0400
  1: one
  1.5: onehalf
  yes: key
  0400: octal
base: &base { a: 1, b: 2 }
merged: { a: 0, <<: *base, c: 3 }
list: { <<: [*base, { b: 5, z: 6 }], b: 9 }
`;
  const folder = await mkdtemp(join(tmpdir(), 'kubeproctor-manifest-'));
  try {
    await writeFile(join(folder, 'm.yaml'), text);
    const kubectl = join(inject('binaries'), 'kubectl');
    const { stdout } = await promisify(execFile)(kubectl, [
      ...['label', '--local', '--filename', join(folder, 'm.yaml'), '--output', 'json', 'a=b'],
    ]);
    const parsed = parseManifest(text, 'm.yaml', {});
    expect(parsed.parsed === 'objects' ? parsed.objects.map(({ object }) => object) : parsed.mistakes).toEqual([
      JSON.parse(stdout),
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
