/**
 * Characters that a terminal obeys or that a reader cannot see: C0 and C1 controls with DEL, bidirectional controls,
 * zero-width and other invisible characters, line and paragraph separators, tags, lone surrogates.
 * https://www.unicode.org/reports/tr36/ , https://www.unicode.org/reports/tr9/
 */
const unsafe =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}]|\u034f|\p{Surrogate}/gu;

/**
 * Text of which nothing is obeyed by a terminal: what is unsafe is written out, as `\u{1b}`, so that a name with an
 * invisible character is seen to have one. Newlines stay; a tab becomes two blanks.
 */
export function cleanText(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll('\t', '  ')
    .replace(unsafe, (character) => (character === '\n' ? '\n' : written(character)));
}

/** As `cleanText`, on one line: a newline is written `\n`. */
export const cleanLine = (text: string): string => cleanText(text).replaceAll('\n', '\\n');

/** A JSON text with every unsafe character as an escape of JSON itself: the same document. */
export const cleanJson = (json: string): string =>
  json.replace(unsafe, (character) => (character === '\n' ? '\n' : [...utf16(character)].join('')));

const written = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

function* utf16(character: string): Iterable<string> {
  for (let index = 0; index < character.length; index++)
    yield `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`;
}
