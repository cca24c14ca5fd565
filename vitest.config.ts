import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{utils,components,cli,entrypoints,models,test}/**/*.test.{ts,tsx}'],
    exclude: ['test/e2e/**', '**/node_modules/**'],
    globalSetup: ['test/fixtures/make.ts'],
    testTimeout: 20_000,
  },
});
