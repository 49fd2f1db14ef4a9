import { describe, expect, it } from 'vitest';
import { decodeEncodedPii, normalizeHomoglyphs, normalizeUnicode, prepareForDetection, Redactor } from 'enforcecore';
import { present, vectors } from './vectors.ts';

const functions: Readonly<Record<string, (text: string) => string>> = {
  'unicode.normalize': normalizeUnicode,
  'unicode.homoglyph': normalizeHomoglyphs,
  'unicode.decode': decodeEncodedPii,
  'unicode.pipeline': prepareForDetection,
};
interface Entity {
  readonly category: string;
  readonly text: string;
  readonly u16_start: number;
  readonly u16_end: number;
}

describe.skipIf(!present)('recorded behaviour: Unicode', () => {
  const all = vectors('unicode').map((vector) => [vector.id, vector] as const);

  it.each(all.filter(([, { area }]) => area in functions))('%s', (_id, vector) => {
    const wanted: unknown = vector.suspect ? vector.believed : vector.expect;
    expect(functions[vector.area]?.(vector.input.text)).toBe(wanted);
  });

  it.each(all.filter(([, { area }]) => area === 'unicode.redact'))('%s', (_id, vector) => {
    const wanted = (vector.suspect ? vector.believed : vector.expect) as { text: string; entities?: Entity[] };
    const result = new Redactor({ strategy: vector.input.strategy }).redact(vector.input.text);
    expect(result.text).toBe(wanted.text);
    if (wanted.entities === undefined) return;
    const found = result.entities.map(({ category, text, start, end }) => ({ category, text, start, end }));
    expect(found).toEqual(
      wanted.entities.map(({ category, text, u16_start: start, u16_end: end }) => ({ category, text, start, end })),
    );
  });

  it('knows every area', () => {
    expect(all.filter(([, { area }]) => !(area in functions) && area !== 'unicode.redact')).toEqual([]);
  });
});

/** What the vectors show, carried on to characters that they do not name. */
describe('by the same rules', () => {
  it.each([
    ...['\u00ad', '\u200b', '\u200c', '\u200d', '\u200e', '\u200f', '\u202a', '\u202b', '\u202c', '\u202d', '\u202e'],
    ...['\u2060', '\u2066', '\u2067', '\u2068', '\u2069', '\ufeff'],
  ])('removes invisible %j', (char) => {
    expect(normalizeUnicode(`${char}jo${char}hn${char}`)).toBe('john');
  });

  it.each(['\u180e', '\ufe0f', '\ufb01', '\u2007', '\uff41', '\u3164', '\u0430', '\u{1d400}'])('keeps %j', (char) => {
    expect(normalizeUnicode(char)).toBe(char);
  });

  it.each(['\u2013', '\u2014', '\u201c', '\u00e9', '\u00df', '\u0434', '\u4e2d', '\u0633', '\u{1d400}', '\u00a0'])(
    'takes %j for nothing else',
    (char) => {
      expect(normalizeHomoglyphs(char)).toBe(char);
    },
  );

  it.each([
    ['\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7', 'ABEZHIKMNOPTYX'],
    ['\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425', 'ABEKMHOPCTYX'],
    ['\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0455\u0456\u0458\u04bb\u0501', 'aeopcyxsijhd'],
    ['\uff08\uff09\uff0b\uff0c\uff0d\uff0e\uff0f\uff1a\uff3f\uff5a\uff21', '()+,-./:_zA'],
  ])('takes %s for %s', (text, ascii) => {
    expect(normalizeHomoglyphs(text)).toBe(ascii);
  });

  it.each([
    ['%C3%A9%E2%82%AC%F0%9F%98%80', '\u00e9\u20ac\ud83d\ude00'],
    ['%C3', '\ufffd'],
    ['%2g%', '%2g%'],
    ['&commat;&period;&lowbar;&hyphen;', '@._\u2010'],
    ['&eacute;&Omicron;&nbsp;&NotEqualTilde;', '\u00e9\u039f\u00a0\u2242\u0338'],
    ['&amp &lt &copyright', '& < \u00a9right'],
    ['&nosuch; &; &#; &#x; &', '&nosuch; &; &#; &#x; &'],
    ['&#x1F600;&#128512;&#64', '\ud83d\ude00\ud83d\ude00@'],
    ['&#xD800;&#x110000;&#99999999999;&#x80;', '\ufffd\ufffd\ufffd\u20ac'],
    ['%26%2364%3B', '@'],
    ['%2526amp;', '%26amp;'],
  ])('decodes %s', (text, wanted) => {
    expect(decodeEncodedPii(text)).toBe(wanted);
  });

  it.each([
    ['%EF%BD%8A%E2%80%8B', 'j'],
    ['&#x430;&#xff20;', 'a@'],
    ['e\u0301 \u0131', '\u00e9 i'],
  ])('prepares %s', (text, wanted) => {
    expect(prepareForDetection(text)).toBe(wanted);
  });
});
