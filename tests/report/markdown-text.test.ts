import { expect, test } from 'vitest';
import { markdownText } from '../../src/report/markdown-text.ts';
import { plainPalette } from '../../src/report/palette.ts';

const source = `The **quick** \`kubectl get pods\` of [the docs](https://example.com/a) runs
over two lines.

1. first item that is long enough
   to go on
- second, \`a b\`.

## Heading

\`\`\`yaml
a:   1
  b: **not bold**
\`\`\`
Last \u001b[31mline\u202e.`;

test('as it stands, where there is no terminal', () => {
  expect(
    markdownText(source, { palette: plainPalette, width: Number.POSITIVE_INFINITY, indent: 0 }),
  ).toMatchInlineSnapshot(`
    "The quick \`kubectl get pods\` of the docs (https://example.com/a) runs over two lines.

    1. first item that is long enough to go on
    • second, \`a b\`.

    Heading

      a:   1
        b: **not bold**
    Last \\u{1b}[31mline\\u{202e}."
  `);
});

test('wrapped and indented; a code span is never broken', () => {
  expect(markdownText(source, { palette: plainPalette, width: 30, indent: 2 })).toMatchInlineSnapshot(`
    "  The quick \`kubectl get pods\`
      of the docs
      (https://example.com/a) runs
      over two lines.

      1. first item that is long
         enough to go on
      • second, \`a b\`.

      Heading

        a:   1
          b: **not bold**
      Last \\u{1b}[31mline\\u{202e}."
  `);
});

test('colours do not count as width', () => {
  const paint = (text: string) => `\u001b[36m${text}\u001b[39m`;
  const palette = { ...plainPalette, span: paint, strong: paint };
  expect(markdownText('aaa `bbb` **ccc** ddd', { palette, width: 11, indent: 0 })).toBe(
    'aaa \u001b[36mbbb\u001b[39m \u001b[36mccc\u001b[39m\nddd',
  );
});

test('a fence that is never closed ends with the text', () => {
  expect(markdownText('a\n```\nb', { palette: plainPalette, width: 80, indent: 0 })).toBe('a\n  b');
});
