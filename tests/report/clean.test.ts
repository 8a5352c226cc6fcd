import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanJson, cleanLine, cleanText } from '../../src/report/clean.ts';

describe('cleanText', () => {
  test.each([
    ['a colour', '\u001b[31mred\u001b[0m', '\\u{1b}[31mred\\u{1b}[0m'],
    [
      'a link (OSC 8)',
      '\u001b]8;;https://evil\u0007x\u001b]8;;\u0007',
      '\\u{1b}]8;;https://evil\\u{7}x\\u{1b}]8;;\\u{7}',
    ],
    ['a C1 control sequence introducer', '\u009b2J', '\\u{9b}2J'],
    ['a carriage return that would overwrite the line', 'ok\rno', 'ok\\u{d}no'],
    ['a right-to-left override', 'abc\u202ecba', 'abc\\u{202e}cba'],
    ['an isolate', '\u2066x\u2069', '\\u{2066}x\\u{2069}'],
    ['a zero-width space', 'we\u200bb', 'we\\u{200b}b'],
    ['a byte order mark', '\ufeffweb', '\\u{feff}web'],
    ['a tag character', 'a\u{e0041}', 'a\\u{e0041}'],
    ['a lone surrogate', 'a\ud800b', 'a\\u{d800}b'],
    ['a line separator', 'a\u2028b', 'a\\u{2028}b'],
    ['a tab', 'a\tb', 'a  b'],
    ['Windows line ends', 'a\r\nb', 'a\nb'],
    ['umlauts, accents, other scripts and emoji', 'Grüße à Ωμέγα 日本 🎉', 'Grüße à Ωμέγα 日本 🎉'],
  ])('%s', (_, given, expected) => {
    expect(cleanText(given)).toBe(expected);
  });

  test('of any text, nothing is left that a terminal obeys', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(0x10ffff)), fc.array(fc.nat(0x2fff)), (anywhere, low) => {
        const text = String.fromCodePoint(...anywhere, ...low);
        expect(cleanText(text)).not.toMatch(
          /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/,
        );
      }),
    );
  });
});

test('cleanLine stays on one line', () => {
  expect(cleanLine('a\nb\r\nc')).toBe('a\\nb\\nc');
});

test('cleanJson is the same document for any value', () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      expect(JSON.parse(cleanJson(json))).toEqual(JSON.parse(json));
    }),
  );
});

test('cleanJson writes what is unsafe as escapes', () => {
  expect(cleanJson(JSON.stringify('a\u202e\u{e0041}'))).toBe('"a\\u202e\\udb40\\udc41"');
});
