/** `a`, `a and b`, `a, b and c`. */
export const andText = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

/** `a, b, c`; of more than so many the first ones: `a, b, and 3 more`. */
export const fewText = (words: readonly string[], most: number): string =>
  `${words.slice(0, most).join(', ')}${words.length > most ? `, and ${words.length - most} more` : ''}`;
