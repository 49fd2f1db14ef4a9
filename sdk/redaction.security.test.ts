/** @module Nothing hides: whatever a value is made of, what is found in it does not leave. */
import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Awaitable } from '../kernel/awaitable.ts';
import type { SANITIZER } from '../kernel/sanitizer.ts';
import type { Destination, Find, Sanitizer } from '../kernel/sanitizer.ts';
import type { Span, TextRedactor } from './points.ts';
import { redactionPlugin } from './redaction.ts';

const MAIL = 'ann@example.com';
const SSN = /(?<=ssn\W{1,8}|social\W{1,8})\d{9}|(?<!\w)4111111111111111(?!\w)/gi;
const finder: TextRedactor = {
  name: 'test',
  find(text, from = 0) {
    const spans: Span[] = [];
    for (const { 0: hit, index } of text.matchAll(/\w+@\w+\.com/g))
      if (index >= from)
        spans.push({ start: index, end: index + hit.length, category: 'email', replacement: '<EMAIL>' });
    for (const { 0: hit, index } of text.matchAll(SSN))
      if (index >= from) spans.push({ start: index, end: index + hit.length, category: 'ssn', replacement: '<SSN>' });
    return spans;
  },
  stream: { before: 48, hold: (text) => text.length },
};

function sanitizerOf(...redactors: TextRedactor[]): Sanitizer {
  let made: Sanitizer | undefined;
  const plugin = redactionPlugin({ enabled: true });
  const host = { provide: (_: typeof SANITIZER, value: Sanitizer) => (made = value), read: () => redactors };
  const running = plugin.setup(host as never, {} as never, {} as never) as { start(): void };
  running.start();
  return made as Sanitizer;
}
const sanitizer = sanitizerOf(finder);
const ignore = (): void => {};
const clean = (value: unknown, to: Destination = 'output'): unknown => sanitizer.clean(value, to, ignore);
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const codeOf = (body: () => unknown): unknown => {
  try {
    body();
  } catch (error) {
    return (error as { code?: unknown }).code ?? (error as Error).name;
  }
  return undefined;
};

describe('numbers and keys', () => {
  it('takes the key of a number for context, and puts text in place of what is found', () => {
    const value = { ssn: 123456789, card: 4111111111111111, order: 123456789, big: { ssn: 123456789n }, ssn_list: [1] };
    expect(clean(value)).toEqual({
      ssn: '<SSN>',
      card: '<SSN>',
      order: 123456789,
      big: { ssn: '<SSN>' },
      ssn_list: [1],
    });
    expect(clean([4111111111111111], 'input')).toEqual(['<SSN>']);
    expect(clean(4111111111111111)).toBe('<SSN>');
    expect(clean(new Map([['ssn', 123456789]]))).toEqual(new Map([['ssn', '<SSN>']]));
    expect(clean([1.5, -123456789, 1e300, NaN, 999999])).toEqual([1.5, -123456789, 1e300, NaN, 999999]);
  });

  it('takes the key of a short text for context, and that of a list for its items', () => {
    expect(clean({ ssn: '123456789', note: '123456789' })).toEqual({ ssn: '<SSN>', note: '123456789' });
    expect(clean({ ssn: ['123456789', '987654321'] })).toEqual({ ssn: ['<SSN>', '<SSN>'] });
    expect(clean(new Map([['ssn', '123456789']]))).toEqual(new Map([['ssn', '<SSN>']]));
    expect(clean({ type: 'text', text: `to ${MAIL}` })).toEqual({ type: 'text', text: 'to <EMAIL>' });
  });

  it('does not count the key to the text', () => {
    expect(clean({ [MAIL]: '5' })).toEqual({ '<EMAIL>': '5' });
    const anchored = sanitizerOf({
      name: 'anchored',
      find: (text) => (/^\d{9}$/.test(text) ? [{ start: 0, end: 9, category: 'id', replacement: '<ID>' }] : []),
    });
    expect(anchored.clean({ id: '123456789' }, 'output', ignore)).toEqual({ id: '<ID>' });
  });
});

