/** C0, C1, zero-width, bidirectional and line-separating characters: none of them reaches a terminal. */
const unprintable = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+/g;

/** A foreign text as one line of at most `maxLength` characters, safe to print. */
export function oneLine(text: string, maxLength = 500): string {
  const line = text.replace(unprintable, ' ').trim();
  return line.length <= maxLength ? line : `${line.slice(0, maxLength - 1)}…`;
}
