/** `1 lab`, `2 labs`: for words whose plural takes an s. */
export const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
