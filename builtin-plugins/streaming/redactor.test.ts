import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ReadableStream } from 'node:stream/web';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Redactor } from 'enforcecore';
import { StreamingRedactor } from './index.ts';
import { SPEC_CATEGORIES } from './redactor.ts';
import type { StreamingRedactorOptions } from './index.ts';

const seed = 20261125;
/** Text in which something is often found, next to everything that could confuse detection. */
const soup = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...['john@example.com', '555-123-4567', '+44 20 7946 0958', '123-45-6789', '4111111111111111', '10.0.0.1'],
        ...['fe80::1%eth0', 'ssn 123456789', '<EMAIL>', '[SHA256:855f96e983f1f8e8]', 'john%40ex.com', '\u0665'],
        ...[
          '@',
          '.',
          '-',
          ' ',
          '+',
          '(',
          ')',
          ':',
          '%4',
          '&#64;',
          '&amp;',
          '\u200b',
          '\u00e9',
          '\u{1f600}',
          '1',
          '5',
          'a',
        ],
        ...['id;ssn\n', '7;', '123456789\n', 'x\\tssn\\n', 'a\\t', 'to/unit=', 'a/b=c@d.org'],
        ...['phone ', 'john&#', '64;ex.org', '\\u0040', '\uff15\uff15\uff15', 'e\u0301', '\n', ' 4111 1111 1111 1111'],
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { maxLength: 14 },
  )
  .map((parts) => parts.join(''));

function pieces(text: string, cuts: readonly number[]): string[] {
  const places = [...cuts.map((cut) => cut % (text.length + 1)), text.length].sort((a, b) => a - b);
  return places.map((place, i) => text.slice(places[i - 1] ?? 0, place));
}

function run(text: readonly string[], options: StreamingRedactorOptions = {}) {
  const redactor = new StreamingRedactor({ lookahead: 1, ...options });
  const given = text.map((piece) => redactor.push(piece)[0]);
  given.push(redactor.flush()[0]);
  return { given, out: given.join(''), events: redactor.events };
}

describe('text in pieces', () => {
  it.each(['placeholder', 'mask', 'hash', 'remove'] as const)(
    'equals the whole, wherever it is cut: output, events and offsets (%s)',
    (strategy) => {
      const whole = new Redactor({ strategy, categories: SPEC_CATEGORIES });
      fc.assert(
        fc.property(
          soup,
          fc.array(fc.nat(300), { maxLength: 8 }),
          fc.integer({ min: 1, max: 80 }),
          (text, cuts, lookahead) => {
            const { out, events } = run(pieces(text, cuts), { strategy, lookahead });
            const expected = whole.redact(text);
            expect(out).toBe(expected.text);
            expect(events).toEqual(expected.events);
          },
        ),
        { seed, numRuns: 4000 },
      );
    },
  );

  it('equals the whole, character by character', () => {
    const whole = new Redactor({ categories: SPEC_CATEGORIES });
    fc.assert(
      fc.property(soup, (text) => {
        expect(run(text.split('')).out).toBe(whole.redactString(text));
      }),
      { seed, numRuns: 1500 },
    );
  });

  it('equals the whole where a find far behind touches other text', () => {
    const text = 'Tel: 76120697 from GE11 IL00 1804 5800 4500 76 to LU64 7708 9409 5524 3279; +85251234567x';
    const whole = new Redactor({ categories: ['phone'], strategy: 'remove' });
    expect(run(text.split(''), { categories: ['phone'], strategy: 'remove' }).out).toBe(whole.redactString(text));
  });

  it('gives out nothing of a find before all of it is known', () => {
    const { given } = run(['mail john@exam', 'ple.co', 'm and ', 'go'], { lookahead: 1 });
    expect(given.slice(0, 2).join('')).toBe('mail');
    expect(given.join('')).toBe('mail <EMAIL> and go');
  });

  it('holds back a bounded number of characters, whatever the text is', () => {
    for (const unit of [
      'a',
      '1',
      '1 ',
      'a.',
      '@',
      '+1',
      'a@',
      '%',
      '&#',
      '\\u',
      'e\u0301',
      '1.',
      '(',
      '\ud83d\ude00',
      '9-',
    ]) {
      const redactor = new StreamingRedactor();
      const text = unit.repeat(40_000 / unit.length);
      for (let i = 0; i < text.length; i += 50) redactor.push(text.slice(i, i + 50));
      expect(redactor.held, unit).toBeLessThan(8_192);
    }
  });

  it('counts, tells and forgets', () => {
    const redactor = new StreamingRedactor();
    redactor.push('a@b.co ');
    const [text, events] = redactor.flush();
    expect([text, events]).toEqual(['<EMAIL> ', [{ entityType: 'email', start: 0, end: 6, replacement: '<EMAIL>' }]]);
    expect(redactor.redactionCount).toBe(1);
    redactor.reset();
    expect([redactor.redactionCount, redactor.events, redactor.flush()[0]]).toEqual([0, [], '']);
  });

  it.each([0, -1, 1.5, NaN, Infinity])('refuses a lookahead of %s', (lookahead) => {
    expect(() => new StreamingRedactor({ lookahead })).toThrow(
      expect.objectContaining({ code: 'EC_STREAM_LOOKAHEAD' }),
    );
  });
  it('refuses a category that does not exist', () => {
    expect(() => new StreamingRedactor({ categories: ['emial'] })).toThrow(
      expect.objectContaining({ code: 'EC_PII_CATEGORY_UNKNOWN' }),
    );
  });
});

describe('as a transform', () => {
  it('of Web streams', async () => {
    const out = ReadableStream.from(['to jane@exa', 'mple.com', ' now']).pipeThrough(
      new StreamingRedactor().toTransformStream(),
    );
    let text = '';
    for await (const piece of out) text += piece;
    expect(text).toBe('to <EMAIL> now');
  });
  it('of Node streams, bytes cut within a character included', async () => {
    const bytes = Buffer.from('\u{1f600} to jane@example.com \u{1f600}');
    const chunks = [bytes.subarray(0, 2), bytes.subarray(2, 11), bytes.subarray(11)];
    let out = '';
    await pipeline(Readable.from(chunks), new StreamingRedactor().toNodeTransform(), async (source) => {
      for await (const text of source) out += text as string;
    });
    expect(out).toBe('\u{1f600} to <EMAIL> \u{1f600}');
  });
});

describe('JSON in pieces, as a model writes the arguments of a call', () => {
  const json = (text: string, cuts: readonly number[]) => run(pieces(text, cuts), { format: 'json' }).out;

  it('stays JSON: a number that is replaced becomes a string', () => {
    expect(json('{"card":4111111111111111,"to":"a@b.co"}', [3, 9, 20])).toBe('{"card":"<CREDIT_CARD>","to":"<EMAIL>"}');
  });
  it('can be parsed however it is cut', () => {
    const leaf = fc.oneof(
      fc.constantFrom('a@b.co', '555-123-4567', '"', '\\', 'x\\"a@b.co'),
      fc.constant({ card: 4111111111111111 }),
      fc.string(),
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        leaf,
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(fc.string({ maxLength: 5 }), tie('tree'), { maxKeys: 3 }),
      ),
    }));
    fc.assert(
      fc.property(tree, fc.array(fc.nat(200), { maxLength: 6 }), (value, cuts) => {
        const out = json(JSON.stringify(value), cuts);
        expect(() => JSON.parse(out) as unknown).not.toThrow();
        expect(out).not.toMatch(/a@b\.co|4111111111111111/);
      }),
      { seed, numRuns: 2000 },
    );
  });
});
