/** @module What the tool, its caller and those who watch see of a value in which something was found. */
import { describe, expect, it } from 'vitest';
import { call, corridor, guarding, recordingSync, redacting, using } from '../tests/corridor.ts';
import { deny } from './decision.ts';
import type { Outcome } from './outcome.ts';
import type { CallRecord } from './record.ts';

describe('redaction', () => {
  it('rewrites arguments before the tool and the result after it, and counts both', () => {
    const seen: CallRecord[] = [];
    const made = corridor([redacting(), recordingSync(seen)]);
    expect(call(made, (value: string) => `${value} and secret`, ['a secret'])).toBe('a <WORD> and <WORD>');
    expect(seen[0]).toMatchObject({
      decision: 'redacted',
      redactionsInput: 1,
      redactionsOutput: 1,
      redactedCategories: ['word'],
    });
  });

  it('that fails stops the call, or withholds the result', () => {
    let ran = 0;
    const failing = (when: string) =>
      redacting((value, to) => {
        if (to === when) throw new Error('broken');
        return value;
      });
    expect(() => call(corridor([failing('input')]), () => ran++)).toThrow(
      expect.objectContaining({ code: 'EC_REDACTION_FAILED' }),
    );
    expect(ran).toBe(0);
    expect(() => call(corridor([failing('output')]), () => 'x')).toThrow(
      expect.objectContaining({ code: 'EC_REDACTION_FAILED' }),
    );
  });

  it('is all that observers see of arguments, results, errors and reasons', () => {
    const seen: unknown[] = [];
    const watching = using({
      phase: 'observe',
      sync: true,
      handle(one, next) {
        seen.push(one.args);
        const outcome = next(one) as Outcome;
        seen.push(outcome.value, outcome.error);
        return outcome;
      },
    });
    const made = corridor([redacting(), watching]);
    expect(call(made, (value: string) => `${value} secret`, ['my secret'])).toBe('my <WORD> <WORD>');
    expect(() =>
      call(made, () => {
        throw new Error('a secret failure');
      }),
    ).toThrow('a secret failure');
    expect(JSON.stringify(seen)).not.toContain('secret');
    expect(JSON.stringify(seen)).toContain('a <WORD> failure');
    const refusing = corridor([redacting(), guarding({ check: () => deny('because of secret') })]);
    expect(() => call(refusing, () => 1)).toThrow(expect.objectContaining({ reason: 'because of <WORD>' }));
  });

  it('cannot be undone by an observer', () => {
    const made = corridor([
      redacting(),
      using({ phase: 'observe', handle: (one, next) => (next(one) as Outcome).replace('forged') }),
    ]);
    expect(() => call(made, () => 'x')).toThrow(expect.objectContaining({ code: 'EC_ENFORCEMENT_FAILED' }));
  });
});
