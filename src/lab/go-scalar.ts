/** A scalar as go-yaml resolves it, or why it cannot be JSON. */
export type GoScalar = { readonly value: null | boolean | number | string } | { readonly mistake: string };

const words: ReadonlyMap<string, null | boolean> = new Map<string, null | boolean>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
]);

const notFinite = /^([+-]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$/;
const decimal = /^[-+]?(0|[1-9][0-9]*)$/;
const octal = /^([-+]?)0[oO]?([0-7]+)$/;
const hexadecimal = /^([-+]?)0[xX]([0-9a-fA-F]+)$/;
const binary = /^([-+]?)0[bB]([01]+)$/;
const float = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;

/**
 * A plain scalar as kubectl reads it: YAML 1.1 without base 60, octal by a leading zero, `y` and `on` are true, dates are
 * texts. The rules are those of `resolve` in go.yaml.in/yaml/v2, by which sigs.k8s.io/yaml reads manifests.
 */
export function goScalar(text: string): GoScalar {
  const word = words.get(text);
  if (word !== undefined) return { value: word };
  if (notFinite.test(text)) return { mistake: `\`${text}\` is no value of JSON` };
  if (!/^[-+.0-9]/.test(text)) return { value: text };
  const plain = text.replaceAll('_', '');
  return { value: integer(plain) ?? (float.test(plain) ? Number(plain) : text) };
}

function integer(text: string): number | undefined {
  if (decimal.test(text)) return Number(text) + 0; // not -0
  return based(octal, text, 8) ?? based(hexadecimal, text, 16) ?? based(binary, text, 2);
}

function based(pattern: RegExp, text: string, base: number): number | undefined {
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const value = Number.parseInt(match[2] ?? '', base);
  return match[1] === '-' ? 0 - value : value;
}
