import { isSameAnswer } from './answer-meaning.ts';

/** The letter of an option, by its place. */
export const letterOf = (index: number): string => String.fromCharCode('a'.charCodeAt(0) + index);

/**
 * What an answer takes of options that are lettered a, b, c …; several letters may be given with blanks, commas, `+` or `and`
 * between, as `a)` too, or none (`acd`); or the text of one. A word that is no letter of theirs stands as it is.
 */
export function chosenLetters(texts: readonly string[], given: string): ReadonlySet<string> {
  const told = texts.findIndex((text) => isSameAnswer(given, text, 'text'));
  return told === -1 ? lettersIn(given, texts.length) : new Set([letterOf(told)]);
}

function lettersIn(given: string, count: number): ReadonlySet<string> {
  const words = given
    .toLowerCase()
    .split(/[\s,;&+/]+/)
    .map((word) => word.replace(/^["'`(]+|["'`).:]+$/g, ''))
    .filter((word) => word !== '' && word !== 'and');
  const isRow = (word: string): boolean => [...word].every((letter) => letter >= 'a' && letter <= letterOf(count - 1));
  return new Set(words.flatMap((word) => (isRow(word) ? [...word] : [word])));
}
