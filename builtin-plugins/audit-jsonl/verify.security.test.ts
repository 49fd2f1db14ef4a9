/** @module A trail that was touched does not verify; a hostile one does not break the verifier. */
import { appendFileSync, createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { canonicalJson, hashEntry, sealEntry } from 'enforcecore/sdk';
import type { AuditFields } from 'enforcecore/sdk';
import { Auditor, loadTrail, verifyTrail } from './index.ts';
import { parseLine, without } from './canonical.ts';

let folder: string;
let trail: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'enforcecore-verify-'));
  trail = join(folder, 'trail.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function written(count: number): Promise<Buffer> {
  const auditor = new Auditor({ outputPath: trail });
  for (let i = 0; i < count; i++) {
    const extra = i % 2 ? { rules: ['a', 'b'], wouldBe: true, context: { z: 1, a: 'é' } } : { entryType: 'outcome' };
    auditor.record({
      toolName: `tool_${i}`,
      policyName: 'p',
      overheadMs: i / 7,
      violationReason: 'naïve "x"',
      ...extra,
    });
  }
  await auditor.close();
  return readFileSync(trail);
}

async function check(content: Buffer | string): ReturnType<typeof verifyTrail> {
  writeFileSync(trail, content);
  return verifyTrail(trail);
}

describe('verifyTrail', () => {
  it('passes what the auditor wrote', async () => {
    await written(12);
    const entries = loadTrail(trail);
    expect(await verifyTrail(trail)).toMatchObject({
      isValid: true,
      chainIntact: true,
      totalEntries: 12,
      errorCount: 0,
      errors: [],
      rootHash: entries[0]?.entryHash,
      headHash: entries[11]?.entryHash,
    });
    for (const entry of entries) expect(hashEntry(entry)).toBe(entry.entryHash);
  });

  it('finds any byte that is changed, inserted or dropped', async () => {
    const whole = await written(5);
    const edit = fc.tuple(
      fc.nat({ max: whole.length - 1 }),
      fc.constantFrom('flip', 'insert', 'drop'),
      fc.integer({ min: 1, max: 255 }),
    );
    await fc.assert(
      fc.asyncProperty(edit, async ([at, kind, byte]) => {
        const bytes = Buffer.from(whole);
        if (kind === 'flip') bytes[at] = (bytes[at] as number) ^ byte;
        const changed =
          kind === 'insert'
            ? Buffer.concat([bytes.subarray(0, at), Buffer.of(byte), bytes.subarray(at)])
            : kind === 'drop'
              ? Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)])
              : bytes;
        expect((await check(changed)).isValid).toBe(false);
      }),
      { seed: 20260301, numRuns: 1500 },
    );
  });

  it('finds lines that are dropped, swapped, repeated or blank, all but a cut tail', async () => {
    const lines = (await written(6)).toString().split('\n').slice(0, -1);
    const valid = async (some: readonly (string | undefined)[]): Promise<boolean> =>
      (await check(some.map((line) => `${line as string}\n`).join(''))).isValid;
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 5 }), fc.nat({ max: 5 }), async (i, j) => {
        expect(await valid(lines.toSpliced(Math.min(i, 4), 1))).toBe(false);
        expect(await valid(lines.toSpliced(i, 0, lines[j] as string))).toBe(false);
        expect(await valid(lines.toSpliced(i, 0, ''))).toBe(false);
        const swapped = lines.with(i, lines[j] as string).with(j, lines[i] as string);
        expect(await valid(swapped)).toBe(i === j);
      }),
      { seed: 7, numRuns: 60 },
    );
    expect(await valid(lines.slice(0, 3))).toBe(true);
  });

  it.each([
    ['a field that is unknown', 'unknown_field', (entry: object) => ({ ...entry, note: 'x' })],
    ['a place that is not its own', 'wrong_seq', (entry: object) => ({ ...entry, seq: 7 })],
    ['a form that is unknown', 'unknown_schema', (entry: object) => ({ ...entry, schema_version: 3 })],
    ['no form, after entries that had one', 'unknown_schema', (entry: object) => lacking(entry, 'schema_version')],
    ['another before it', 'chain_broken', (entry: object) => ({ ...entry, previous_hash: 'ab'.repeat(32) })],
    ['no place', 'wrong_seq', (entry: object) => lacking(entry, 'seq')],
    ['more than fits in a line', 'too_long', (entry: object) => ({ ...entry, context: 'x'.repeat(65_536) })],
  ])('finds an entry with %s, although its hash is right', async (_, code, change) => {
    const lines = (await written(3)).toString().split('\n').slice(0, -1);
    const entry = change(JSON.parse(lines.at(-1) as string) as object);
    const forged = canonicalJson({ ...entry, entry_hash: hashEntry(entry) });
    const result = await check([...lines.slice(0, -1), forged, ''].join('\n'));
    expect(result.errors).toMatchObject([{ line: 3, code }]);
  });

  it('finds a key that stands twice', async () => {
    const line = (await written(1)).toString();
    const result = await check(line.replace('"tool_name":', '"tool_name":"other","tool_name":'));
    expect(result.errors).toMatchObject([{ line: 1, code: 'not_an_entry' }]);
  });

  it.each([
    ['another order of keys', (line: string) => line.replace(/^\{(.*?),(.*?),/, '{$2,$1,')],
    ['a space', (line: string) => line.replace(',"call_id"', ', "call_id"')],
    ['another escape of the same text', (line: string) => line.replace('"tool_0"', '"\\u0074ool_0"')],
    ['upper case in an escape', (line: string) => line.replace('\\u00ef', '\\u00EF')],
    ['unescaped text', (line: string) => line.replace('\\u00ef', 'ï')],
    ['a carriage return', (line: string) => `${line}\r`],
  ])('finds %s, although the entry says the same', async (_, change) => {
    const line = (await written(1)).toString().trimEnd();
    expect(change(line)).not.toBe(line);
    const result = await check(`${change(line)}\n`);
    expect(result.errors).toMatchObject([{ line: 1, code: 'not_canonical' }]);
  });

  it('says that the last line was cut short', async () => {
    const whole = await written(3);
    expect(await check(whole.subarray(0, -1))).toMatchObject({ isValid: false, truncatedTail: true, errorCount: 1 });
  });

  it('takes an empty file for no proof', async () => {
    expect(await check('')).toMatchObject({ isValid: false, empty: true, totalEntries: 0, errorCount: 0 });
  });

  it.each([
    ['null', 'null'],
    ['a number', '5'],
    ['a list', '[]'],
    ['half an object', '{broken'],
    ['a hash that is no text', '{"entry_hash":5}'],
    ['a key that stands twice', '{"entry_hash":"a","entry_hash":"a"}'],
    ['deep lists', `{"a":${'['.repeat(200_000)}`],
    ['deep objects', `${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}`],
    ['NUL bytes', '\0'.repeat(10_000)],
    ['a line separator of Unicode', '{"a":"\u2028"}\u2028'],
    ['a lone surrogate', '{"a":"\\ud800"}'],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
    ['a key that would change prototypes', '{"__proto__":{"entry_hash":"x"}}'],
    ['a text without an end', `{"a":"${'\\'.repeat(100_001)}`],
    ['text after the object', '{} {}'],
  ])('reports %s as a bad line and goes on', async (_, bad) => {
    const whole = await written(2);
    const lines = Buffer.concat([whole, Buffer.from(bad), Buffer.from('\n')]);
    expect(await check(lines)).toMatchObject({ isValid: false, totalEntries: 3, errorCount: 1, errors: [{ line: 3 }] });
  });

  it('reads past a line of 100 MB', async () => {
    const whole = await written(2);
    const file = createWriteStream(trail);
    file.write(whole);
    for (let i = 0; i < 100; i++) file.write(Buffer.alloc(1024 * 1024, 0x61));
    await new Promise<void>((done) => file.end('\n', done));
    const result = await verifyTrail(trail);
    expect(result.errors).toMatchObject([{ line: 3, code: 'too_long' }]);
  });

  it('keeps no more than a thousand errors', async () => {
    const result = await check('x\n'.repeat(5000));
    expect(result.errorCount).toBe(5000);
    expect(result.errors).toHaveLength(1000);
  });

  it('says when there is no trail, and when it is none', async () => {
    await expect(verifyTrail(join(folder, 'nothing'))).rejects.toMatchObject({ code: 'EC_AUDIT_NOT_FOUND' });
    await expect(verifyTrail(folder)).rejects.toMatchObject({ code: 'EC_AUDIT_READ' });
  });
});

