/** @module A file that is read in parts gives each of its lines once, wherever it is parted. */
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { readBlocks } from './blocks.ts';

const folder = mkdtempSync(join(tmpdir(), 'enforcecore-blocks-'));
const path = join(folder, 'file');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function read(text: string, cuts: readonly number[]): Promise<string> {
  writeFileSync(path, text, 'latin1');
  const size = text.length;
  const ends = [...new Set([...cuts.filter((cut) => cut > 0 && cut < size), size])].sort((a, b) => a - b);
  const fd = openSync(path, 'r');
  let all = '';
  try {
    for (const [i, to] of ends.entries()) {
      for await (const block of readBlocks({ fd, size, gzip: false, from: ends[i - 1] ?? 0, to }))
        all += 'lines' in block ? block.lines : `${block.odd}${block.ended ? '\n' : '|'}`;
    }
  } finally {
    closeSync(fd);
  }
  return all;
}

it('however short the parts are', async () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n', '\u00ff', '\0'), maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(text, fc.array(fc.nat({ max: 30 }), { maxLength: 8 }), async (whole, cuts) => {
      expect(await read(whole, cuts)).toBe(whole === '' || whole.endsWith('\n') ? whole : `${whole}|`);
    }),
    { seed: 51, numRuns: 600 },
  );
});

it('when lines are longer than what is read at once', async () => {
  const long = 'x'.repeat(1024 * 1024 + 5);
  const whole = `a\n${long}\n\n${long}${long}\nb\n`;
  for (const cuts of [
    [],
    [1],
    [2],
    [3],
    [1024 * 1024],
    [1024 * 1024 + 7, 1024 * 1024 + 8, 1024 * 1024 + 9],
    [2_500_000, 3_000_000],
  ])
    expect((await read(whole, cuts)) === whole).toBe(true);
});
