/** @module Which numbers are phones, and which are something else. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findAll } from './number-runs.fixture.ts';
import { CONTEXT } from './phone-context.ts';
import { PHONE_REACH, phone } from './phone.ts';

const found = (text: string): string[] => findAll(phone, text).map(({ start, end }) => text.slice(start, end));

interface Vector {
  readonly id: string;
  readonly input: { readonly text: string; readonly categories: readonly string[] };
  readonly expect: readonly { readonly category: string; readonly u16_start: number; readonly u16_end: number }[];
}

describe('recorded behaviour', () => {
  const file = new URL('../../../../shared/vectors/pii.json', import.meta.url);
  const vectors = (JSON.parse(readFileSync(file, 'utf8')) as Vector[]).filter(
    ({ id, input }) =>
      id.startsWith('pii.detect') && input.categories.includes('phone') && input.categories.length === 1,
  );
  // International numbers of other countries are phones here.
  const deviations = new Set(['pii.detect-043']);

  it.each(vectors.filter(({ id }) => !deviations.has(id)))('$id', ({ input, expect: wanted }) => {
    expect(findAll(phone, input.text)).toEqual(
      wanted.map(({ u16_start, u16_end }) => ({ start: u16_start, end: u16_end })),
    );
  });

  it('covers the shapes of North America', () => {
    expect(vectors.length).toBeGreaterThan(12);
  });
});

describe('phones', () => {
  it.each([
    ['international', '+44 20 7946 0958'],
    ['international', '+44 (0)20 7946 0958'],
    ['international', '(+33) 6 12 34 56 78'],
    ['international', '+1.555.123.4567'],
    ['international', '+376 312 345'],
    ['with 00', '0044 20 7946 0958'],
    ['with 00', '00442079460958'],
    ['with 011', '011 44 20 7946 0958'],
    ['North America', '555 123-4567'],
    ['North America', '(555)123-4567'],
    ['North America', '1-800-555-0199'],
    ['United Kingdom', '07911 123456'],
    ['Germany', '030/1234567'],
    ['Germany', '0171-1234567'],
    ['France', '01.23.45.67.89'],
    ['Spain', '612 34 56 78'],
    ['Italy', '347 123 4567'],
    ['Belgium', '0475/12.34.56'],
    ['Poland', '512-345-678'],
    ['Norway', '412 34 567'],
    ['Denmark', '41 23 45 12'],
    ['Brazil', '(11) 91234-5678'],
    ['Mexico', '55 1234 5678'],
    ['India', '98765 43210'],
    ['Japan', '03(1234)5678'],
    ['China', '138 0013 8000'],
    ['Russia', '8 (912) 345-67-89'],
    ['Australia', '0412 345 678'],
    ['Singapore', '9123 4567'],
    ['without separators, with the zero of home', '07911123456'],
  ])('%s: %s needs no word', (_, number) => {
    expect(found(`Try ${number} please.`)).toEqual([number]);
    expect(found(number)).toEqual([number]);
  });

  it.each([
    'Phone: #',
    'T: #',
    'Tel.: # (home)',
    'phone=#&x=1',
    '{"phone_number": "#"}',
    '{"contactPhone1":#,"age":3}',
    '<mobile>#</mobile>',
    'WhatsApp #',
    'Caller ID #',
    'Rufen Sie # an',
    'T\u00e9l\u00e9phone : #',
    'Te\u0301le\u0301phone : #',
    'Handynummer #',
    '\u7535\u8bdd#',
    '\u643a\u5e2f\u306f#',
    '\u0422\u0435\u043b\u0435\u0444\u043e\u043d: #',
    // As folding leaves it: the letters that look Latin are.
    '\u0422e\u043be\u0444o\u043d: #',
    '\u0939\u092e\u093e\u0930\u093e \u092b\u094b\u0928 #',
    'tel:#',
  ])('%s makes any digits a phone', (template) => {
    for (const number of ['4839201745', '71234567', '3 912 345', '612345'])
      expect(found(template.replace('#', number))).toContain(number);
  });

  it.each([
    ['call 2125550123', ['2125550123']],
    ['call 1234567 times', []],
    ['phones: 5551234567, 4839201745', ['5551234567', '4839201745']],
    ['Tel: 030/1234567 oder 0171-1234567', ['030/1234567', '0171-1234567']],
    ['555-123-4567 555-987-6543', ['555-123-4567', '555-987-6543']],
    ['+49 30 1234567 (24/7)', ['+49 30 1234567']],
    ['555-123-4567x12', ['555-123-4567']],
    ['(555-123-4567)', ['555-123-4567']],
    ['Ann <ann@example.com> 2125550123', ['2125550123']],
    ['001-234-567-8901x123', ['001-234-567-8901']],
    ['My new number is 2125550123', ['2125550123']],
    ['Ann Lee, 2125550123, Berlin', ['2125550123']],
    ['Tel. 044.668.18.00', ['044.668.18.00']],
    ['tel:+1-201-555-0123;ext=9', ['+1-201-555-0123']],
  ])('%s', (text, wanted) => {
    expect(found(text)).toEqual(wanted);
  });
});

describe('other numbers', () => {
  it.each([
    '2024-05-01T10:20:30.123456Z',
    '2024-05-01 10:20:30 +0200',
    '01/05/2024 14:30',
    '{"ts":1714557600123,"epoch":1714557600}',
    '{"phone_verified_at":1714557600,"phone_id":4839201745}',
    '{"id":"2125550123","user_id":2125550123}',
    'order 2125550123 shipped',
    'Order #555-123-4567',
    'Call about order 2125550123',
    'Bestellnummer 2125550123',
    '\u8ba2\u5355\u53f7 2125550123',
    'processed 2125550123 bytes',
    'GET /users/2125550123 HTTP/1.1" 200 1620458',
    'a1b2c3d4-1234-5678-9012-345678901234',
    '5105105105105100 and 5105 1051 0510 5100',
    'DE89 3704 0044 0532 0130 00',
    'SSN 123-45-6789',
    'ISBN 978-3-16-148410-0',
    '4006381333931',
    '1Z999AA10123456784',
    '192.168.100.200:8080',
    'Chrome/124.0.6367.207',
    '-2147483648',
    '[52.5200, 13.4050] 52.5200 13.4050',
    '12 345 678 bytes, 1.234.567,89 EUR, $1,234,567.89',
    '1914-1918, pp. 1200-1350, 60000-64999',
    'Boston, MA 02110-1301',
    '540D 5408 5403 540E',
    'M10 20L300 400 12.345',
    '10 20 30 40 50 60',
    'CPF 123.456.789-09',
    '113-1234567-1234567',
    '0.1234567890',
    '0123456789abcdef',
    'phone 1714557600',
    'phone 1714557600123 200',
    'phone: -2147483648',
    'phone/users/4839201745',
    `phone ${'so '.repeat(20)} 4839201745`,
    'terminfo/h/hp2621-48 and tty5620-24',
    'sms-voice-v2/2022-03-31',
    '(555) 123-456',
    '555-123-456',
    '12-345-6789',
    '1234-5678-9012',
    'C++ 20201234567',
    '2+2345678901',
    '+999 123 456 789',
    '000-000-0000',
    'NL91 ABNA 0417 1643 00',
    'Copyright (c) 1995-98',
    '{"number":2125550123,"home":"2125550123"}',
  ])('%s', (text) => {
    expect(found(text)).toEqual([]);
  });
});

const soup = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...['phone ', 'order ', '"tel":', '+44 20 7946 0958', '555-123-4567', '0171/1234567', '5551234567'],
      ),
      fc.constantFrom(
        ...['0044', '+', '(', ')', ' ', '-', '.', '/', '\n', '"', 'x', ':', '2024-05-01', '\u7535\u8bdd', ', '],
      ),
      fc.stringMatching(/^\d{1,12}$/),
    ),
    { maxLength: 14 },
  )
  .map((parts) => parts.join(''));

describe('laws', () => {
  const seed = 20260104;

  it('what has been found when more text is to come stays as it is', () => {
    fc.assert(
      fc.property(soup, soup, (left, right) => {
        const hold = left.length - PHONE_REACH;
        const early = findAll(phone, left).filter(({ start }) => start < hold);
        expect(early).toEqual(findAll(phone, left + right).filter(({ start }) => start < hold));
      }),
      { seed, numRuns: 3000 },
    );
  });

  it('what is found from a place on does not depend on what is further left than the context', () => {
    fc.assert(
      fc.property(fc.tuple(soup, soup, soup), fc.nat(), (parts, place) => {
        const text = parts.join('');
        const all = findAll(phone, text);
        const from = place % (text.length + 1);
        if (all.some(({ start, end }) => start < from && from < end)) return;
        const wanted = all.filter(({ start }) => start >= from);
        expect(findAll(phone, text, from)).toEqual(wanted);
        const cut = Math.max(0, from - CONTEXT - PHONE_REACH);
        const shifted = wanted.map(({ start, end }) => ({ start: start - cut, end: end - cut }));
        if (cut > 0) expect(findAll(phone, text.slice(cut), from - cut)).toEqual(shifted);
      }),
      { seed, numRuns: 3000 },
    );
  });
});
