/** @module Names that look alike compare alike, and nothing else does. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldName, looksLikeAscii, utf8Length } from './text.ts';

const seed = 20260101;
const anyText = fc.string({ unit: 'binary' });
/** Characters that folding has an opinion on, more often than chance would bring them. */
const trickyText = fc.string({
  unit: fc.constantFrom(...'aZ0ıİſKÅßẞςΣσνΝυημЬьгГвтТӀӏꭺᎪꜱɑ\u0307\u0301\u200b\u00ad\u034f １Ａ½ﬁ№℡ǅŉΐй‐–'),
});

describe('foldName', () => {
  it.each([
    ['exеcute_shell', 'execute_shell'],
    ['execute_ſhell', 'execute_shell'],
    ['ｅｘｅｃｕｔｅ＿ｓｈｅｌｌ', 'execute_shell'],
    ['\u212aill', 'kill'],
    ['𝐞𝐱𝐞𝐜', 'exec'],
    ['ΝET', 'net'],
    ['νiew', 'view'],
    ['kıll', 'kill'],
    ['KİLL', 'kill'],
    ['ꜱhell', 'shell'],
    ['ᎪdᎠ', 'add'],
    ['օpen', 'open'],
    ['ex\u200bec\u00ad', 'exec'],
    ['rm‑rf', 'rm-rf'],
    ['\u3000Search\u00a0', 'search'],
  ])('folds %s to %s', (name, folded) => {
    expect(foldName(name)).toBe(folded);
  });

  it('keeps accents, and composes them in one way', () => {
    expect(foldName('Über')).toBe(foldName('u\u0308ber'));
    expect(foldName('Über')).not.toBe(foldName('uber'));
    // Cyrillic and Latin letters with the same accent look the same.
    expect(foldName('t\u0451st')).toBe(foldName('t\u00ebst'));
  });

  it('compares words of other scripts without case', () => {
    for (const word of ['ΝΈΑ ΥΛΗ', 'ПОИСК', 'ТЕСТ', 'ԲԱՐԵՎ', 'ΟΔΟΣ', 'ᎠᎡᎢ'])
      expect(foldName(word.toLowerCase())).toBe(foldName(word));
  });

  it('never makes two ASCII letters or digits equal, but for case', () => {
    const ascii = [...'abcdefghijklmnopqrstuvwxyz0123456789_-.:<>'];
    expect(new Set(ascii.map(foldName)).size).toBe(ascii.length);
    expect(foldName('rn')).not.toBe(foldName('m'));
    // Nor beside a character that takes the slow path.
    expect(new Set(ascii.map((char) => foldName(`${char}é`))).size).toBe(ascii.length);
  });

  it.each([
    ['any', anyText],
    ['tricky', trickyText],
  ])('changes nothing when done twice (%s text)', (_, text) => {
    fc.assert(
      fc.property(text, (name) => {
        const once = foldName(name);
        expect(foldName(once)).toBe(once);
      }),
      { seed, numRuns: 3000 },
    );
  });

  it('folds every single character to something that stays', () => {
    const moving: string[] = [];
    for (let code = 0; code <= 0x1ffff; code++) {
      if (code >= 0xd800 && code <= 0xdfff) continue;
      for (const name of [String.fromCodePoint(code), `a${String.fromCodePoint(code)}`]) {
        const once = foldName(name);
        if (foldName(once) !== once) moving.push(code.toString(16));
      }
    }
    expect(moving).toEqual([]);
  });

  it('is the same for plain ASCII names as lower case', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (name) => {
        expect(foldName(name)).toBe(name.trim().toLowerCase());
      }),
      { seed },
    );
  });
});

describe('looksLikeAscii', () => {
  it.each(['exеcute', 'ｓｈｅｌｌ', 'ſhell', 'сору', 'sh\u200bell', 'kıll', 'ΑΒΕ'])('is true for %s', (name) => {
    expect(looksLikeAscii(name)).toBe(true);
  });

  it.each(['execute', ' shell ', 'Über', 'straße', '工具', 'поиск', 'тест', 'νερό', 'café', ''])(
    'is false for %s',
    (name) => {
      expect(looksLikeAscii(name)).toBe(false);
    },
  );
});

describe('utf8Length', () => {
  it('equals the length of the encoded text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(utf8Length(text)).toBe(Buffer.byteLength(text));
      }),
      { seed },
    );
    expect(utf8Length('\ud800')).toBe(3);
  });
});
