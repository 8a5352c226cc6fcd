/** As a whole word: `web` is not said by `web-2`, nor `80` by `8080`. Any white space will do between two words. */
export function hasWord(text: string, word: string): boolean {
  const pattern = word.split(/\s+/).map(escapedForRegex).join(String.raw`\s+`);
  return new RegExp(String.raw`(?<![\w.-])${pattern}(?![\w-]|\.\w)`, 'i').test(text);
}

export const escapedForRegex = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
