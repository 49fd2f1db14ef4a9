/** @module What detection finds beyond the recorded behaviour, and the laws it keeps. */
import fc from 'fast-check';
import 'enforcecore';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { RedactingFlow } from 'enforcecore/sdk';
import { CATEGORIES, DEFAULT_CATEGORIES } from './categories.ts';
import type { PiiCategory } from './categories.ts';
import { Redactor } from './redactor.ts';
import type { DetectedEntity } from './redactor.ts';

const seed = 20260104;
/** The usual categories and one more: the others find much in what is no sentence. */
const all = new Set<PiiCategory>([...DEFAULT_CATEGORIES, 'passport']);
const redactors = new Map<string, Redactor>();
function detect(text: string, categories: ReadonlySet<PiiCategory>): DetectedEntity[] {
  const names = [...categories];
  const key = names.join();
  let redactor = redactors.get(key);
  if (!redactor) redactors.set(key, (redactor = new Redactor({ categories: names })));
  return redactor.detect(text);
}
const found = (text: string): string[] =>
  detect(text, all).map(({ start, end, category }) => `${category}:${text.slice(start, end)}`);
/** Text in which something is often found, next to everything that could confuse detection. */
const soup = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...['john@example.com', '555-123-4567', '+44 20 7946 0958', '123-45-6789', '4111111111111111', '10.0.0.1'],
        ...['fe80::1%eth0', 'A1234567', 'ssn 123456789', '<EMAIL>', '[SHA256:855f96e983f1f8e8]', 'john%40ex.com', '٥'],
        ...['@', '.', '-', ' ', '+', '(', ')', ':', '%4', '&#64;', '&amp;', '\u200b', 'é', '😀', 'о', '1', '5', 'a'],
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { maxLength: 14 },
  )
  .map((parts) => parts.join(''));

describe('what is found', () => {
  it.each([
    ['write to john@example.com谢谢', 'email:john@example.com'],
    ['请联系john@example.com', 'email:john@example.com'],
    ['a@bücher.example now', 'email:a@bücher.example'],
    ['john@example.com_old', 'email:john@example.com'],
    ['john%2540example.com', 'email:john%2540example.com'],
    ['3782 822463 10005', 'credit_card:3782 822463 10005'],
    ['4111 1111 1111 1111 12/26', 'credit_card:4111 1111 1111 1111'],
    ['ref 12 4111111111111111', 'credit_card:4111111111111111'],
    ['30569309025904', 'credit_card:30569309025904'],
    ['my SSN is 123456789', 'ssn:123456789'],
    ['call +49 (0)30 901820 please', 'phone:+49 (0)30 901820'],
    ['[2001:db8::1]:443', 'ip_address:2001:db8::1'],
    ['at ::ffff:10.0.0.1.', 'ip_address:::ffff:10.0.0.1'],
    ['২০০-৫৫৫-১২৩৪', 'phone:২০০-৫৫৫-১২৩৪'],
    ['５５５－１２３－４５６７', 'phone:５５５－１２３－４５６７'],
  ])('%s', (text, wanted) => {
    expect(found(text)).toEqual([wanted]);
  });

  it.each([
    'order 123456789 shipped',
    '4111-1111-1111-1112',
    'std::vector<int> a::b 12:30:45',
    '00:1a:2b:3c:4d:5e',
    '2024-05-01T10:20:30Z',
    'v1.2.3 and 1.2.3.256',
    'pi is 3.14159265358979323846',
    'john@example and @mention',
  ])('nothing in %s', (text) => {
    expect(found(text)).toEqual([]);
  });

  it('joins what overlaps: all is covered, and the longest find gives its name', () => {
    expect(found('5551234567@example.com')).toEqual(['email:5551234567@example.com']);
    expect(detect('4111111111111111', new Set(['phone', 'credit_card', 'ssn']))).toHaveLength(1);
  });

  it('finds nothing when no category is asked for', () => {
    expect(new Redactor({ categories: [] }).redactString('john@example.com')).toBe('john@example.com');
  });
});

