/** @module Every example runs, and prints what its last comment says. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatWithOptions } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

const folder = fileURLToPath(new URL('../examples/', import.meta.url));
const examples = readdirSync(folder).filter((name) => name.endsWith('.ts'));
let trails: string;

beforeAll(() => {
  trails = mkdtempSync(join(tmpdir(), 'enforcecore-examples-'));
  vi.stubEnv('ENFORCECORE_AUDIT_PATH', trails);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(trails, { recursive: true, force: true });
});

describe('examples', () => {
  it.each(examples)('%s prints what it says', async (name) => {
    const lines: string[] = [];
    const log = vi.spyOn(console, 'log').mockImplementation((...values: unknown[]) => {
      lines.push(formatWithOptions({ colors: false }, ...values));
    });
    try {
      await import(/* @vite-ignore */ join(folder, name));
    } finally {
      log.mockRestore();
    }
    expect(`${lines.join('\n')}\n`).toBe(promised(name));
  });

  it.each(examples)('%s is one idea: it says what it shows, in under 40 lines', (name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    expect(text).toMatch(/^\/\*\* Shows .+ \*\/\n/);
    const [code = ''] = text.split('\n/* prints\n');
    expect(code.split('\n').length).toBeLessThan(40);
    expect(code).not.toMatch(/from '\.\.?\//);
  });

  it('are all in the list, and nothing else is', () => {
    const listed = [...readFileSync(join(folder, 'README.md'), 'utf8').matchAll(/\]\(([\w-]+\.ts)\)/g)].map(
      ([, name]) => name,
    );
    expect(listed.toSorted()).toEqual(examples.toSorted());
  });
});

function promised(name: string): string | undefined {
  return /\n\/\* prints\n([\s\S]*)\*\/\n$/.exec(readFileSync(join(folder, name), 'utf8'))?.[1];
}
