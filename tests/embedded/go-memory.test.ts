import { describe, expect, test } from 'vitest';
import { goMemory } from '../../src/embedded/go-memory.ts';

describe('how much memory a part takes', () => {
  test('an eighth of the machine’s', () => {
    expect(goMemory(24 * 2 ** 30)).toEqual({ GOGC: '400', GOMEMLIMIT: '3072MiB' });
  });

  test('not less than the API server needs', () => {
    expect(goMemory(4 * 2 ** 30)).toEqual({ GOGC: '400', GOMEMLIMIT: '768MiB' });
  });
});
