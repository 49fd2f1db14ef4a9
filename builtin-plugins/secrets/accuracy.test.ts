/** @module How many secrets of how many providers are found, and how often something else is taken for one. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { pickerOf } from './examples.fixture.ts';
import { PLACES, PROVIDERS, SPOILERS } from './held-out.fixture.ts';
import { SecretScanner } from './index.ts';

const scanner = new SecretScanner();
/** Part of a secret that is covered. */
function coverage(text: string, secret: string): number {
  const start = text.indexOf(secret.slice(0, 12));
  const covered = new Set<number>();
  for (const found of scanner.spans(text))
    for (let at = Math.max(found.start, start); at < Math.min(found.end, start + secret.length); at++) covered.add(at);
  return covered.size / secret.length;
}

describe('accuracy', () => {
  it('finds secrets where they leak: recall at least 0.95', () => {
    const pick = pickerOf(1);
    const cases = PROVIDERS.flatMap((provider) =>
      PLACES.map((place) => {
        const secret = provider.make(pick);
        return coverage(place(provider.name, secret), secret) >= 0.75;
      }),
    );
    expect(cases.filter(Boolean).length / cases.length).toBeGreaterThan(0.95);
  });

  it('refuses tokens that are nearly right: false alarms at most 0.25', () => {
    const pick = pickerOf(2);
    const isPlain = ({ name }: { name: string }): boolean => !/URL|PEM|HOOK|STORAGE/.test(name);
    const cases = PROVIDERS.filter((one) => one.marked && isPlain(one)).flatMap(({ make, name }) =>
      SPOILERS.filter((_, i) => i < 5 || /^(?:GITHUB|GH_|NPM)/.test(name)).map(
        (spoil) => scanner.detect(`note X_VALUE=${spoil(make(pick), pick)}\n`).length > 0,
      ),
    );
    expect(cases.filter(Boolean).length / cases.length).toBeLessThan(0.25);
  });

  it('finds next to nothing in ordinary source code: at most 0.01 of the files', () => {
    const root = fileURLToPath(new URL('../../node_modules/', import.meta.url));
    const files = ['zod', 'vite', 'yaml', 'hono', 'commander', 'fast-check', 'typescript', 'rolldown', 'undici-types']
      .flatMap((name) => readdirSync(`${root}${name}`, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile() && /\.[cm]?[jt]s$/.test(entry.name))
      .filter((_, i) => i % 5 === 0);
    const read = files.map((entry) => readFileSync(`${entry.parentPath}/${entry.name}`, 'utf8'));
    const alarms = read.filter((text) => text.length < 500_000 && scanner.detect(text).length > 0);
    expect(read.length).toBeGreaterThan(200);
    expect(alarms.length / read.length).toBeLessThanOrEqual(0.01);
  });

  it('finds nothing in 1 MB of JSON logs', () => {
    const pick = pickerOf(4);
    const hex = (count: number): string => pick('0123456789abcdef', count);
    const line = (i: number): string =>
      JSON.stringify({
        time: 1_700_000_000_000 + i,
        at: new Date(1_700_000_000_000 + i * 1e6).toISOString(),
        level: 'info',
        msg: 'request completed',
        path: `/v1/orders/${pick('0123456789', 8)}`,
        trace: hex(32),
        span: hex(16),
        id: [8, 4, 4, 4, 12].map(hex).join('-'),
        sha256: hex(64),
        version: `v${i % 9}.${i % 31}.${i % 7}`,
        port: 8080 + (i % 99),
        ms: i % 997,
        auth: 'none',
        token_count: i,
        key: `user:${i}:session`,
        idempotency_key: [8, 4, 4, 4, 12].map(hex).join('-'),
        cache_key: hex(40),
        next_page_token: pick('ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789', 32),
        request_token: [8, 4, 4, 4, 12].map(hex).join('-'),
        etag: `W/"${hex(32)}"`,
      });
    let text = '';
    for (let i = 0; text.length < 1_000_000; i++) text += `${line(i)}\n`;
    expect(scanner.detect(text)).toEqual([]);
  });
});
