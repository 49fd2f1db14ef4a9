/** @module Rewriting the strings of values of every shape. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EnforceCoreError } from '../kernel/errors.ts';
import { mapStrings } from './walk.ts';

const seed = 20260102;
const same = (text: string): string => text;
const hide = (text: string): string => text.replaceAll('secret', '<X>');
const codeOf = (body: () => unknown): string | undefined => {
  try {
    body();
  } catch (error) {
    return error instanceof EnforceCoreError ? error.code : String(error);
  }
  return undefined;
};
const shapes = {
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withNullPrototype: true,
  withObjectString: true,
  withSparseArray: true,
  withUnicodeString: true,
};
const anything = fc.anything({ ...shapes, withTypedArray: true });
/** Bytes of wide elements are filled up with spaces, so they do not come back as they were. */
const roundTrips = fc.anything(shapes);

describe('what is rewritten', () => {
  it('reaches strings and keys of objects, arrays, maps and sets', () => {
    const value = { secret: ['secret', { a: new Map([['secret', new Set(['secret'])]]) }] };
    expect(mapStrings(value, hide)).toEqual({ '<X>': ['<X>', { a: new Map([['<X>', new Set(['<X>'])]]) }] });
  });

  it('reaches bytes that are text, and gives back bytes of the same kind', () => {
    const bytes = new TextEncoder().encode('my secret');
    for (const value of [Buffer.from(bytes), bytes, bytes.buffer, new DataView(bytes.buffer), new Int8Array(bytes)]) {
      const now = mapStrings(value as object, hide);
      expect(Object.getPrototypeOf(now)).toBe(Object.getPrototypeOf(value));
      const view = ArrayBuffer.isView(now)
        ? Buffer.from(now.buffer, now.byteOffset, now.byteLength)
        : Buffer.from(now as ArrayBuffer);
      expect(view.toString()).toBe('my <X>');
    }
    const wide = mapStrings(new Uint32Array(new TextEncoder().encode('1 secret').buffer), hide);
    expect(Buffer.from(wide.buffer).toString()).toBe('1 <X>   ');
  });

  it('reads a view at its own place in a larger buffer', () => {
    const whole = Buffer.from('secret|secret|secret');
    expect(mapStrings(whole.subarray(7, 13), hide).toString()).toBe('<X>');
    expect(whole.toString()).toBe('secret|secret|secret');
  });

  it('leaves binary data alone', () => {
    const binary = Buffer.concat([Buffer.from('secret'), Buffer.from([0xff, 0xfe, 0, 1, 2, 0x80])]);
    expect(mapStrings(binary, hide)).toBe(binary);
  });

  it('copies class instances with their class, and with what their methods need', () => {
    class Person {
      name = 'secret';
      static {
        Object.defineProperty(this.prototype, 'tag', {
          set: () => {
            throw new Error('a setter ran');
          },
        });
      }
      constructor() {
        Object.defineProperty(this, 'hidden', { value: 'a secret', enumerable: false });
        Object.defineProperty(this, 'tag', { value: 'secret', enumerable: true });
      }
      greet(): string {
        return `I am ${this.name}, ${(this as unknown as { hidden: string }).hidden}`;
      }
    }
    const person = new Person();
    const now = mapStrings({ person }, hide).person;
    expect(now).toBeInstanceOf(Person);
    expect(now.greet()).toBe('I am <X>, a <X>');
    expect((now as unknown as { tag: string }).tag).toBe('<X>');
    expect(person.name).toBe('secret');
  });

  it('leaves objects with private fields as they are, or throws when asked to', () => {
    class Vault {
      #key = 1;
      label = 'secret';
      open(): number {
        return this.#key;
      }
    }
    const vault = new Vault();
    expect(mapStrings([vault], hide)[0]).toBe(vault);
    expect(codeOf(() => mapStrings([vault], hide, { opaque: 'throw' }))).toBe('EC_WALK_OPAQUE');
    vault.label = 'clean';
    expect(mapStrings([vault, 'secret'], hide, { opaque: 'throw' })).toEqual([vault, '<X>']);
  });

  it('reaches message, stack, cause and own properties of errors, and they stay errors', () => {
    const error = Object.assign(new TypeError('a secret', { cause: new Error('secret') }), { code: 'secret', n: 1 });
    const now = mapStrings(error, hide);
    expect(now).toBeInstanceOf(TypeError);
    expect(now.message).toBe('a <X>');
    expect(now.stack).toContain('TypeError: a <X>');
    expect(now.stack).not.toContain('a secret');
    expect((now.cause as Error).message).toBe('<X>');
    expect(now).toMatchObject({ code: '<X>', n: 1 });
    expect(Object.keys(now)).toEqual(['code', 'n']);
    const many = mapStrings(new AggregateError([new Error('secret')], 'x'), hide);
    expect((many.errors[0] as Error).message).toBe('<X>');
    expect(error.message).toBe('a secret');
  });

  it('reaches URLs, their parameters and boxed strings', () => {
    const upper = (text: string): string => text.replaceAll('ann', 'x');
    expect(mapStrings(new URL('https://h.example/?q=ann'), upper).href).toBe('https://h.example/?q=x');
    expect(mapStrings(new URL('https://ann@h.example/'), () => 'https://<X>/').protocol).toBe('redacted:');
    expect(mapStrings(new URLSearchParams('a=ann&ann=1'), upper).toString()).toBe('a=x&x=1');
    expect(mapStrings([Object('ann')], upper)[0]).toEqual(Object('x'));
  });

  it('reaches symbols, named properties of arrays, and properties put on maps', () => {
    const key = Symbol('k');
    expect(mapStrings({ [key]: 'secret' }, hide)).toEqual({ [key]: '<X>' });
    const match = /s(e)c/.exec('a secret') as RegExpExecArray;
    expect(mapStrings(match, hide).input).toBe('a <X>');
    expect(mapStrings(Object.assign(new Map(), { note: 'secret' }), hide)).toMatchObject({ note: '<X>' });
  });

  it('leaves everything else alone', () => {
    const value = [1, 2n, true, null, undefined, Symbol('s'), () => 'secret', new Date(0), /other/, new WeakMap(), NaN];
    expect(mapStrings(value, hide)).toBe(value);
  });
});

