/** @module The quick way through a trail takes only what the full reader takes, and says the same of it. */
import { hash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AUDIT_KEYS, canonicalJson, leafHash, MemoryTree, quoteAscii, rootOf, sealEntry } from 'enforcecore/sdk';
import type { AuditFields } from 'enforcecore/sdk';
import { canonicalEnd } from './canonical-end.ts';
import { parseLine, without } from './canonical.ts';
import { FastLine } from './fast-line.ts';
import { Subtrees } from './subtrees.ts';

const json = fc.jsonValue({ maxDepth: 4 });
const string = fc.oneof(fc.string({ unit: 'binary' }), fc.string());
const may = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined });
const fields = fc.record({
  entry_id: fc.uuid(),
  call_id: string,
  timestamp: string,
  tool_name: string,
  policy_name: string,
  policy_version: string,
  tenant_id: fc.option(string),
  decision: fc.constantFrom('allowed', 'blocked'),
  violation_type: fc.option(string),
  violation_reason: fc.option(string),
  overhead_ms: fc.double(),
  call_duration_ms: fc.double(),
  input_redactions: fc.nat(),
  output_redactions: fc.nat(),
  entry_type: may(string),
  session_id: may(string),
  payload_hash: may(string),
  subject_ref: may(string),
  policy_hash: may(string),
  args_hash: may(string),
  error_class: may(string),
  rules: may(fc.array(string)),
  would_be: may(fc.boolean()),
  redacted_categories: may(fc.array(string)),
  tool_error: may(fc.record({ message: string, name: string })),
  cost_usd: may(fc.double()),
  tokens_used: may(fc.nat()),
  context: may(fc.dictionary(fc.string(), json)),
}) as fc.Arbitrary<AuditFields>;

/** What both ways are to say of a line that is taken. */
interface Said {
  readonly entryHash: string;
  readonly previousHash: string;
  readonly seq: number;
  readonly hashFits: boolean;
}

function quickly(line: string): Said | undefined {
  const fast = new FastLine();
  const text = `${line}\n`;
  if (!fast.match(text, 0) || fast.end !== text.length) return undefined;
  const { entryHash, previousHash, seq } = fast;
  return { entryHash, previousHash, seq, hashFits: fast.hashFits() };
}

/** Nothing for a line that is not canonical, or has a key that is not known. */
function fully(line: string): Said | undefined {
  const { members, text } = parseLine(line);
  if (text !== line || members.get('schema_version') !== '2') return undefined;
  for (const key of members.keys()) if (!AUDIT_KEYS.has(key)) return undefined;
  const unquoted = (key: string): string => JSON.parse(members.get(key) as string) as string;
  const entryHash = unquoted('entry_hash');
  const hashFits = hash('sha256', without(members, 'entry_hash'), 'hex') === entryHash;
  return { entryHash, previousHash: unquoted('previous_hash'), seq: Number(members.get('seq')), hashFits };
}

