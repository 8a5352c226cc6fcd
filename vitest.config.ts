import { defineConfig } from 'vitest/config';

/**
 * `unit` is pure and quick; `integration` runs against the real control plane and the built binary; `e2e` against clusters
 * in which pods really run.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/integration/**', 'tests/e2e/**'],
          sequence: { groupOrder: 0 },
          testTimeout: 30_000, // where the machine is busy with other things; alone, none takes three seconds
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
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: ['tests/e2e/e2e.setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          maxWorkers: 1, // a cluster has both processors; and whoever compares the machine with before must be alone
          maxConcurrency: 2, // of the tests that say they may run beside each other
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
