/** @module Redaction leaves nothing of what was found, and is done once. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cover } from './cover.ts';
import { exampleOf, pickerOf, PROBED } from './examples.fixture.ts';
import { SecretScanner } from './index.ts';
import { RULES } from './rules/index.ts';

const scanner = new SecretScanner();
const pick = pickerOf(21);
const examples = RULES.flatMap((rule) =>
  rule.kind === 'probe'
    ? [PROBED[rule.id]?.(pick).text ?? '']
    : rule.shapes.map(
        (shape) => `${rule.kind === 'context' ? `${rule.words[0]}_key=` : ''}${exampleOf(rule, shape, pick)}`,
      ),
);
const between = fc.constantFrom(' ', '\n', ', ', '" "', ' and the key is ', ';', ' ... ', '\t', '\\n');
const text = fc
  .array(fc.tuple(fc.oneof(fc.constantFrom(...examples), fc.string({ maxLength: 9 })), between), { maxLength: 10 })
  .map((parts) => parts.flat().join(''));

describe('redaction', () => {
  it('leaves no character of what was found, and keeps every other', () => {
    fc.assert(
      fc.property(text, (whole) => {
        const spans = scanner.spans(whole);
        const kept = [...whole].filter((_, i) => !spans.some(({ start, end }) => start <= i && i < end)).join('');
        const shown = cover(
          whole,
          spans.map((span) => ({ ...span, replacement: '' })),
        );
        expect(shown).toBe(kept);
      }),
    );
  });

  it.each(['placeholder', 'mask'] as const)('done twice with %s changes nothing', (strategy) => {
    fc.assert(
      fc.property(text, (whole) => {
        const once = cover(whole, scanner.spans(whole, 0, strategy));
        expect(cover(once, scanner.spans(once, 0, strategy))).toBe(once);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    '<DATADOG_KEY> build 0f3a9c7be1d24586a7c09b1e5d3f2846',
    '<GITLAB_TOKEN> datadog 0f3a9c7be1d24586a7c09b1e5d3f2846',
    '<ONEPASSWORD_SECRET> Xk9#mQ2$vL',
    '-----REDACTED PRIVATE KEY----- 0x0f3a9c7be1d24586a7c09b1e5d3f28460f3a9c7be1d24586a7c09b1e5d3f2847',
  ])('does not take a replacement for the name of what follows: %s', (text) => {
    expect(scanner.spans(text)).toEqual([]);
  });

  it('covers every example of every rule, in whatever it stands', () => {
    for (const example of examples) {
      const bare = cover(example, scanner.spans(example));
      expect(bare, example).not.toBe(example);
      for (const frame of [`"${example}"`, `> ${example}`, `\n${example}\n`])
        expect(cover(frame, scanner.spans(frame)), frame).not.toContain(example);
    }
  });
});