describe('the form of an entry', () => {
  const json = fc.jsonValue({ maxDepth: 3 });
  const string = fc.string({ unit: 'binary' });

  it('is the same from an object and from its text', () => {
    fc.assert(
      fc.property(fc.dictionary(string, json), (value) => {
        expect(parseLine(JSON.stringify(value)).text).toBe(canonicalJson(value));
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  it('has the hash of its other fields, whatever stands in them', () => {
    const fields = fc.record({
      entry_id: string,
      call_id: string,
      timestamp: string,
      tool_name: string,
      policy_name: string,
      policy_version: string,
      tenant_id: fc.option(string),
      decision: string,
      violation_type: fc.option(string),
      violation_reason: fc.option(string),
      overhead_ms: fc.double(),
      call_duration_ms: fc.double(),
      input_redactions: fc.nat(),
      output_redactions: fc.nat(),
      rules: fc.option(fc.array(string), { nil: undefined }),
      context: fc.option(fc.dictionary(string, json), { nil: undefined }),
      would_be: fc.option(fc.boolean(), { nil: undefined }),
      tokens_used: fc.option(fc.nat(), { nil: undefined }),
      tool_error: fc.option(fc.record({ message: string, name: string }), { nil: undefined }),
      cost_usd: fc.option(fc.double(), { nil: undefined }),
      session_id: fc.option(string, { nil: undefined }),
      redacted_categories: fc.option(fc.array(string), { nil: undefined }),
    });
    fc.assert(
      fc.property(fields, (entry) => {
        const { line, entryHash } = sealEntry(entry as AuditFields, 'ab'.repeat(32), 7);
        const parsed = parseLine(line);
        expect(parsed.text).toBe(line);
        expect(hashEntry(JSON.parse(line) as object)).toBe(entryHash);
        expect(without(parsed.members, 'entry_hash')).not.toContain(entryHash);
      }),
      { seed: 11, numRuns: 300 },
    );
  });

  it('keeps a trail readable that a later line breaks', async () => {
    await written(3);
    appendFileSync(trail, '{"to_dict":1,"enforcement_overhead_ms":2,"tool_name":"t","odd_field":3}\n');
    const [entry] = loadTrail(trail, { maxEntries: 1 });
    expect(entry?.toDict()).toMatchObject({ tool_name: 't', overhead_ms: 2, odd_field: 3 });
  });
});

function lacking(entry: object, key: string): object {
  return Object.fromEntries(Object.entries(entry).filter(([name]) => name !== key));
}
