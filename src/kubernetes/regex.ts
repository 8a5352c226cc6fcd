import { RE2JS } from 're2js';

/** Every regular expression of labs runs on RE2: time linear in the text, whatever the pattern. */
export const findsMatch = (pattern: string, text: string): boolean => RE2JS.compile(pattern).matcher(text).find();

/** Why RE2 refuses a pattern, or undefined. */
export function regexMistake(pattern: string): string | undefined {
  try {
    RE2JS.compile(pattern);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
