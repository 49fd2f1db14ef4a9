/** @module What folding sees through, that it is local, and that every unit knows where it came from. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FOLD_REACH, foldForDetection, holdForFolding, SPOKEN_REACH } from './text-fold.ts';
import type { Folded, FoldOptions } from './text-fold.ts';

const seed = 20260107;
const folded = (text: string, options?: FoldOptions): string => foldForDetection(text, options)?.text ?? text;
/** The folded text with its places, also where nothing changed. */
const places = (text: string, options?: FoldOptions): Folded =>
  foldForDetection(text, options) ?? {
    text,
    starts: Uint32Array.from({ length: text.length }, (_, i) => i),
    ends: Uint32Array.from({ length: text.length }, (_, i) => i + 1),
  };
const rowsOf = ({ text, starts, ends }: Folded): string[] =>
  Array.from(starts, (start, i) => `${text.charCodeAt(i).toString(16)} ${start} ${String(ends[i])}`);

const PARTS = [
  ...['%', '25', '40', '%40', '%2540', '%25', '%E2%80%8B', '%C0', '%AE', '&', 'amp', ';', '#', '64', 'x40', '&#64;'],
  ...['&commat;', '&nbsp', '\\', 'u0040', '\\u', '{40}', 'x', '100', '\\n', '%u0040', '\u200b', '\u00ad', '\ufe0f'],
  ...[
    '\u0301',
    '\u20e3',
    '\u0591',
    'a',
    'j',
    '1',
    '5',
    '@',
    '.',
    '-',
    ' ',
    '(',
    '/',
    'é',
    'о',
    'ж',
    'З',
    'О',
    '—',
    'ー',
  ],
  ...[
    'タ',
    '谢',
    '１',
    '％',
    '＆',
    '＼',
    '²',
    '³',
    '\u{1d7ce}',
    '\u{e0061}',
    '\u{e0040}',
    '\ud835',
    '\udfce',
    '😀',
    '\0',
  ],
  ...['at', 'dot', ' at ', ' dot ', '[at]', 'com', '٣', 'ﬁ', '½', '"', '\n', 'α', 'λ'],
];
const soup = fc
  .array(
    fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...PARTS) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 3 }) },
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''));
/** Long rows of one thing, where what is near and what is far differ. */
const long = fc
  .array(fc.tuple(fc.constantFrom(...PARTS), fc.integer({ min: 1, max: 90 })), { maxLength: 8 })
  .map((rows) => rows.map(([part, times]) => part.repeat(times)).join(''));
/** Escapes and words with much or little noise inside: what is too far apart does not belong together. */
const noisy = fc
  .array(
    fc.tuple(
      fc.constantFrom(
        '%2540',
        '%40',
        '&#64;',
        '&commat;',
        '\\u0040',
        '\\\\x40',
        'жоо',
        'aож',
        '1́',
        '2—a',
        '1²2',
        'a at b dot com',
      ),
      fc.nat(6),
      fc.constantFrom('​', '́', '­', 'о', ' '),
      fc.oneof(fc.nat(3), fc.integer({ min: 10, max: 80 }), fc.integer({ min: 300, max: 900 })),
    ),
    { maxLength: 6 },
  )
  .map((parts) =>
    parts.map(([part, at, noise, times]) => part.slice(0, at) + noise.repeat(times) + part.slice(at)).join(''),
  );
const options = fc.constantFrom<FoldOptions>({}, {}, {}, { spokenAt: true }, { css: true }, { quotedPrintable: true });

