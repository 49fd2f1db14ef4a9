import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Source imports the package by its own name, as a stranger would; in a checkout that name means the source. */
export const alias = [
  { find: /^enforcecore\/sdk\/testing$/, replacement: here('./sdk/testing.ts') },
  { find: /^enforcecore\/auditstore$/, replacement: here('./auditstore/index.ts') },
  { find: /^enforcecore\/auditstore\/backends$/, replacement: here('./auditstore/backends.ts') },
  { find: /^enforcecore\/sdk$/, replacement: here('./sdk/index.ts') },
  { find: /^yaml$/, replacement: here('./node_modules/yaml/browser/dist/index.js') },
  { find: /^enforcecore$/, replacement: here('./index.ts') },
];

export default defineConfig({
  resolve: { alias },
  // The decorators of the examples: Vite lowers the legacy form only.
  oxc: { decorator: { legacy: true } },
  test: {
    include: ['{kernel,plugins,policies,sdk,builtin-plugins,tests}/**/*.test.ts'],
    exclude: ['tests/packaged/**', 'tests/toolchains/**', '**/node_modules/**'],
    pool: 'forks',
    testTimeout: 20_000,
  },
});
