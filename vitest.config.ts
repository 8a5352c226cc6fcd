import { defineConfig } from 'vitest/config';

/** `unit` is pure and quick; `integration` runs against the real control plane and the built binary. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/integration/**', 'tests/e2e/**'],
          sequence: { groupOrder: 0 },
          isolate: false, // they share nothing that could be spoilt, and load the sources once
        },
      },
      {
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          globalSetup: ['tests/integration/control-plane.setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          maxWorkers: 2,
          sequence: { groupOrder: 1 }, // after the quick ones
        },
      },
      {
        test: {
          name: 'kind',
          include: ['tests/e2e/kind/**/*.test.ts'],
          globalSetup: ['tests/e2e/kind/kind.setup.ts'],
          testTimeout: 180_000,
          hookTimeout: 300_000,
          maxWorkers: 1, // they share a cluster, and stop its nodes
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