describe('JSON inside of strings', () => {
  it.each([
    ['{"ssn": 123456789,  "n": 1.0}', '{"ssn": "<SSN>",  "n": 1.0}'],
    ['[4111111111111111]', '["<SSN>"]'],
    ['{"a":"\\nann@example.com"}', '{"a":"\\n<EMAIL>"}'],
    ['{"a": 1}\n{"ssn": 123456789}\n', '{"a": 1}\n{"ssn": "<SSN>"}\n'],
    ['{"ssn": 123456789', '{"ssn": <SSN>'],
  ])('redacts %s and keeps the rest', (text, expected) => {
    expect(clean(text)).toBe(expected);
  });

  it('redacts JSON in JSON in JSON', () => {
    const nested = JSON.stringify({ a: JSON.stringify(JSON.stringify({ ssn: 123456789, to: MAIL })) });
    const now = clean(nested) as string;
    const inner = JSON.parse(JSON.parse((JSON.parse(now) as { a: string }).a) as string) as unknown;
    expect(inner).toEqual({ ssn: '<SSN>', to: '<EMAIL>' });
  });

  it('stays JSON whatever it holds', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(MAIL, '{"ssn":123456789}'), (json, secret) => {
        const text = JSON.stringify([JSON.parse(json), secret, { ssn: 123456789 }]);
        const now = clean(text) as string;
        expect(() => JSON.parse(now) as unknown).not.toThrow();
        expect(now).not.toMatch(/ann@|123456789/);
        expect(clean(now)).toBe(now);
      }),
      { seed: 20260301, numRuns: 300 },
    );
  });
});

describe('what is encoded', () => {
  const text = `please write to ${MAIL} soon`;
  const redacted = 'please write to <EMAIL> soon';

  it('is redacted inside, in the alphabet it is spelt in', () => {
    expect(clean(`x ${base64(text)} y`)).toBe(`x ${base64(redacted)} y`);
    expect(clean(`data:text/plain;base64,${base64(text)}`)).toBe(`data:text/plain;base64,${base64(redacted)}`);
    expect(clean(Buffer.from(text).toString('hex'))).toBe(Buffer.from(redacted).toString('hex'));
    const bytes = `?>?>?> ${text}`;
    expect(clean(Buffer.from(bytes).toString('base64url'))).toBe(
      Buffer.from(`?>?>?> ${redacted}`).toString('base64url'),
    );
    expect(clean(base64(base64(text)))).toBe(base64(base64(redacted)));
    expect(clean(base64('{"ssn":123456789}'))).toBe(base64('{"ssn":"<SSN>"}'));
    expect(clean(base64(MAIL))).toBe(base64('<EMAIL>'));
  });

  it('goes as a whole when it is a signed token', () => {
    const header = Buffer.from('{"alg":"HS256","typ":"JWT"}').toString('base64url');
    const payload = Buffer.from(JSON.stringify({ sub: '1', email: MAIL })).toString('base64url');
    expect(clean(`Bearer ${header}.${payload}.c2lnbmF0dXJlLW9mLWl0 end`)).toBe('Bearer <EMAIL> end');
    const harmless = `${header}.${Buffer.from('{"sub":"1234"}').toString('base64url')}.c2lnbmF0dXJlLW9mLWl0`;
    expect(clean(harmless)).toBe(harmless);
  });

  it('is left as it is when it holds nothing, or is no text', () => {
    const values = [
      base64('nothing in here to be found at all'),
      Buffer.from([137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13]).toString('base64'),
      '3f2b8c1e9f0a4c1e8f0a2b3c4d5e6f70',
      '/usr/local/lib/node_modules/something/index.js',
      'getElementsByTagNameAndSoOn',
    ];
    for (const value of values) expect(clean(value)).toBe(value);
  });

  it('is told once for each find', () => {
    const finds: Find[] = [];
    void sanitizer.clean(base64(`${MAIL} and ssn 123456789`), 'output', (find) => finds.push(find));
    expect(finds.map(({ category }) => category)).toEqual(['email', 'ssn']);
  });

  it('is looked at in content blocks of any size, and media are not touched', () => {
    const long = `${'x '.repeat(100_000)}${MAIL}`;
    const blob = { type: 'resource', resource: { uri: 'a:b', mimeType: 'text/plain', blob: base64(long) } };
    const now = clean(blob) as typeof blob;
    expect(Buffer.from(now.resource.blob, 'base64').toString()).toBe(long.replace(MAIL, '<EMAIL>'));
    const pixels = Buffer.from(Array.from({ length: 300 }, (_, i) => (i * 37) % 256)).toString('base64');
    const image = { type: 'image', mimeType: 'image/png', data: pixels };
    expect(clean(image)).toBe(image);
    const lie = { type: 'image', mimeType: 'image/png', data: base64(`${text} ${'and more '.repeat(9)}`) };
    expect(Buffer.from((clean(lie) as typeof lie).data, 'base64').toString()).not.toContain(MAIL);
    expect(clean({ type: 'resource_link', uri: `file:///${MAIL}`, name: MAIL, description: MAIL })).toEqual({
      type: 'resource_link',
      uri: 'file:///<EMAIL>',
      name: '<EMAIL>',
      description: '<EMAIL>',
    });
  });

  // In square time it would take minutes, and the runner would give up.
  it('gets through a megabyte of what it has to decode', () => {
    expect(clean(`${base64(text)}.`.repeat(20_000))).not.toContain(base64(text));
  });
});

