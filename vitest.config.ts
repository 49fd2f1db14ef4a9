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

const tests = '{kernel,plugins,policies,sdk,builtin-plugins,tests}/**/*.test.ts';
const elsewhere = ['tests/packaged/**', 'tests/toolchains/**', '**/node_modules/**'];

/** What the process has loaded is what they are about: the kernel knows no feature, the list of errors has no more codes. */
const alone = ['kernel/**/*.test.ts', 'tests/docs.test.ts'];

/**
 * What takes seconds by its nature: processes that are killed, servers, bundles made for threads, and texts so long that
 * work in square time would not end.
 */
const slow = [
  'builtin-plugins/audit-jsonl/{life-killed,plain-file,processes,threads}.security.test.ts',
  'builtin-plugins/audit-postgres/**/*.test.ts',
  'builtin-plugins/audit-sqlite/processes.security.test.ts',
  'builtin-plugins/mcp-gateway/{interop,stdio}.test.ts',
  'builtin-plugins/pii/recognizers.security.test.ts',
  'policies/many-problems.security.test.ts',
  'sdk/cli/program.test.ts',
];

export default defineConfig({
  resolve: { alias },
  // The decorators of the examples: Vite lowers the legacy form only.
  oxc: { decorator: { legacy: true } },
  test: {
    pool: 'forks',
    // Vitest leaves one processor free: of two that is half of them.
    maxWorkers: '100%',
    testTimeout: 20_000,
    projects: [
      {
        extends: true,
        // To load the sources anew for every file took longer than most files do.
        test: {
          name: 'shared',
          include: [tests],
          exclude: [...elsewhere, ...alone, ...slow],
          isolate: false,
          setupFiles: ['tests/shared-process.ts'],
        },
      },
      { extends: true, test: { name: 'alone', include: alone } },
      { extends: true, test: { name: 'slow', include: slow } },
    ],
  },
});