describe('what is seen through', () => {
  it.each([
    ['percent escapes', 'j%6Fhn%40x', 'john@x'],
    ['double and triple percent escapes', '%2540 %252540', '@ @'],
    ['percent escapes of fullwidth forms', '%EF%BC%A0', '@'],
    ['overlong and broken UTF-8', '%C0%AE%E2%82 %FF', '.\ufffd\ufffd \ufffd'],
    ['percent escapes with u', '%u0040', '@'],
    ['fullwidth percent escapes', '％４０', '@'],
    ['references', '&#64;&#x40;&#X00040;&commat;', '@@@@'],
    ['references without semicolon', 'a&#64b&#x40 &nbspc', 'a@b@  c'],
    ['references in references', '&amp;#64; &amp;amp;#64; %26%2364%3B', '@ @ @'],
    ['escapes of languages', String.raw`\u0040 \u{40} \x40 \100 \U00000040 \x{40}`, '@ @ @ @ @ @'],
    ['escaped backslashes', String.raw`\\u0040 \\\\u0040`, '@ @'],
    ['escaped punctuation and white space', String.raw`john\@ex\.com\nb`, 'john@ex.com\nb'],
    ['invisible characters', 'j\u200bo\u00adh\u2060n\u{e0100}\u3164\u034f\u202e', 'john'],
    ['look-alikes in words of ASCII letters', 'jоhn@еxample.соm', 'john@example.com'],
    ['words of look-alikes', 'сосо', 'coco'],
    ['digits of all scripts', '٣۳३๓３𝟛𝟯③⑶⒊❸➂', '333333333333'],
    ['rows of raised and lowered digits', '¹²³ ₄₅ ⁶7', '123 45 67'],
    ['keycaps', '1\ufe0f\u20e32\u20e3', '12'],
    ['letters in signs', 'ⓐⓑ🅰🄱𝕁𝒿ₐ', 'abABJja'],
    ['dots and dashes', '․‧·⋅。．‐‑‒–−', '......-----'],
    ['dashes between digits', '1—2ー3', '1-2-3'],
    ['spaces', 'a\u00a0b\u2003c\u3000d\u2800e', 'a b c d e'],
    ['marks on ASCII', 'j\u0301o\u0337\u0489hn', 'john'],
    ['tags', '\u{e006a}\u{e006f}\u{e0068}\u{e006e} a\u{e0040}b\u{e0041}c', 'john a@bc'],
    ['Chinese numerals', '\u4e94\u4e94\u4e94-\u4e00\u4e8c\u4e09', '555-123'],
    ['long CSS escapes', 'john\\000040example', 'john@example'],
    ['an O and an I between digits', '5О5-1І2', '505-112'],
    ['digits that are letters', '5З5-ЗЗ', '535-33'],
  ])('%s', (_, text, wanted) => {
    expect(folded(text)).toBe(wanted);
  });

  it.each([
    ['words of other scripts', 'Россия, Телефон: За мир; Ελλάδα Հայաստան データー 日本語一十一 العربية עברית'],
    ['accents', 'Jos\u00e9 M\u00fcller \u00c5ngstr\u00f6m'],
    ['a dash in a sentence', 'one—two'],
    ['footnotes', 'four¹ 4567² done.³'],
    ['what is no escape', '50% off & more, 100%!, AT&T, a&b=1&copy=2, C:\\'],
    ['trade marks', 'Acme™'],
    ['empty text', ''],
  ])('leaves alone %s', (_, text) => {
    expect(foldForDetection(text)).toBeUndefined();
  });

  it('knows where each unit came from', () => {
    const { text, starts, ends } = places('j\u200bo%2540ﬁ\u0301.');
    expect(text).toBe('jo@fi.');
    expect(Array.from(starts)).toEqual([0, 2, 3, 8, 8, 10]);
    expect(Array.from(ends)).toEqual([1, 3, 8, 9, 10, 11]);
  });

  it('does not join what is far apart', () => {
    const noise = '\u200b'.repeat(50);
    expect(folded(`%4${noise}0`)).toBe('%40');
    expect(folded(`\u0436${noise}\u043ehn`)).toBe('\u0436ohn');
    expect(places(`a${'\u0301'.repeat(200)}`).ends[0]).toBeLessThan(70);
  });

  it('reads what is spoken when told to', () => {
    const spoken = (text: string): string => folded(text, { spokenAt: true });
    expect(spoken('mail john dot doe at example dot com now')).toBe('mail john.doe@example.com now');
    expect(spoken('john [at] example [dot] com')).toBe('john@example.com');
    expect(spoken('john(at)example.com')).toBe('john@example.com');
    expect(spoken('jоhn аt example dot com')).toBe('john@example.com');
    expect(spoken('meet me at example.com')).toBe('meet me at example.com');
    expect(spoken('look at the dot matrix')).toBe('look at the dot matrix');
    expect(folded('john at example dot com')).toBe('john at example dot com');
    const { starts, ends } = places('xjohn at ex dot com', { spokenAt: true });
    expect([starts[5], ends[5], starts[8], ends[8]]).toEqual([5, 9, 11, 16]);
  });

  it('reads CSS and quoted-printable when told to', () => {
    expect(folded('john\\40 example\\00002ecom', { css: true })).toBe('john@example.com');
    expect(folded('john=40exam=\r\nple=2Ecom', { quotedPrintable: true })).toBe('john@example.com');
    expect(folded('a=40b')).toBe('a=40b');
  });
});

