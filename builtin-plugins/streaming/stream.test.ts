import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadTrail, streamEnforce, StreamingViolation, verifyTrail } from 'enforcecore';
import type { StreamEnforceOptions } from 'enforcecore';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'enforcecore-stream-'));
  process.env['ENFORCECORE_AUDIT_PATH'] = folder;
});
afterEach(() => {
  delete process.env['ENFORCECORE_AUDIT_PATH'];
  rmSync(folder, { recursive: true, force: true });
});

const policy = { name: 'chat', rules: {} };
const trail = () => loadTrail(join(folder, 'trail.jsonl')).map((entry) => entry.toDict());

/** A source that tells whether it was closed. */
function source(pieces: readonly string[], failure?: Error) {
  const state = { closed: false, given: 0 };
  async function* generate(): AsyncGenerator<string> {
    try {
      for (const piece of pieces) {
        state.given++;
        yield piece;
      }
      if (failure) throw failure;
    } finally {
      state.closed = true;
    }
  }
  return { state, stream: generate() };
}

async function all(stream: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const piece of stream) text += piece;
  return text;
}

describe('a stream under a policy', () => {
  it('is redacted across its pieces, counted, and recorded', async () => {
    const { stream, state } = source(['write to ja', 'ne@exam', 'ple.com', ' or 555-', '123-4567', ' please']);
    const safe = streamEnforce(stream, { policy });
    expect(await all(safe)).toBe('write to <EMAIL> or <PHONE> please');
    expect(state.closed).toBe(true);
    const result = await safe.result;
    expect(result).toMatchObject({
      policyName: 'chat',
      toolName: 'stream',
      decision: 'allowed',
      violationReason: null,
      tokensTotal: 6,
      tokensRedacted: 5,
      totalRedactions: 2,
      complete: true,
    });
    const entries = trail();
    expect(entries.map(({ entry_type }) => entry_type)).toEqual(['intent', 'outcome']);
    expect(entries[1]).toMatchObject({ decision: 'redacted', output_redactions: 2, entry_id: result.auditEntryId });
    expect((await verifyTrail(join(folder, 'trail.jsonl'))).isValid).toBe(true);
    expect(safe.auditEntry).toMatchObject({
      entryId: result.auditEntryId,
      redactionEvents: [
        { entityType: 'email', start: 9, end: 25 },
        { entityType: 'phone', start: 29, end: 41 },
      ],
    });
    expect(JSON.stringify([result, safe.auditEntry])).not.toContain('jane');
  });

  it('that the policy denies throws its own violation, and nothing of the source is read', async () => {
    const { stream, state } = source(['secret']);
    const safe = streamEnforce(stream, {
      policy: { name: 'chat', rules: { denied_tools: ['reply'] } },
      toolName: 'reply',
    });
    const error: unknown = await all(safe).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StreamingViolation);
    expect(error).toMatchObject({ code: 'EC_TOOL_DENIED', result: { decision: 'blocked', tokensTotal: 0 } });
    expect(await safe.result).toMatchObject({ decision: 'blocked', violationReason: expect.stringMatching(/denied/) });
    expect(state.given).toBe(0);
    expect(trail().at(-1)).toMatchObject({
      decision: 'blocked',
      violation_type: 'tool_denied',
      error_class: 'ToolDeniedError',
    });
  });

  it('under on_violation: log goes on, and the reason is kept', async () => {
    const safe = streamEnforce(source(['a@b.co']).stream, {
      policy: { name: 'chat', rules: { denied_tools: ['reply'] } },
      toolName: 'reply',
      onViolation: 'log',
    });
    expect(await all(safe)).toBe('<EMAIL>');
    expect(await safe.result).toMatchObject({ decision: 'allowed', violationReason: expect.stringMatching(/denied/) });
  });

  it('that the consumer leaves is closed, and its record says so', async () => {
    const { stream, state } = source(['one ', 'two ', 'three ', 'four '], undefined);
    const safe = streamEnforce(stream, { policy, lookahead: 1 });
    for await (const piece of safe) if (piece.length > 0) break;
    expect(state.closed).toBe(true);
    expect(await safe.result).toMatchObject({ complete: false });
    expect(trail().at(-1)).toMatchObject({ entry_type: 'outcome', error_class: 'StreamAbandoned' });
  });

  it('that is disposed of unread closes its source', async () => {
    const { stream, state } = source(['one']);
    {
      const safe = streamEnforce(stream, { policy });
      await safe[Symbol.asyncDispose]();
      expect(await safe.result).toMatchObject({ tokensTotal: 0, complete: false });
    }
    expect((await stream.next()).done).toBe(true);
    expect(state.given).toBe(0);
  });

  it('whose source fails throws what the source threw, after all that is safe', async () => {
    const failure = new Error('upstream a@b.co');
    const safe = streamEnforce(source(['one ', 'two '], failure).stream, { policy });
    await expect(all(safe)).rejects.toBe(failure);
    expect(await safe.result).toMatchObject({ complete: false });
    expect(JSON.stringify(trail())).not.toContain('a@b.co');
    expect(trail().at(-1)).toMatchObject({ error_class: 'Error' });
  });

  it('that is aborted before it began reads nothing', async () => {
    const { stream, state } = source(['one']);
    const safe = streamEnforce(stream, { policy, signal: AbortSignal.abort() });
    await expect(all(safe)).rejects.toMatchObject({ code: 'EC_ABORTED' });
    expect(state.given).toBe(0);
  });

  it.each([
    [{ redact: false }, 'a@b.co'],
    [{ redactionStrategy: 'mask' }, '****@****.***'],
    [{ policy: { name: 'chat', rules: { pii_redaction: { enabled: true, categories: ['ssn'] } } } }, 'a@b.co'],
    [{ policy: { name: 'chat', rules: { pii_redaction: { enabled: true, strategy: 'remove' } } } }, ''],
  ] as [Partial<StreamEnforceOptions>, string][])('uses what it is told: %j', async (options, text) => {
    expect(await all(streamEnforce(['a@b', '.co'], { policy, ...options }))).toBe(text);
  });

  it('whose policy is wrong cannot be made', () => {
    expect(() => streamEnforce([], { policy: { name: 'x', rules: { nonsense: 1 } } })).toThrow(/nonsense/);
    expect(() => streamEnforce([], { policy, redactionStrategy: 'paint' })).toThrow(/strategy/);
  });
});
