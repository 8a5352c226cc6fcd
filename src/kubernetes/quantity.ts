const binary: Readonly<Record<string, bigint>> = {
  Ki: 2n ** 10n,
  Mi: 2n ** 20n,
  Gi: 2n ** 30n,
  Ti: 2n ** 40n,
  Pi: 2n ** 50n,
  Ei: 2n ** 60n,
};
const decimalExponent: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const grammar = /^([+-]?)(\d+)?(?:\.(\d*))?(Ki|Mi|Gi|Ti|Pi|Ei|[numkMGTPE]|[eE][+-]?\d{1,3})?$/;

/**
 * The value of a quantity in units of 10⁻⁹, exact; smaller parts round away from zero as the API server does.
 * `undefined` for what is no quantity.
 * https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function parseQuantity(text: string | number): bigint | undefined {
  const match = grammar.exec(String(text));
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = '', suffix = ''] = match;
  if (whole === '' && fraction === '') return undefined;
  const digits = BigInt(whole + fraction);
  const factor = binary[suffix];
  const exponent = (factor === undefined ? decimalExponentOf(suffix) : 0) - fraction.length + 9;
  const scaled = digits * (factor ?? 1n);
  const value = exponent >= 0 ? scaled * 10n ** BigInt(exponent) : divideRoundingUp(scaled, 10n ** BigInt(-exponent));
  return sign === '-' ? -value : value;
}

/** Equal by value: `1000m` = `1`, `1Gi` = `1024Mi`. */
export function isSameQuantity(left: string | number, right: string | number): boolean {
  const value = parseQuantity(left);
  return value !== undefined && value === parseQuantity(right);
}

const decimalExponentOf = (suffix: string): number => decimalExponent[suffix] ?? Number(suffix.slice(1));

const divideRoundingUp = (value: bigint, by: bigint): bigint => (value + by - 1n) / by;