describe('objects that hide text', () => {
  it('withholds instances whose JSON, getters or text show something', () => {
    class Told {
      toJSON(): unknown {
        return { to: MAIL };
      }
    }
    class Kept {
      #to = MAIL;
      get to(): string {
        return this.#to;
      }
    }
    class Says {
      #to = MAIL;
      override = 1;
      toString(): string {
        return this.#to;
      }
    }
    for (const value of [new Told(), new Kept(), new Says()]) {
      expect(codeOf(() => clean([value]))).toBe('EC_WALK_OPAQUE');
      expect(clean({ a: 1, value }, 'view')).toEqual({ a: 1, value: '[withheld]' });
    }
  });

  it('does not pass what cannot be read at once', () => {
    const unreadable = [
      new Blob([MAIL]),
      new File([MAIL], 'x.txt'),
      new Response(MAIL),
      new ReadableStream(),
      Promise.resolve(MAIL),
      new Map([[MAIL, 1]]).entries(),
      new Proxy(new Map([[MAIL, 1]]), {}),
    ];
    for (const value of unreadable) {
      expect(codeOf(() => clean({ value }))).toBe('EC_WALK_OPAQUE');
      expect(clean({ value }, 'view')).toEqual({ value: '[withheld]' });
    }
    const readable = [new Blob([]), new Blob(['x'], { type: 'image/png' }), new Response(), new Date(), () => MAIL];
    for (const value of readable) expect((clean([value]) as unknown[])[0]).toBe(value);
  });

  it('rewrites headers, forms, names of files, patterns, boxed values and descriptions of symbols', () => {
    expect([...(clean(new Headers({ ssn: '123456789', from: MAIL })) as Headers)]).toEqual([['from', '<EMAIL>'], ['ssn', '<SSN>']]); // prettier-ignore
    const form = new FormData();
    form.append('ssn', '123456789');
    form.append('photo', new File(['x'], `${MAIL}.png`, { type: 'image/png' }));
    const sent = clean(form) as FormData;
    expect(sent.get('ssn')).toBe('<SSN>');
    expect((sent.get('photo') as File).name).toBe('<EMAIL>.png');
    expect(form.get('ssn')).toBe('123456789');
    expect(String(clean(/ann@example.com/gi))).toBe('/<EMAIL>/gi');
    expect(clean([Object(MAIL), Object(4111111111111111)])).toEqual([Object('<EMAIL>'), Object('<SSN>')]);
    expect(String((clean([Symbol(MAIL)]) as symbol[])[0])).toBe('Symbol(<EMAIL>)');
    expect((clean([Symbol.for(MAIL)]) as symbol[])[0]).toBe(Symbol.for('<EMAIL>'));
    expect(inspect(clean({ [Symbol(MAIL)]: 1 }))).not.toContain(MAIL);
    class Box {}
    const hidden = Object.defineProperty(new Box(), 'to', { value: MAIL, enumerable: false });
    expect((clean(hidden) as { to: string }).to).toBe('<EMAIL>');
  });

  it('reads bytes in UTF-16 and Latin-1', () => {
    const wide = Buffer.from(`to ${MAIL}`, 'utf16le');
    expect((clean(wide) as Buffer).toString('utf16le')).toBe('to <EMAIL>');
    expect((clean(Buffer.from(wide).swap16()) as Buffer).swap16().toString('utf16le')).toBe('to <EMAIL>');
    const codes = Uint16Array.from(MAIL, (char) => char.charCodeAt(0));
    expect(String.fromCharCode(...(clean(codes) as Uint16Array))).toBe('<EMAIL>');
    expect((clean(Buffer.from(`caf\u00e9 ${MAIL}`, 'latin1')) as Buffer).toString('latin1')).toBe('caf\u00e9 <EMAIL>');
    expect((clean(new Uint32Array(Buffer.from('1ann@example.com').buffer.slice(0, 0))) as Uint32Array).length).toBe(0);
  });

  it('fails closed on what throws, and takes broken text', () => {
    const revoked = Proxy.revocable({}, {});
    revoked.revoke();
    expect(codeOf(() => clean([revoked.proxy]))).toBe('TypeError');
    const trap = { get x(): string { throw new RangeError('no'); } }; // prettier-ignore
    expect(codeOf(() => clean(trap))).toBe('RangeError');
    expect(clean([`\ud800 ${MAIL} \0`])).toEqual(['\ud800 <EMAIL> \0']);
  });
});