describe('shape', () => {
  it('loses no value when two keys become equal', () => {
    const now = mapStrings({ ann: 1, bob: 2, '<N>': 3, eve: 4 }, (text, key) => (key && text !== '<N>' ? '<N>' : text));
    expect(now).toEqual({ '<N>#2': 1, '<N>#3': 2, '<N>': 3, '<N>#4': 4 });
    const map = mapStrings(new Map([['ann', 1], ['bob', 2]]), () => '<N>'); // prettier-ignore
    expect([...map]).toEqual([['<N>', 1], ['<N>#2', 2]]); // prettier-ignore
  });

  it('keeps cycles and shared references', () => {
    const shared = { text: 'secret' };
    const value: Record<string, unknown> = { shared, again: shared, list: [shared] };
    value['self'] = value;
    (value['list'] as unknown[]).push(value);
    const map = new Map<string, unknown>();
    map.set('me', map).set('top', value);
    value['map'] = map;
    const now = mapStrings(value, hide);
    expect(now['self']).toBe(now);
    expect((now['list'] as unknown[])[1]).toBe(now);
    expect(now['again']).toBe(now['shared']);
    expect((now['list'] as unknown[])[0]).toBe(now['shared']);
    expect((now['map'] as Map<string, unknown>).get('me')).toBe(now['map']);
    expect((now['map'] as Map<string, unknown>).get('top')).toBe(now);
    expect(now['shared']).toEqual({ text: '<X>' });
  });

  it('gives a clean cycle back as it came', () => {
    const value: { self?: unknown; text: string } = { text: 'clean' };
    value.self = [value];
    expect(mapStrings(value, hide)).toBe(value);
  });

  it('asks about each string of a shared object once', () => {
    const shared = { text: 'x' };
    let level: unknown = shared;
    for (let i = 0; i < 60; i++) level = [level, level];
    let asked = 0;
    mapStrings(level, (text, key) => ((asked += key ? 0 : 1), text));
    expect(asked).toBe(1);
  });

  it('keeps holes and length of sparse arrays, however long', () => {
    const sparse: unknown[] = [];
    sparse[4_000_000_000] = 'secret';
    const now = mapStrings(sparse, hide);
    expect(now.length).toBe(4_000_000_001);
    expect(now[4_000_000_000]).toBe('<X>');
    expect(0 in now).toBe(false);
  });

  it('sets an own property called __proto__ without changing the prototype', () => {
    const value = JSON.parse('{"__proto__": {"admin": "secret"}}') as object;
    const now = mapStrings(value, hide);
    expect(Object.getPrototypeOf(now)).toBe(Object.prototype);
    expect(Object.keys(now)).toEqual(['__proto__']);
    expect(JSON.stringify(now)).toBe('{"__proto__":{"admin":"<X>"}}');
  });

  it('reads a getter once', () => {
    let reads = 0;
    const value = { get text() { return reads++ === 0 ? 'secret' : 'another secret'; } }; // prettier-ignore
    expect(mapStrings(value, hide)).toEqual({ text: '<X>' });
    expect(reads).toBe(1);
  });

  it('changes nothing with a function that changes nothing, and gives the same reference', () => {
    fc.assert(
      fc.property(anything, (value) => {
        expect(mapStrings(value, same)).toBe(value);
      }),
      { seed, numRuns: 2000 },
    );
  });

  it('never touches its input, and what it makes has the same shape', () => {
    fc.assert(
      fc.property(roundTrips, (value) => {
        const before = structuredClone(value);
        const there = mapStrings(value, (text) => `${text}!`);
        expect(structuredClone(value)).toEqual(before);
        const back = mapStrings(there, (text) => (text.endsWith('!') ? text.slice(0, -1) : text));
        expect(back).toEqual(value);
      }),
      { seed, numRuns: 2000 },
    );
  });

  it('accepts frozen input', () => {
    const value = Object.freeze({ list: Object.freeze(['secret']) });
    expect(mapStrings(value, hide)).toEqual({ list: ['<X>'] });
  });
});
