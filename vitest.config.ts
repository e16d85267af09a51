import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: ['test/support/global-setup.ts'],
    include: ['test/**/*.test.ts'],
    globals: false,
    // The product's bundles are run as they are, not transformed once more.
    server: { deps: { external: [/throughline-test-[^/]*\/.*\.mjs$/] } },
    testTimeout: 20_000,
  },
});
