import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longest-first.ts';

/** Folders whose files leave nothing behind in their process. */
const TIDY = ['console', 'docs', 'domain', 'functions', 'local', 'security'].map(
  (folder) => `test/${folder}/**/*.test.ts`,
);

export default defineConfig({
  test: {
    globalSetup: ['test/support/global-setup.ts'],
    globals: false,
    // The product's bundles are run as they are, not transformed once more.
    server: { deps: { external: [/throughline-test-[^/]*\/.*\.mjs$/] } },
    // The simulation makes much that lives briefly; a larger young generation saves a sixth of its time.
    execArgv: ['--max-semi-space-size=64'],
    testTimeout: 20_000,
    // Two cores are what the check is meant for; alone, the simulation would keep all else waiting.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    projects: [
      { test: { name: 'alone', include: ['test/**/*.test.ts'], exclude: TIDY } },
      // To start a process and read its modules took these files as long again as their tests.
      { test: { name: 'together', include: TIDY, isolate: false } },
    ],
  },
});
