/** @module Nothing hides: whatever a value is made of, what is found in it does not leave. */
import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Awaitable } from '../kernel/awaitable.ts';
import { base64, clean, finder, ignore, MAIL, sanitizerOf } from './redaction.fixture.ts';

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

  it('does not pass what throws at who looks, but for what a class overrides', () => {
    class Throws {
      readonly #why = MAIL;
      get text(): string {
        throw new Error(this.#why);
      }
    }
    class Json {
      toJSON(): string {
        throw new Error(MAIL);
      }
    }
    for (const value of [new Throws(), new Json()]) {
      expect(codeOf(() => clean([value]))).toBe('EC_WALK_OPAQUE');
      expect(clean({ value }, 'view')).toEqual({ value: '[withheld]' });
    }
    class Quiet extends Throws {
      override get text(): string {
        return 'said';
      }
    }
    const quiet = new Quiet();
    expect((clean([quiet]) as unknown[])[0]).toBe(quiet);
  });

  it('looks into the responses that servers put in place of the own ones of the runtime', () => {
    // As `@hono/node-server` does: with its prototype, and without its fields.
    class Light {
      readonly headers = new Headers();
      readonly #body: string | null;
      constructor(body: string | null) {
        this.#body = body;
      }
      get body(): string | null {
        return this.#body;
      }
    }
    for (const key of ['bodyUsed', 'ok', 'redirected', 'status', 'statusText', 'type', 'url'])
      Object.defineProperty(Light.prototype, key, { get: () => '' });
    Object.setPrototypeOf(Light.prototype, Response.prototype);
    const empty = new Light(null);
    expect((clean([empty]) as unknown[])[0]).toBe(empty);
    expect(codeOf(() => clean([new Light(MAIL)]))).toBe('EC_WALK_OPAQUE');
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
