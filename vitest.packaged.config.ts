import { defineConfig } from 'vitest/config';

/** Tests of what users get: the built files and the packed tarball, in child processes. Needs `npm run build`. */
export default defineConfig({
  test: {
    include: ['tests/packaged/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
