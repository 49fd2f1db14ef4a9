/** @module What docs/audit.md says is found, and what it says is not: every row of its table is forged here. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  AuditError,
  canonicalJson,
  generateLogKeys,
  hashEntry,
  rootOf,
  sealEntry,
  signCheckpoint,
} from 'enforcecore/sdk';
import type { AuditFields } from 'enforcecore/sdk';
import { pruneTrail, readPayload, verifyTrail } from './index.ts';
import { keys, linesOf, Log, ORIGIN, treeOf } from './log.fixture.ts';
import { proveEntry } from './proofs.ts';
import { segmentsOf } from './segments.ts';

type Line = Readonly<Record<string, unknown>>;
/** What a row is about: forges it, some ways, and gives what `verify` is to be asked with each. */
type Forge = () => Promise<readonly Forged[]>;
interface Forged {
  readonly lines: readonly string[];
  readonly checkpoint?: string;
}

let log: Log;
let lines: readonly string[];
/** The checkpoint that was kept where nobody could reach it. */
let kept: string;
beforeEach(async () => {
  log = new Log();
  await log.record(6);
  lines = linesOf(log.trail);
  kept = signed(lines);
});
afterEach(() => log.leave());

function signed(over: readonly string[], key = keys.privateKey): string {
  return signCheckpoint({ origin: ORIGIN, size: over.length, root: rootOf(over.length, treeOf(over).read) }, key);
}

async function verdict(
  checkpoint?: string,
): Promise<readonly { readonly code: string; readonly line?: number | null }[]> {
  const { publicKey } = keys;
  const options = checkpoint === undefined ? {} : { checkpoint: { note: checkpoint, publicKey } };
  try {
    return (await verifyTrail(log.trail, options)).errors;
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    return [{ code: error.code }];
  }
}

const put = (some: readonly string[]): void => writeFileSync(log.trail, some.map((line) => `${line}\n`).join(''));
const forged = (...some: readonly (readonly string[])[]): Promise<readonly Forged[]> =>
  Promise.resolve(some.map((one) => ({ lines: one })));
const changed = (at: number, line: (old: string) => string): readonly string[] =>
  lines.map((old, i) => (i === at ? line(old) : old));
const parsed = (line: string): Line => JSON.parse(line) as Line;

/** The same with an entry_hash that fits. */
function resealed(line: string, more: object): string {
  const fields = { ...parsed(line), ...more };
  return canonicalJson({ ...fields, entry_hash: hashEntry(fields) });
}

/** Another history, of which every line fits. */
function rebuilt(from: readonly string[], tool: string): readonly string[] {
  let previous = '';
  return from.map((line, seq) => {
    const fields = { ...parsed(line), ...(seq === 2 ? { tool_name: tool } : {}) } as unknown as AuditFields;
    const { line: next, entryHash } = sealEntry(fields, previous, seq);
    previous = entryHash;
    return next;
  });
}