describe('addresses that are spelt out', () => {
  const spoken = new Redactor({ spoken: true });
  it.each([
    ['write to john at example dot com please', 'write to <EMAIL> please'],
    ['john.doe [at] example [dot] org', '<EMAIL>'],
    ['look at example files', 'look at example files'],
  ])('%s', (text, clean) => {
    expect(spoken.redactString(text)).toBe(clean);
    expect(new Redactor().redactString(text)).toBe(text);
  });
});

it('addresses that are spelt out are found in a stream as in the whole', () => {
  const spoken = new Redactor({ spoken: true });
  const words = fc.array(
    fc.constantFrom(
      ...['john', ' at ', '[at]', '(at)', 'example', ' dot ', ' [dot] ', 'com', 'org', ' ', '.', '@', 'x', '\n', '%40'],
    ),
    { maxLength: 14 },
  );
  fc.assert(
    fc.property(words, fc.array(fc.nat(100), { maxLength: 5 }), (parts, cuts) => {
      const text = parts.join('');
      const flow = new RedactingFlow([spoken], { found: () => undefined });
      const places = [...cuts.map((cut) => cut % (text.length + 1)), text.length].sort((a, b) => a - b);
      const out = places.map((place, i) => flow.push(text.slice(places[i - 1] ?? 0, place)) as string);
      expect(out.join('') + (flow.flush() as string)).toBe(spoken.redactString(text));
    }),
    { seed, numRuns: 3000 },
  );
});

describe('laws', () => {
  it('what is found is in order, does not overlap, and is within the text', () => {
    fc.assert(
      fc.property(soup, (text) => {
        let last = 0;
        for (const { start, end } of detect(text, all)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          last = end;
        }
        expect(last).toBeLessThanOrEqual(text.length);
      }),
      { seed, numRuns: 3000 },
    );
  });

  it('of what one category finds, nothing is left when all are looked for', () => {
    fc.assert(
      fc.property(soup, fc.constantFrom(...all), (text, category) => {
        const covered = detect(text, all);
        for (const one of detect(text, new Set([category])))
          expect(covered.some(({ start, end }) => start <= one.start && one.end <= end)).toBe(true);
      }),
      { seed, numRuns: 3000 },
    );
  });

  it.each(['placeholder', 'mask', 'hash'] as const)('redacting twice changes nothing (%s)', (strategy) => {
    const redactor = new Redactor({ categories: [...all], strategy });
    fc.assert(
      fc.property(soup, (text) => {
        const once = redactor.redactString(text);
        expect(redactor.redactString(once)).toBe(once);
      }),
      { seed, numRuns: 3000 },
    );
  });

  it('a result says what was replaced, and the same as detection', () => {
    const redactor = new Redactor({ categories: [...CATEGORIES] });
    fc.assert(
      fc.property(soup, (text) => {
        const result = redactor.redact(text);
        expect(result.entities).toEqual(redactor.detect(text));
        expect(result.count).toBe(result.events.length);
        expect(result.wasRedacted).toBe(result.text !== text);
        expect(result.text).toBe(redactor.redactString(text));
      }),
      { seed },
    );
  });
});

describe('time', () => {
  afterEach(() => vi.restoreAllMocks());

  it('grows with the length of the text, not with its square', () => {
    const looks = (text: string): number => {
      const spy = vi.spyOn(String.prototype, 'charAt');
      detect(text, all);
      const count = spy.mock.calls.length;
      spy.mockRestore();
      return count;
    };
    for (const unit of ['a@', 'a.', '@', 'a@b.', '4111 ', '1-']) {
      const once = looks(unit.repeat(2_000));
      expect(looks(unit.repeat(4_000))).toBeLessThan(2.5 * Math.max(once, 1_000));
    }
  });

  it('gets through 200,000 characters of whatever it dislikes most', () => {
    for (const unit of ['a@', 'a.a', '1 ', '+1 ', ':1', 'f:', '(555)', '%41', '&#4', '%25', '１', 'A1', '٣@', '1.'])
      expect(detect(unit.repeat(200_000 / unit.length), all).length).toBeGreaterThanOrEqual(0);
  });
});
