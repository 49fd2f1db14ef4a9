/** Streams that a tool returns: items by themselves, or pieces of one text. */
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { Enforcer, HookRegistry } from 'enforcecore';
import type { CallOptions } from 'enforcecore';

const PIECES = ['write to ja', 'ne@exam', 'ple.com', ' or 555-', '123-4567', ' please'];
const REDACTED = 'write to <EMAIL> or <PHONE> please';

function enforcer(section: object = {}) {
  return new Enforcer(
    { name: 'streams', rules: { pii_redaction: { enabled: true, ...section } } },
    { hooks: new HookRegistry(), settings: { auditEnabled: false } },
  );
}
function* pieces(): Generator<string, string> {
  yield* PIECES;
  return 'done at a@b.co';
}
async function* later(): AsyncGenerator<string, void> {
  yield* PIECES;
}
const wrapped = <F extends () => unknown>(tool: F, options: CallOptions = {}, section: object = {}) =>
  enforcer(section).wrap(tool, { toolName: 'talk', ...options });

describe('pieces of one text', () => {
  it('are redacted across their borders, from generators of both kinds', async () => {
    expect([...wrapped(pieces, { textStream: true })()].join('')).toBe(REDACTED);
    let text = '';
    for await (const piece of wrapped(later, { textStream: true })()) text += piece;
    expect(text).toBe(REDACTED);
  });

  it('are what a stream of Node gives that is not in object mode', async () => {
    const tool = wrapped(() => {
      const stream = new Readable({ encoding: 'utf8', read: () => undefined });
      for (const piece of [...PIECES, null]) stream.push(piece);
      return stream;
    });
    let text = '';
    for await (const piece of tool()) text += piece as string;
    expect(text).toBe(REDACTED);
  });

  it('end before what is no text, in order, and before what the generator returns', () => {
    function* mixed(): Generator<unknown, string> {
      yield 'mail ja';
      yield { to: 'ne@example.com' };
      yield 'jane@exa';
      return 'mple.com';
    }
    const stream = wrapped(mixed, { textStream: true })();
    const seen: unknown[] = [];
    let step = stream.next();
    for (; !step.done; step = stream.next()) seen.push(step.value);
    const texts = seen.filter((one) => typeof one === 'string').join('|');
    expect(seen.find((one) => typeof one === 'object')).toEqual({ to: '<EMAIL>' });
    expect(seen.findIndex((one) => typeof one === 'object')).toBeGreaterThan(0);
    expect(texts.replaceAll('|', '')).toBe('mail jajane@exa');
    expect(step.value).toBe('mple.com');
  });
});

describe('items by themselves', () => {
  it('stay as many as they were, also when nothing is left of one', () => {
    function* notes(): Generator<string> {
      yield 'jane@example.com';
      yield 'plain';
    }
    expect([...wrapped(notes)()]).toEqual(['<EMAIL>', 'plain']);
    expect([...wrapped(notes, {}, { strategy: 'remove' })()]).toEqual(['', 'plain']);
  });
});
