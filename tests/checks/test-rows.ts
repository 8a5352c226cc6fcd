import { test } from 'vitest';

/** One test a row, named by its first column; rows may leave out their last ones, which `test.each` cannot type. */
export function testRows<Row extends readonly [name: string, ...rest: readonly unknown[]]>(
  rows: readonly Row[],
  state: (...row: Row) => void,
  prefix = '',
): void {
  for (const row of rows) test(`${prefix}${row[0]}`, () => state(...row));
}