describe('a line that is recognised', () => {
  const line = fc.tuple(fields, fc.constantFrom('', 'ab'.repeat(32)), fc.nat());
  // Keys with escapes in a context are left to the full reader.
  const plainKeys = (value: unknown): boolean =>
    typeof value !== 'object' ||
    value === null ||
    Object.entries(value).every(([key, one]) => !quoteAscii(key).includes('\\') && plainKeys(one));

  it('says what the full reader says, and is every line that is written', () => {
    fc.assert(
      fc.property(line, ([entry, previous, seq]) => {
        const sealed = sealEntry(entry, previous, seq).line;
        const said = quickly(sealed);
        if (said === undefined) expect(plainKeys(entry.context)).toBe(false);
        else expect(said).toEqual({ ...fully(sealed), hashFits: true });
      }),
      { seed: 41, numRuns: 1500 },
    );
  });

  it('is never one that the full reader refuses, whatever was done to it', () => {
    const edit = fc.record({
      at: fc.nat(),
      drop: fc.nat({ max: 12 }),
      put: fc.oneof(
        fc.string({ unit: 'binary-ascii', maxLength: 3 }),
        fc.constantFrom(
          '"',
          '\\u0041',
          '\\u00e9',
          '\\u00E9',
          '\\n',
          '\\/',
          ',"a":1',
          '{',
          '}',
          '[]',
          '1e5',
          '01',
          '-',
          ' ',
        ),
        fc.constantFrom('"context":{"b":1,"a":2},', '"entry_hash":"', 'null', 'NaN', '\u0000', '\u00e9', ',', ':'),
      ),
    });
    let taken = 0;
    fc.assert(
      fc.property(line, fc.array(edit, { minLength: 1, maxLength: 2 }), ([entry, previous, seq], edits) => {
        let text = sealEntry(entry, previous, seq).line;
        for (const { at, drop, put } of edits)
          text = text.slice(0, at % text.length) + put + text.slice((at % text.length) + drop);
        const said = quickly(text);
        if (said === undefined) return;
        taken++;
        expect(said).toEqual(fully(text));
      }),
      { seed: 42, numRuns: 6000 },
    );
    expect(taken).toBeGreaterThan(50);
  });

  it('knows every key that a line may have', () => {
    const all = { args_hash: 'a', context: {}, cost_usd: 1, entry_type: 'x', error_class: 'e', policy_hash: 'h' };
    const more = {
      redacted_categories: [],
      rules: [],
      session_id: 's',
      payload_hash: 'p',
      subject_ref: 'r',
      tokens_used: 1,
      would_be: true,
    };
    const entry = { ...fc.sample(fields, { seed: 1, numRuns: 1 })[0], ...all, ...more };
    const { line: sealed } = sealEntry({ ...entry, tool_error: { message: 'm', name: 'n' } } as AuditFields, '', 0);
    expect(new Set(parseLine(sealed).members.keys())).toEqual(AUDIT_KEYS);
    expect(quickly(sealed)).toBeDefined();
  });

  it.each([
    ['a text without an end', `{"args_hash":"${'\\"'.repeat(500_000)}`],
    ['many escapes', `{"args_hash":"${'\\u00e9'.repeat(200_000)}",`],
    ['a long number', `{"call_duration_ms":${'1'.repeat(1_000_000)}`],
    ['deep lists', `{"call_duration_ms":1,"call_id":"","context":${'['.repeat(100_000)}`],
    ['deep objects', `{"call_duration_ms":1,"call_id":"","context":${'{"a":'.repeat(100_000)}`],
    ['a long list', `{"call_duration_ms":1,"call_id":"","context":[${'"",'.repeat(300_000)}`],
  ])('is not %s, which takes no long time', (_, text) => {
    expect(new FastLine().match(`${text}\n`, 0)).toBe(false);
  });
});

describe('canonical JSON', () => {
  it('is recognised as the full reader would write it, and nothing else is', () => {
    fc.assert(
      fc.property(json, fc.nat(), fc.constantFrom('', ' ', '"', ',', '0', '\\'), (value, at, put) => {
        const text = canonicalJson(value);
        const whole = canonicalEnd(text, 0);
        expect([text.length, -1]).toContain(whole);
        const changed = text.slice(0, at % (text.length + 1)) + put + text.slice(at % (text.length + 1));
        const end = canonicalEnd(changed, 0);
        if (end === changed.length) expect(parseLine(`{"a":${changed}}`).text).toBe(`{"a":${changed}}`);
      }),
      { seed: 43, numRuns: 2000 },
    );
  });

  it.each([
    '{"a":1,"a":1}',
    '{"b":1,"a":2}',
    '[{"x":{"b":1,"a":2}}]',
    '{"a":01}',
    '[1,]',
    '{"a" :1}',
    '"\\u0041"',
    '"\\/"',
  ])('is not %s', (text) => {
    expect(canonicalEnd(text, 0)).not.toBe(text.length);
  });

  it('is what the full reader takes up to the same depth', () => {
    for (const depth of [60, 61, 62, 63, 64, 65, 66])
      for (const [open, close] of [
        ['[', ']'],
        ['{"a":', '}'],
      ] as const) {
        const text = `${open.repeat(depth)}1${close.repeat(depth)}`;
        if (canonicalEnd(text, 0) === text.length) expect(parseLine(`{"a":${text}}`).text).toBe(`{"a":${text}}`);
      }
    expect(canonicalEnd(`${'['.repeat(20)}${']'.repeat(20)}`, 0)).toBe(40);
  });
});

describe('subtrees of a range', () => {
  it('put together give the root of RFC 6962, wherever the leaves are parted', () => {
    fc.assert(
      fc.property(fc.nat({ max: 70 }), fc.array(fc.nat({ max: 70 }), { maxLength: 4 }), (count, cuts) => {
        const leaves = Array.from({ length: count }, (_, i) => leafHash(String(i)));
        const tree = new MemoryTree();
        leaves.forEach((leaf) => tree.append(leaf));
        const all = new Subtrees();
        const ends = [...cuts.filter((cut) => cut < count), count].sort((a, b) => a - b);
        for (const end of ends) {
          const part = new Subtrees(all.size);
          for (const leaf of leaves.slice(all.size, end)) part.add(leaf.toString('latin1'));
          for (const { root, level } of part.parts) all.add(root, level);
        }
        expect(all.size).toBe(count);
        expect(all.root()).toEqual(rootOf(count, tree.read));
      }),
      { seed: 44, numRuns: 400 },
    );
  });
});
