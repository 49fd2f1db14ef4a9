import fc from 'fast-check';
import { expect, it } from 'vitest';
import { EXCERPT_BYTES, LineSplitter } from './framing.ts';
import { identify } from './jsonrpc.ts';
import { elements, hasDuplicateKey, members, splice, textOf } from './json-text.ts';

const object = fc.dictionary(fc.string(), fc.jsonValue());
const settings = { seed: 7, numRuns: 500 };

it('finds every member and its value', () => {
  fc.assert(
    fc.property(object, fc.constantFrom(0, 2), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      expect(members(text).map(({ key }) => key)).toEqual(Object.keys(value));
      for (const one of members(text))
        expect(JSON.parse(textOf(text, one))).toEqual(JSON.parse(JSON.stringify(value[one.key])));
    }),
    settings,
  );
});

it('finds every element', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), fc.constantFrom(0, 2), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      expect(elements(text).map((one) => JSON.stringify(JSON.parse(textOf(text, one))))).toEqual(
        value.map((one) => JSON.stringify(one)),
      );
    }),
    settings,
  );
});

it('sees a duplicate key at any depth, and none where there is none', () => {
  fc.assert(
    fc.property(object, fc.jsonValue(), (value, inner) => {
      const text = JSON.stringify({ a: [inner, value], b: value });
      expect(hasDuplicateKey(text)).toBe(false);
      expect(
        hasDuplicateKey(splice(text, members(text)[1] ?? { start: 0, end: 0 }, '[{"k":1,"x":{},"\\u006b":2}]')),
      ).toBe(true);
    }),
    settings,
  );
});

it('cuts the same lines however the bytes arrive', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-zé€]{0,20}$/)), fc.integer({ min: 1, max: 9 }), (lines, size) => {
      const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
      const seen: string[] = [];
      const over: number[] = [];
      const splitter = new LineSplitter(12, {
        line: (one) => void seen.push(one.toString()),
        oversized: (one) => void over.push(one.bytes),
      });
      for (let at = 0; at < bytes.length; at += size) splitter.push(bytes.subarray(at, at + size));
      expect(splitter.end()).toBe(0);
      expect(seen).toEqual(lines.filter((line) => line !== '' && Buffer.byteLength(line) <= 12));
      expect(over).toEqual(lines.map((line) => Buffer.byteLength(line)).filter((bytes) => bytes > 12));
    }),
    settings,
  );
});

it('keeps no more of an endless line than two excerpts, and tells whose it was', () => {
  const found: string[] = [];
  const splitter = new LineSplitter(1000, {
    line: () => undefined,
    oversized: (line) => {
      expect(line.head.length).toBeLessThanOrEqual(EXCERPT_BYTES);
      expect(line.tail.length).toBeLessThanOrEqual(EXCERPT_BYTES);
      found.push(JSON.stringify(identify(line)));
    },
  });
  const filler = Buffer.alloc(10_000, 'x');
  const send = (start: string, end: string): void => {
    splitter.push(Buffer.from(start));
    for (let i = 0; i < 100; i++) splitter.push(filler);
    splitter.push(Buffer.from(`${end}\n`));
  };
  send('{"id":"first","method":"ping","params":"', '"}');
  send('{"method":"tools/call","params":"', '","jsonrpc":"2.0","id":17}');
  send('{"params":"\\"id\\":5', '","id":12345678901234567890}');
  send('not json ', 'at all');
  expect(found).toEqual([
    '{"id":"\\"first\\"","maybeCall":false}',
    '{"id":"17","maybeCall":true}',
    '{"id":"12345678901234567890","maybeCall":true}',
    '{"maybeCall":true}',
  ]);
});
