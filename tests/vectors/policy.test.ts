import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Policy, PolicyEngine, validateToolName } from 'enforcecore';
import { present, vectors } from './vectors.ts';

const wanted = (vector: { suspect?: boolean; believed?: unknown; expect: unknown }) =>
  (vector.suspect ? vector.believed : vector.expect) as Record<string, unknown>;

describe.skipIf(!present)('recorded behaviour: policies', () => {
  it.each(vectors('policy').map((vector) => [vector.id, vector] as const))('%s', (_id, vector) => {
    const { decision, violationType } = new PolicyEngine(vector.input.policy).evaluatePreCall(vector.input.tool);
    const expected = wanted(vector);
    expect(decision).toBe(expected['decision']);
    if ('violation_type' in expected) expect(violationType).toBe(expected['violation_type']);
  });

  it.each(vectors('toolnames').map((vector) => [vector.id, vector] as const))('%s', (_id, vector) => {
    const expected = wanted(vector);
    const validate = () => validateToolName(vector.input.name);
    if (expected['ok']) expect(validate()).toBe(expected['name']);
    else expect(validate).toThrow(expect.objectContaining({ name: expected['error'] as string }));
  });

  it.each(
    vectors('load')
      .filter(({ area }) => area === 'load.file')
      .map((vector) => [vector.id, vector] as const),
  )('%s', (_id, vector) => {
    const folder = mkdtempSync(join(tmpdir(), 'enforcecore-vector-'));
    try {
      for (const [name, text] of Object.entries(vector.input.files as Record<string, string>)) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), text);
      }
      const load = () => Policy.fromFile(join(folder, vector.input.main));
      // What is believed may say nothing about whether the file loads at all: then what was recorded does.
      const expected: Record<string, unknown> = { ...(vector.expect as object), ...wanted(vector) };
      if (!expected['ok'])
        return expect(load).toThrow(
          expect.objectContaining({ name: expected['error'] ?? (expect.stringMatching(/^Policy/) as string) }),
        );
      expectPolicy(load().toJSON(), expected['policy'] as Record<string, unknown>);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each(
    vectors('load')
      .filter(({ area }) => area === 'load.merge')
      .map((vector) => [vector.id, vector] as const),
  )('%s', (_id, vector) => {
    const policy = (part: Record<string, unknown>): Record<string, unknown> => {
      const { on_violation, ...rules } = part;
      return { name: 'p', rules, ...(on_violation === undefined ? {} : { on_violation }) };
    };
    const merged = Policy.merge(policy(vector.input.base), policy(vector.input.override)).toJSON();
    const flat = { ...(merged['rules'] as object), on_violation: merged['on_violation'] };
    expect(flat).toMatchObject(wanted(vector));
  });
});

/** Every section of a room that exists, as recorded. */
function expectPolicy(actual: Record<string, unknown>, expected: Record<string, unknown>): void {
  const { rules, ...head } = expected;
  expect(actual).toMatchObject(head);
  const mine = actual['rules'] as Record<string, unknown>;
  const known = Object.fromEntries(
    Object.entries(rules as Record<string, unknown>).filter(
      ([section]) => section in mine || ['max_output_size_bytes', 'allowed_tools'].includes(section),
    ),
  );
  const { pii_redaction: pii, ...rest } = known as { pii_redaction: Record<string, unknown> };
  expect(mine).toMatchObject(rest);
  const { ner_threshold: _threshold, ner_fallback_to_regex: _fallback, ...regexTier } = pii;
  expect(mine['pii_redaction']).toMatchObject(regexTier);
}
