import { defineConfig } from 'vitest/config';

/** The journeys, in the browser that `--mode` names. One file after the other: each starts a browser of its own. */
export default defineConfig(({ mode }) => ({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/e2e/*.e2e.ts'],
    // What only one browser has to survive.
    exclude: mode === 'chromium' ? [] : ['test/e2e/*.chromium.e2e.ts'],
    globalSetup: ['test/e2e/set-up.ts'],
    env: { TOUCHSTONE_BROWSER: mode },
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
}));