const forgeries: Readonly<Record<string, Forge>> = {
  'a byte changed anywhere': () => forged(changed(2, (line) => line.replace('tool_2', 'tool_9'))),
  'a line deleted within, inserted, repeated or moved': () =>
    forged(
      lines.filter((_, i) => i !== 2),
      lines.toSpliced(2, 0, sealEntry(parsed(lines[3] as string) as unknown as AuditFields, '', 2).line),
      lines.toSpliced(2, 0, lines[2] as string),
      [0, 1, 3, 2, 4, 5].map((i) => lines[i] as string),
    ),
  'an unknown field, a key twice, another spelling of the same JSON': () =>
    forged(
      changed(5, (line) => resealed(line, { approved_by: 'root' })),
      changed(2, (line) => line.replace('{', '{"decision":"blocked",')),
      changed(2, (line) => line.replace('":', '": ')),
    ),
  'a trail of another log in its place': async () => {
    const other = new Log();
    await other.record(6);
    const all = linesOf(other.trail);
    other.leave();
    return forged(all);
  },
  'lines cut off the end, or the file emptied': () => forged(lines.slice(0, 4)),
  'the whole chain rebuilt, with or without the key': () => forged(rebuilt(lines, 'harmless')),
  'rolled back to an older copy with its older checkpoint': async () => {
    const old = lines.slice(0, 3);
    put(old);
    expect(await verdict(signed(old))).toEqual([]);
    return forged(old);
  },
  'two histories shown to two auditors': async () => {
    const other = rebuilt(lines, 'harmless');
    put(other);
    expect(await verdict(signed(other))).toEqual([]);
    return forged(other);
  },
  'newer entries signed with an old key': async () => {
    await log.record(2);
    const all = linesOf(log.trail);
    return [{ lines: all, checkpoint: signed(all, generateLogKeys().privateKey) }];
  },
  'cut or rewritten after the last checkpoint that was kept': async () => {
    await log.record(2);
    const later = linesOf(log.trail);
    return forged(later.slice(0, 7), lines);
  },
  'a call that a hostile process never recorded': () => forged(lines),
};

/** What is more than lines in one file, or is not for `verify` to find. */
const apart: Readonly<Record<string, () => Promise<void>>> = {
  'old files removed by retention': async () => {
    await log.record(30, { rotateBytes: 4000 });
    const note = signed([...segmentsOf(log.trail).flatMap(({ path }) => linesOf(path)), ...linesOf(log.trail)]);
    await pruneTrail(log.trail, { keepSegments: 1 });
    expect(log.types()).toContain('retention');
    expect(await verdict(note)).toEqual([]);
    expect(await proveEntry(log.trail, '1', '36')).toMatchObject({ leaf_index: 0, tree_size: 36 });
  },
  'old files removed by hand': async () => {
    await log.record(30, { rotateBytes: 4000 });
    const note = signed([...segmentsOf(log.trail).flatMap(({ path }) => linesOf(path)), ...linesOf(log.trail)]);
    rmSync(segmentsOf(log.trail)[0]?.path as string);
    for (const found of [await verdict(), await verdict(note)]) expect(found).not.toEqual([]);
  },
  'a payload changed, exchanged or lost': async () => {
    const auditor = log.open();
    const { entryId } = auditor.record({ toolName: 't', policyName: 'p', subject: 'ann', payload: { q: 1 } });
    await auditor.close();
    expect(await readPayload(log.trail, entryId)).toEqual({ q: 1 });
    const name = readdirSync(log.folder).find((file) => file.endsWith('.payloads')) as string;
    writeFileSync(`${log.folder}/${name}`, '');
    await expect(readPayload(log.trail, entryId)).rejects.toBeInstanceOf(AuditError);
  },
};

const rows = readFileSync(new URL('../../docs/audit.md', import.meta.url), 'utf8')
  .split('\n| what was done ')[1]
  ?.split('\n\n')[0]
  ?.split('\n')
  .slice(2)
  .map((row) => row.split('|').map((cell) => cell.replaceAll('*', '').trim())) as string[][];

describe('of a trail', () => {
  it.each(rows)('%s%s is, alone: %s; with a checkpoint: %s', async (_, what = '', alone = '', checkpoint = '') => {
    const special = apart[what];
    if (special) return special();
    const ways = await (forgeries[what] as Forge)();
    for (const way of ways) {
      put(way.lines);
      const found = await verdict();
      expect(found.length > 0).toBe(alone.startsWith('found'));
      if (alone.includes('with its line')) expect(found[0]?.line).toBeGreaterThan(0);
      expect((await verdict(way.checkpoint ?? kept)).length > 0).toBe(checkpoint.startsWith('found'));
    }
    return undefined;
  });

  it('that was emptied, nothing is valid', async () => {
    put([]);
    expect((await verifyTrail(log.trail)).isValid).toBe(false);
  });
});
