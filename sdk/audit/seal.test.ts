/** @module A line never grows beyond what a reader has to hold. */
import { hash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AuditEntry, entryFields } from './entry.ts';
import { AUDIT_KEYS } from './fields.ts';
import { canonicalJson } from './json.ts';
import { hashEntry, LONGEST_LINE, sealEntry } from './seal.ts';

const LONG = '\u00e9'.repeat(200_000);

describe('a line', () => {
  it('holds what is too long by its hash, and stays below 64 KiB', () => {
    const context = { prompt: LONG };
    const every = entryFields({
      ...{ toolName: LONG, policyName: LONG, policyVersion: LONG, tenantId: LONG, decision: LONG, entryId: LONG },
      ...{
        callId: LONG,
        timestamp: LONG,
        violationType: LONG,
        violationReason: LONG,
        entryType: LONG,
        sessionId: LONG,
      },
      ...{ policyHash: LONG, argsHash: LONG, errorClass: LONG, rules: [LONG, LONG], redactedCategories: [LONG] },
      ...{ toolError: { message: LONG, name: LONG }, context },
    });
    const { line, entryHash, shortened } = sealEntry(every, 'ab'.repeat(32), 3);
    expect(line.length + 1).toBeLessThan(LONGEST_LINE);
    expect(hashEntry(JSON.parse(line) as object)).toBe(entryHash);
    expect(shortened?.tool_name).toBe(`sha256:${hash('sha256', LONG)} (200000 characters)`);
    expect(shortened?.context).toMatchObject({ sha256: hash('sha256', canonicalJson(context)) });
  });

  it('of ordinary length stands as it was given', () => {
    const context = { prompt: 'x'.repeat(50_000) };
    const { line, shortened } = sealEntry(entryFields({ toolName: 't', policyName: 'p', context }), '', 0);
    expect(shortened).toBeUndefined();
    expect(JSON.parse(line)).toMatchObject({ context, seq: 0, schema_version: 2, previous_hash: '' });
  });

  it('holds what no reader would follow, so deep is it, by its hash', () => {
    const nested = (levels: number): object => (levels === 0 ? { n: 1 } : { '{[': nested(levels - 1) });
    const lineOf = (levels: number) =>
      sealEntry(entryFields({ toolName: '\\"[', policyName: 'p', context: { c: nested(levels) } }), '', 0);
    expect(lineOf(61).shortened).toBeUndefined();
    const context = { c: nested(62) };
    const { line, shortened } = lineOf(62);
    expect(shortened).toEqual({
      context: { sha256: hash('sha256', canonicalJson(context)), characters: canonicalJson(context).length },
    });
    expect(JSON.parse(line)).toMatchObject(shortened as object);
  });

  it('is canonical JSON of texts also when JavaScript gives what is none', () => {
    const odd = ['a"b\n'] as unknown as string;
    let asked = 0;
    const sly = { length: 1, toString: () => (asked++ === 0 ? 'x' : 'x"}\n{"y":"') } as unknown as string;
    const fields = entryFields({
      ...{ toolName: odd, policyName: sly, tenantId: odd, sessionId: odd, entryId: odd, callId: odd, timestamp: odd },
      ...{ errorClass: sly, violationReason: odd, violationType: odd, rules: [odd], decision: odd },
      ...{ wouldBe: 'true}\n{' as unknown as boolean },
    });
    const { line, entryHash } = sealEntry(fields, '', 0);
    expect(canonicalJson(JSON.parse(line))).toBe(line);
    expect(hashEntry(JSON.parse(line) as object)).toBe(entryHash);
    expect(line).not.toContain('\n');
  });

  it('that points to a payload has its keys in their place, so that its hash is that of its other fields', () => {
    const fields = entryFields({
      ...{ toolName: 't', policyName: 'p', policyHash: 'ab', sessionId: 's', tenantId: 't', overheadMs: 1 },
      ...{ payloadHash: 'cd'.repeat(32), subjectRef: 'ef'.repeat(32), argsHash: '01'.repeat(32) },
    });
    const { line, entryHash } = sealEntry(fields, '', 0);
    const read = JSON.parse(line) as Record<string, unknown>;
    expect(read).toMatchObject({ payload_hash: 'cd'.repeat(32), subject_ref: 'ef'.repeat(32) });
    expect(hashEntry(read)).toBe(entryHash);
    expect(canonicalJson(read)).toBe(line);
    for (const key of Object.keys(read)) expect(AUDIT_KEYS.has(key)).toBe(true);
    expect(hashEntry(AuditEntry.fromDict(read))).toBe(entryHash);
    expect(AuditEntry.of(fields)).toMatchObject({ payloadHash: 'cd'.repeat(32), subjectRef: 'ef'.repeat(32) });
  });

  it('is the canonical JSON of its fields, whatever they are and whichever came before', () => {
    const few = fc.constantFrom('', 'demo', 'search', '"', '\u00e9\ud800', 'x'.repeat(300));
    const number = fc.constantFrom(0, 1, 1.25, NaN);
    const all = {
      ...{ toolName: few, policyName: few, policyVersion: few, policyHash: few, decision: few },
      ...{ tenantId: fc.option(few), violationType: fc.option(few), violationReason: fc.option(few) },
      ...{ entryId: few, callId: few, timestamp: few, entryType: few, errorClass: few, sessionId: few },
      ...{ argsHash: few, payloadHash: few, subjectRef: few, rules: fc.array(few), redactedCategories: fc.array(few) },
      ...{ inputRedactions: number, outputRedactions: number, overheadMs: number, callDurationMs: number },
      ...{ wouldBe: fc.boolean(), costUsd: number, tokensUsed: number, context: fc.dictionary(few, few) },
    };
    const init = fc.record(all, { requiredKeys: ['toolName', 'policyName'] });
    fc.assert(
      fc.property(fc.array(init, { minLength: 1, maxLength: 6 }), (inits) => {
        let previous = '';
        for (const [seq, one] of inits.entries()) {
          const fields = entryFields(one);
          const { line, entryHash } = sealEntry(fields, previous, seq);
          const place = { schema_version: 2, seq, previous_hash: previous, entry_hash: entryHash };
          expect(line).toBe(canonicalJson({ ...fields, ...place }));
          expect(hashEntry({ ...fields, ...place })).toBe(entryHash);
          previous = entryHash;
        }
      }),
    );
  });
});
