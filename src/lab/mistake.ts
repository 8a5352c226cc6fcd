/** Something wrong in a lab's files, for its author. */
export interface Mistake {
  /** As the caller named it. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  /** A lab with an error is refused; a warning is advice. */
  readonly severity: 'error' | 'warning';
  /** Stable word for the rule that was broken, as `unknown-key`. */
  readonly rule: string;
  /** One sentence, without its full stop. */
  readonly message: string;
  /** What was probably meant. */
  readonly suggestion?: string;
}

/** A mistake as it is found: by the path of keys and indices in the document, before anybody asks for its line. */
export interface Finding {
  readonly rule: string;
  readonly path: Path;
  /** Point at the key or at the value; default the value. */
  readonly part?: 'key' | 'value';
  readonly severity?: 'error' | 'warning';
  readonly message: string;
  readonly suggestion?: string | undefined;
}

export type Path = readonly (string | number)[];

/** `labs/x.yaml:12:9: error: unknown key `mayNto` in `placement`; did you mean `mayNot`?` */
export function formatMistake(mistake: Mistake): string {
  const { file, line, column, severity, message, suggestion } = mistake;
  const question = suggestion === undefined ? '' : `; did you mean ${quoted(suggestion)}?`;
  return `${file}:${line}:${column}: ${severity}: ${message}${question}`;
}

/** In the order of the file. */
export const inOrder = (mistakes: readonly Mistake[]): readonly Mistake[] =>
  mistakes.toSorted((left, right) => left.line - right.line || left.column - right.column);

/** A text of the author's in backticks: shortened, and without characters that a terminal would act on. */
export function quoted(text: string): string {
  const short = text.length > 60 ? `${text.slice(0, 57)}…` : text;
  return `\`${short.replace(unprintable, escapeCharacter)}\``;
}

/** C0, C1, zero-width, line separators and bidi controls. */
const unprintable =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]/g;

const escapeCharacter = (character: string): string =>
  character === '\n' ? '\\n' : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** `a`, `b` and `c`. */
export function listed(words: readonly string[], conjunction = 'and'): string {
  const all = words.map(quoted);
  const last = all.pop();
  if (last === undefined) return 'none';
  return all.length === 0 ? last : `${all.join(', ')} ${conjunction} ${last}`;
}