describe('laws', () => {
  it('places are in order, within the text, and nothing is empty', () => {
    fc.assert(
      fc.property(fc.oneof(soup, long, noisy), options, (text, how) => {
        const { text: out, starts, ends } = places(text, how);
        expect(starts).toHaveLength(out.length);
        expect(ends).toHaveLength(out.length);
        for (let i = 0; i < out.length; i++) {
          const [start, end] = [starts[i] as number, ends[i] as number];
          if (!(start < end && end <= text.length)) expect.fail(`empty at ${String(i)}`);
          if (i > 0 && (start < (starts[i - 1] as number) || end < (ends[i - 1] as number)))
            expect.fail(`order at ${String(i)}`);
        }
      }),
      { seed, numRuns: 3000 },
    );
  });

  it('the folded text of what is not held is the beginning of the folded text of all', () => {
    fc.assert(
      fc.property(
        fc.oneof(soup, long, noisy),
        fc.double({ min: 0, max: 1, noNaN: true }),
        options,
        (text, part, how) => {
          const cut = Math.floor(part * text.length);
          const first = text.slice(0, cut);
          const hold = holdForFolding(first, how);
          expect(hold).toBeLessThanOrEqual(cut);
          expect(cut - hold).toBeLessThanOrEqual(FOLD_REACH + (how.spokenAt ? SPOKEN_REACH : 0) + 1);
          const before = (row: string): boolean => Number(row.split(' ')[1]) < hold;
          expect(rowsOf(places(first, how)).filter(before)).toEqual(rowsOf(places(text, how)).filter(before));
        },
      ),
      { seed, numRuns: 6000 },
    );
  });

  it('what is far before does not matter', () => {
    fc.assert(
      fc.property(fc.oneof(long, noisy), fc.double({ min: 0, max: 1, noNaN: true }), options, (text, part, how) => {
        const cut = Math.floor(part * text.length);
        const reach = FOLD_REACH + (how.spokenAt ? SPOKEN_REACH : 0);
        const after = ({ text: out, starts, ends }: Folded, offset: number): string[] =>
          rowsOf({
            text: out,
            starts: Array.from(starts, (at) => at + offset),
            ends: Array.from(ends, (at) => at + offset),
          }).filter((row) => Number(row.split(' ')[1]) >= cut + reach);
        expect(after(places(text.slice(cut), how), cut)).toEqual(after(places(text, how), 0));
      }),
      { seed, numRuns: 3000 },
    );
  });

  it('is undefined exactly when nothing would change', () => {
    fc.assert(
      fc.property(soup, (text) => {
        const result = foldForDetection(text);
        if (result?.text === text) expect(Array.from(result.ends)).not.toEqual(Array.from(text, (_, i) => i + 1));
      }),
      { seed, numRuns: 3000 },
    );
  });

  it('gets through 300,000 units of whatever it dislikes most', () => {
    for (const unit of [
      '%25',
      '&amp;',
      '\\',
      '\u0301',
      '\u200b',
      'о',
      'жо',
      '&',
      '&a',
      '%',
      '\ud835',
      '\u{e0041}',
      '%E2',
      'ﬃ',
      'a\u0301',
      '%5C',
      ' at ',
      'a dot ',
    ])
      for (const how of [{}, { spokenAt: true }]) {
        const text = unit.repeat(300_000 / unit.length);
        expect(places(text, how).text.length).toBeLessThanOrEqual(4 * text.length);
        expect(holdForFolding(text, how)).toBeGreaterThan(text.length - 1000);
      }
  });
});