describe('laws', () => {
  const secret = fc.constantFrom(MAIL, base64(`write to ${MAIL}`), `{"to":"${MAIL}"}`, `\ud800${MAIL}`);
  const leaf = fc.oneof(secret, fc.string(), fc.integer(), fc.date(), fc.boolean(), fc.bigInt(), fc.constant(null));
  const { value: anything } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.oneof(fc.string(), secret), tie('value'), { maxKeys: 4, noNullPrototype: false }),
      fc.array(fc.tuple(tie('value'), tie('value')), { maxLength: 3 }).map((pairs) => new Map(pairs)),
      fc.array(tie('value'), { maxLength: 3 }).map((items) => new Set(items)),
      secret.map((text) => Buffer.from(text)),
      tie('value').map((cause) => new Error(MAIL, { cause })),
    ),
  }));

  it('leaves nothing behind, keeps the shape, touches no input, and changes nothing the second time', () => {
    fc.assert(
      fc.property(anything, (value) => {
        const before = inspect(value, { depth: 20, showHidden: true });
        const now = clean(value);
        expect(inspect(value, { depth: 20, showHidden: true })).toBe(before);
        const shown = inspect(now, { depth: 20, showHidden: true });
        expect(shown).not.toContain(MAIL);
        expect(shown).not.toContain(base64(`write to ${MAIL}`));
        expect(shown).not.toContain(Buffer.from(MAIL).toString('hex').replace(/../g, '$& ').trim());
        expect(Object.getPrototypeOf(Object(now))).toBe(Object.getPrototypeOf(Object(value)));
        expect(clean(now)).toBe(now);
      }),
      { seed: 20260302, numRuns: 500 },
    );
  });

  it('gives the same when redactors need time', async () => {
    const slow = sanitizerOf({ ...finder, find: async (text, from) => finder.find(text, from) });
    await fc.assert(
      fc.asyncProperty(anything, async (value) => {
        const now: Awaitable<unknown> = slow.clean(value, 'output', ignore);
        expect(inspect(await now, { depth: 20 })).toBe(inspect(clean(value), { depth: 20 }));
      }),
      { seed: 20260303, numRuns: 200 },
    );
  });
});
