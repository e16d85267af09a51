import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: ['test/support/global-setup.ts'],
    include: ['test/**/*.test.ts'],
    globals: false,
    // The product's bundles are run as they are, not transformed once more.
    server: { deps: { external: [/throughline-test-[^/]*\/.*\.mjs$/] } },
    // The simulation makes much that lives briefly; a larger young generation saves a sixth of its time.
    execArgv: ['--max-semi-space-size=64'],
    testTimeout: 20_000,
    // Two cores are what the check is meant for; alone, the simulation would keep all else waiting.
    maxWorkers: 2,
  },
});
