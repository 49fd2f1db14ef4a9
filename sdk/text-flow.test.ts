import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Span, TextRedactor } from './points.ts';
import { replaceSpans } from './replace.ts';
import { RedactingFlow } from './text-flow.ts';
import type { FlowFind } from './text-flow.ts';

const seed = 20261125;
const LONGEST = 12;

/** Finds whole words of letters of one kind, up to LONGEST long; a longer word is none. */
function words(name: string, letters: string, rank: number): TextRedactor {
  const pattern = new RegExp(`(?<![${letters}])[${letters}]{2,${LONGEST}}(?![${letters}])`, 'g');
  const find = (text: string, from = 0): Span[] =>
    [...text.matchAll(pattern)]
      .filter(({ index }) => index >= from)
      .map((match) => ({
        start: match.index,
        end: match.index + match[0].length,
        category: name,
        rank,
        replacement: (found: string) => `<${name}${found.length}>`,
      }));
  const hold = (text: string, from: number): number => {
    let at = text.length;
    while (at > from && letters.includes(text.charAt(at - 1)) && text.length - at <= LONGEST) at--;
    return at;
  };
  return { name, find, stream: { before: 1, hold } };
}

const finders = [words('ab', 'ab', 1), words('bc', 'bc', 2), words('one', 'c', 3)];
const texts = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' ', '\u{1f600}'), maxLength: 60 });

function whole(text: string): { text: string; count: number } {
  let count = 0;
  const spans = finders.flatMap((finder) => finder.find(text) as Span[]);
  return { text: replaceSpans(text, spans, () => count++), count };
}

function inPieces(text: string, cuts: readonly number[], lookahead: number, list = finders) {
  const finds: FlowFind[] = [];
  const given: string[] = [];
  const flow = new RedactingFlow(list, { lookahead, found: (find) => finds.push(find) });
  let at = 0;
  for (const cut of [...cuts].map((one) => one % (text.length + 1)).sort((a, b) => a - b)) {
    given.push(flow.push(text.slice(at, cut)) as string);
    at = cut;
  }
  given.push(flow.push(text.slice(at)) as string, flow.flush() as string);
  return { text: given.join(''), given, finds };
}

describe('text that arrives in pieces', () => {
  it('comes out as the whole would, wherever it is cut and however much is held back', () => {
    fc.assert(
      fc.property(texts, fc.array(fc.nat(200), { maxLength: 12 }), fc.nat(20), (text, cuts, lookahead) => {
        const { text: out, finds } = inPieces(text, cuts, lookahead);
        const expected = whole(text);
        expect(out).toBe(expected.text);
        expect(finds).toHaveLength(expected.count);
        // The offsets are those of the original: what stands between finds is untouched.
        let at = 0;
        let again = '';
        for (const { start, end, replacement } of finds) {
          again += text.slice(at, start) + replacement;
          at = end;
        }
        expect(again + text.slice(at)).toBe(out);
      }),
      { seed, numRuns: 5000 },
    );
  });

  it('holds back no more than the finds need', () => {
    const { given } = inPieces('abba is gone', [3, 6], 0);
    expect(given).toEqual(['', '<ab4> i', 's gone', '']);
  });

  it('is looked at once, not again for each piece that only moves what is held back', () => {
    const [first] = finders as [TextRedactor];
    let looks = 0;
    const counted: TextRedactor = { ...first, find: (text, from) => (looks++, first.find(text, from)) };
    const text = 'one, abba ti gone '.repeat(40);
    let out = '';
    const flow = new RedactingFlow([counted], { lookahead: 36, found: () => undefined });
    for (let at = 0; at < text.length; at++) {
      out += flow.push(text.charAt(at)) as string;
      // As much as was asked for is held back, and a find is given out as a whole.
      expect(flow.held - Math.min(36, at + 1)).toBeOneOf([0, 1, 2, 3]);
    }
    expect(out + (flow.flush() as string)).toBe('one, <ab4> ti gone '.repeat(40));
    expect(looks).toBeLessThan(text.length / 18);
  });

  it('holds everything back for a redactor that says nothing of streams', () => {
    const slow: TextRedactor = { name: 'slow', find: () => [] };
    expect(inPieces('one two', [3], 0, [slow]).given).toEqual(['', '', 'one two']);
  });

  it('does not wait for the end of a chain that never ends', () => {
    const chain: TextRedactor = {
      name: 'chain',
      find: (text, from = 0) =>
        Array.from({ length: Math.max(0, text.length - 9 - from) }, (_, i) => ({
          start: from + i,
          end: from + i + 10,
          category: 'x',
          replacement: 'x',
        })),
      stream: { before: 0, hold: (text, from) => Math.max(from, text.length - 9) },
    };
    const text = 'z'.repeat(20_000);
    const finds: FlowFind[] = [];
    const flow = new RedactingFlow([chain], { found: (find) => finds.push(find) });
    let early = '';
    for (let i = 0; i < text.length; i += 7) early += flow.push(text.slice(i, i + 7)) as string;
    expect(early.length).toBeGreaterThan(2);
    expect(early + (flow.flush() as string)).toBe(replaceSpans(text, chain.find(text) as Span[], () => undefined));
  });

  it('can be used for the next text when the last has ended, with offsets that go on', () => {
    const finds: FlowFind[] = [];
    const flow = new RedactingFlow(finders, { found: (find) => finds.push(find) });
    for (const text of ['ab ', 'ba']) {
      flow.push(text);
      flow.flush();
    }
    expect(finds.map(({ start, end }) => [start, end])).toEqual([
      [0, 2],
      [3, 5],
    ]);
  });

  it('waits for redactors that answer with promises', async () => {
    const [first] = finders;
    const later: TextRedactor = {
      ...(first as TextRedactor),
      find: async (text, from) => first?.find(text, from) ?? [],
    };
    const flow = new RedactingFlow([later], { found: () => undefined });
    expect((await flow.push('ab c')) + (await flow.flush())).toBe('<ab2> c');
  });
});
