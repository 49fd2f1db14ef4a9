/** @module The recorded trails of the earlier implementation: they verify, and so do their forgeries not. */
import { hash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseLine, without } from './canonical.ts';
import { verifyTrail } from './index.ts';

interface Verified {
  readonly is_valid: boolean;
  readonly chain_intact: boolean;
  readonly total_entries: number;
  readonly error_lines: readonly number[];
  readonly root_hash: string;
  readonly head_hash: string;
}
interface Vector {
  readonly id: string;
  readonly area: string;
  readonly input: { readonly lines?: readonly string[]; readonly skip_entry_hash?: boolean };
  readonly expect: Partial<Verified> & { readonly sha256?: string; readonly canonical?: string };
  readonly suspect?: boolean;
  readonly believed?: Partial<Verified>;
}

/** A file alone cannot show these: entries cut off its end, and a chain rebuilt as a whole. They need a witness. */
const NEED_A_WITNESS = new Set(['hashchain.verify-034', 'hashchain.verify-044']);

const path = join(import.meta.dirname, '../../../shared/vectors/hashchain.json');
const source = existsSync(path) ? readFileSync(path, 'utf8') : '[]';
const vectors = JSON.parse(source) as readonly Vector[];
/** Each vector's own text: numbers keep their spelling. */
const texts = new Map(
  source
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => parseLine(line.replace(/,$/, '')))
    .map(({ members }) => [JSON.parse(members.get('id') ?? '""') as string, members.get('input') ?? '']),
);
const folder = mkdtempSync(join(tmpdir(), 'enforcecore-vectors-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(vectors.length === 0)('the vectors of the hash chain', () => {
  it.each(vectors.filter(({ area }) => area === 'hashchain.entry_hash'))('$id', (vector) => {
    const entry = parseLine(texts.get(vector.id) as string).members.get('entry') as string;
    const canonical = without(parseLine(entry).members, 'entry_hash');
    expect(canonical).toBe(vector.expect.canonical);
    expect(hash('sha256', canonical, 'hex')).toBe(vector.expect.sha256);
  });

  it.each(vectors.filter(({ area }) => area === 'hashchain.verify'))('$id', async (vector) => {
    const file = join(folder, vector.id);
    writeFileSync(file, (vector.input.lines ?? []).map((line) => `${line}\n`).join(''));
    const result = await verifyTrail(file, { skipEntryHash: vector.input.skip_entry_hash });
    const wire = {
      is_valid: result.isValid,
      chain_intact: result.chainIntact,
      total_entries: result.totalEntries,
      error_lines: result.errors.map(({ line }) => line),
      root_hash: result.rootHash,
      head_hash: result.headHash,
    };
    const { note: _, ...believed } = (vector.believed ?? {}) as Record<string, unknown>;
    const doubted = vector.suspect === true && !NEED_A_WITNESS.has(vector.id);
    expect(wire).toMatchObject(doubted ? believed : vector.expect);
  });
});
