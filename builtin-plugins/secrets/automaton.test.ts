/** @module The automaton finds each keyword everywhere it stands, and checksums hold. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Automaton, STEP_BITS } from './automaton.ts';
import { base62, crc32 } from './checksum.ts';

function ends(automaton: Automaton, text: string): string[] {
  const found: string[] = [];
  let state = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    state = automaton.next[(state << STEP_BITS) | (code < 128 ? (automaton.classes[code] as number) : 0)] as number;
    if (state < automaton.accepting) continue;
    for (const keyword of automaton.endsOf(state)) found.push(`${i + 1} ${automaton.keywords[keyword]}`);
  }
  return found.sort();
}

describe('the automaton', () => {
  it('agrees with looking for each word by itself, ASCII case aside', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', '_', '1'), minLength: 1, maxLength: 5 });
    const text = fc.string({ unit: fc.constantFrom('a', 'A', 'b', 'B', '_', '1', ' ', '\u00e9'), maxLength: 60 });
    fc.assert(
      fc.property(fc.uniqueArray(word, { minLength: 1, maxLength: 12 }), text, (words, where) => {
        const plain = where.toLowerCase();
        const expected = words.flatMap((one) =>
          [...plain].flatMap((_, i) => (plain.startsWith(one, i) ? [`${i + one.length} ${one}`] : [])),
        );
        expect(ends(new Automaton(words), where)).toEqual(expected.sort());
      }),
    );
  });

  it('refuses a word with a character that it has no class for', () => {
    expect(() => new Automaton(['a\u00e9'])).toThrow(TypeError);
  });
});

describe('checksums', () => {
  it('are those that GitHub published an example of', () => {
    const shown = ['zQWBuTSOoRi4A9spHcVY5', 'ncnsDkxkJ'].join('');
    expect(base62(crc32(shown))).toBe('0mLq17');
  });
});
