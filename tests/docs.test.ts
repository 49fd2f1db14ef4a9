/// <reference types="vite/client" />
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { registeredCodes } from '../kernel/errors.ts';

/** Every source file, so that a code which only a lazily loaded module registers is listed too. */
const sources = import.meta.glob([
  '../{kernel,plugins,policies,sdk,builtin-plugins}/**/*.ts',
  '!../**/*.test.ts',
  '!../**/*.fixture.ts',
  '!../**/fixtures/**',
]);

describe('docs/errors.md', () => {
  it('lists every error code with what it means and what to do', async () => {
    await Promise.all(Object.values(sources).map((load) => load()));
    const rows = [...registeredCodes()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([code, { summary, hint }]) => `| \`${code}\` | ${summary} | ${hint} |`);
    expect(rows.length).toBeGreaterThan(40);
    const page = `# Errors\n\nEvery error has a stable \`code\`, a one-sentence message, and a \`hint\` on what to do next.\n\n| code | what it means | what to do |\n|---|---|---|\n${rows.join('\n')}\n`;
    await expect(page).toMatchFileSnapshot('../docs/errors.md');
  });

  it('knows every code that the sources spell', async () => {
    await Promise.all(Object.values(sources).map((load) => load()));
    for (const path of Object.keys(sources)) {
      const text = readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8');
      // The examples in docstrings may make up codes: another test runs them.
      const code = text.replace(/\/\*\*[\s\S]*?\*\//g, '');
      for (const [, spelt] of code.matchAll(/'(EC_[A-Z0-9_]+)'/g))
        expect([...registeredCodes().keys()], path).toContain(spelt);
    }
  });
});
