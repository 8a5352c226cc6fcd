import type { Path } from './mistake.ts';
import { quoted } from './mistake.ts';

/** What a value is called in a sentence: its nearest key. */
export function nameOf(path: Path): string {
  const key = path.findLast((step) => typeof step === 'string');
  if (key === undefined) return 'the file';
  return typeof path.at(-1) === 'number' ? `each entry of ${quoted(key)}` : quoted(key);
}

/** ` in `placement``, as the end of a sentence. */
export function inside(path: Path): string {
  const key = path.findLast((step) => typeof step === 'string');
  if (key === undefined) return '';
  return typeof path.at(-1) === 'number' ? ` in this entry of ${quoted(key)}` : ` in ${quoted(key)}`;
}

/** `the text "abc"`, `a list`. */
export function described(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  return typeof value === 'string' ? `the text ${quoted(value)}` : quoted(String(value));
}
