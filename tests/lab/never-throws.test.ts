import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { parseManifest } from '../../src/lab/manifest.ts';
import { parseLab } from '../../src/lab/parse-lab.ts';
import { parseLabHead } from '../../src/lab/parse-lab-head.ts';
import { reparseLab } from '../../src/lab/reparse-lab.ts';
import { sampleLab } from './sample-lab.ts';

/** Whatever a text holds, each reader answers, and a lab that is none has a mistake with a place in the text. */
function readAll(text: string): void {
  parseManifest(text, 'm.yaml', { shop: 'shop-alice' });
  parseLabHead(text);
  reparseLab(text);
  const parsed = parseLab(text, 'lab.yaml', []);
  if (parsed.parsed === 'lab') return;
  const lines = text.split('\n').length;
  const misplaced = parsed.mistakes.filter(({ line, column }) => line < 1 || line > lines + 1 || column < 1);
  expect({ isEmpty: parsed.mistakes.length === 0, misplaced }).toEqual({ isEmpty: false, misplaced: [] });
}

test('any bytes are read without an exception', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), readAll), { numRuns: 200 });
});

test('any YAML is read without an exception', () => {
  const yaml = fc.json({ maxDepth: 4 }).map((json) => stringify(JSON.parse(json)));
  fc.assert(fc.property(yaml, readAll), { numRuns: 100 });
});

test('a lab with any of its parts cut out, doubled or replaced is read without an exception', () => {
  const spoilt = fc
    .tuple(
      fc.nat(sampleLab.length),
      fc.nat(40),
      fc.constantFrom('', ' ', '\n', ': ', '- ', '{', ']', '*a', '"', '${', '5'),
    )
    .map(([at, length, instead]) => sampleLab.slice(0, at) + instead + sampleLab.slice(at + length));
  fc.assert(fc.property(spoilt, readAll), { numRuns: 60 });
});
