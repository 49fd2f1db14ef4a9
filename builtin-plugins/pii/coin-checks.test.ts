/** @module How many characters of base58 can stand for how many bytes, told without decoding. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canHave, hasLengthOfAddress, hasLengthOfKey, hasLengthOfRipple } from './coin-checks.ts';

const LETTERS = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

function encode(bytes: readonly number[]): [text: string, zeros: number] {
  let value = bytes.reduce((all, byte) => all * 256n + BigInt(byte), 0n);
  const first = bytes.findIndex((byte) => byte !== 0);
  const zeros = first < 0 ? bytes.length : first;
  let text = '';
  for (; value > 0n; value /= 58n) text = LETTERS.charAt(Number(value % 58n)) + text;
  return ['1'.repeat(zeros) + text, zeros];
}

/** Also the least and the greatest value of a size. */
const bytes = fc
  .tuple(fc.nat(6), fc.integer({ min: 1, max: 34 }), fc.constantFrom(0, 1, 255, -1), fc.infiniteStream(fc.nat(255)))
  .map(([zeros, size, all, random]) => {
    const rest = Array.from({ length: size }, () => (all < 0 ? (random.next().value as number) : all));
    if (rest[0] === 0) rest[0] = 1;
    return [...Array.from({ length: zeros }, () => 0), ...rest];
  });

describe('base58', () => {
  it('as many characters as bytes have can stand for them', () => {
    fc.assert(
      fc.property(bytes, (all) => {
        const [text, zeros] = encode(all);
        expect(canHave(text.length, zeros, all.length, all.length)).toBe(true);
      }),
      { seed: 20260302, numRuns: 3000 },
    );
  });

  it('no other sizes are held possible than those that a value of so many characters has', () => {
    for (let length = 1; length <= 50; length++) {
      for (let zeros = 0; zeros < length; zeros++) {
        const least = 58n ** BigInt(length - zeros - 1);
        const sizes = [least, least * 58n - 1n].map((value) => zeros + Math.ceil(value.toString(16).length / 2));
        const possible = Array.from({ length: 60 }, (_, size) => size).filter((size) =>
          canHave(length, zeros, size, size),
        );
        expect(possible).toEqual(
          Array.from({ length: 60 }, (_, size) => size).filter(
            (size) => size >= (sizes[0] as number) && size <= (sizes[1] as number),
          ),
        );
      }
    }
  });

  it.each([
    [hasLengthOfAddress, `1${'A'.repeat(33)}`, `1${'A'.repeat(30)}`],
    [hasLengthOfAddress, `t1${'A'.repeat(33)}`, '9e3779b19e3779b19e3779b19e3779b1'],
    [hasLengthOfRipple, `r${'A'.repeat(33)}`, `1${'A'.repeat(35)}`],
    [hasLengthOfKey, 'A'.repeat(44), 'A'.repeat(42)],
    [hasLengthOfKey, '1'.repeat(32), '1'.repeat(31)],
  ] as const)('%o', (hasLength, right, wrong) => {
    const text = `  ${right} ${wrong}`;
    expect(hasLength(text, 2, 2 + right.length)).toBe(true);
    expect(hasLength(text, 3 + right.length, text.length)).toBe(false);
  });
});
