/** @module Recorded behaviour of detection and redaction, and where this room deviates from it on purpose. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { deepRedact } from 'enforcecore/sdk';
import { PatternRegistry, RedactionError, Redactor } from './index.ts';
import type { CustomPattern, RedactionStrategy } from './index.ts';

interface Expected {
  readonly category?: string;
  readonly text?: string;
  readonly u16_start?: number;
  readonly u16_end?: number;
  readonly error?: string;
}
interface Vector {
  readonly id: string;
  readonly area: string;
  readonly input: {
    readonly text: string;
    readonly value: unknown;
    readonly categories: readonly string[] | 'default';
    readonly strategy: RedactionStrategy;
    readonly patterns?: readonly CustomPattern[];
    readonly register?: CustomPattern;
  };
  readonly expect: never;
  readonly suspect?: boolean;
  readonly believed?: never;
}

/** What is done differently, and why. */
const DEVIATIONS: Readonly<Record<string, string>> = {
  'pii.detect-043': 'international numbers in E.164 form are phones',
  'pii.detect-081': 'nine digits without a word that says so are no social security number',
  'pii.detect-091': 'a card number has a Luhn check digit',
  'pii.detect-095': 'Visa has no 15-digit numbers, and this one has no Luhn check digit',
  'pii.detect-099': 'JCB numbers are cards',
  'pii.detect-137': 'nine digits without a word that says so are no social security number',
  'pii.detect-155': '`[]` means none; absent categories mean the default ones',
};

/** Recorded behaviour, kept beside the repository. */
const root = new URL('../../../shared/vectors/', import.meta.url);
const read = (name: string): Vector[] => {
  const file = new URL(`${name}.json`, root);
  if (!existsSync(file)) return [];
  const all = JSON.parse(readFileSync(file, 'utf8')) as Vector[];
  return all.filter(({ id }) => !(id in DEVIATIONS));
};
const wanted = (vector: Vector): unknown => (vector.suspect ? vector.believed : vector.expect);
const redactorFor = ({ categories, strategy, patterns }: Vector['input']): Redactor =>
  new Redactor({ categories: categories === 'default' ? undefined : categories, strategy, patterns });

describe.skipIf(!existsSync(root))('pii.detect', () => {
  const detection = read('pii').filter(({ area }) => area === 'pii.detect');
  const refused = (vector: Vector): boolean => (wanted(vector) as Expected).error !== undefined;

  it.each(detection.filter(refused))('$id', ({ input }) => {
    expect(() => redactorFor(input)).toThrow(RedactionError);
  });

  it.each(detection.filter((vector) => !refused(vector)))('$id', (vector) => {
    const expected = wanted(vector) as readonly Expected[];
    const found = redactorFor(vector.input).detect(vector.input.text);
    // What is only believed comes without offsets.
    const shown = expected.map(({ category, text, u16_start, u16_end }, i) => ({
      category,
      text,
      start: u16_start ?? found[i]?.start,
      end: u16_end ?? found[i]?.end,
    }));
    expect(found).toEqual(shown);
  });
});

describe.skipIf(!existsSync(root))('pii.custom', () => {
  const custom = read('pii').filter(({ area }) => area === 'pii.custom');
  const refused = (vector: Vector): boolean => (wanted(vector) as Expected).error !== undefined;

  it.each(custom.filter(refused))('$id', ({ input }) => {
    const { register } = input;
    const act = register
      ? (): unknown => new PatternRegistry().add(register.category, register.pattern as string, register)
      : (): unknown => redactorFor(input);
    expect(act).toThrow(RedactionError);
  });

  it.each(custom.filter((vector) => !refused(vector)))('$id', (vector) => {
    const { text, entities } = redactorFor(vector.input).redact(vector.input.text);
    const expected = wanted(vector) as { text?: string; entities?: object[]; note?: string };
    if (expected.note) expect(text).not.toMatch(/\d/);
    else expect({ text, entities }).toMatchObject(expected);
  });
});

describe.skipIf(!existsSync(root))('redact.strategy', () => {
  it.each(read('redact').filter(({ area }) => area === 'redact.strategy'))('$id', (vector) => {
    const result = redactorFor(vector.input).redact(vector.input.text);
    const expected = wanted(vector) as {
      text: string;
      count: number;
      events: { entity_type: string; replacement: string }[];
    };
    expect({ text: result.text, count: result.count }).toEqual({ text: expected.text, count: expected.count });
    expect(result.events.map(({ entityType, replacement }) => ({ entityType, replacement }))).toEqual(
      expected.events.map(({ entity_type, replacement }) => ({ entityType: entity_type, replacement })),
    );
  });
});

describe.skipIf(!existsSync(root))('redact.deep', () => {
  it.each(read('redact').filter(({ area }) => area === 'redact.deep'))('$id', (vector) => {
    const redactor = new Redactor();
    const expected = wanted(vector) as { value: unknown };
    expect(deepRedact(vector.input.value, (text) => redactor.redactString(text))).toEqual(expected.value);
  });
});

describe.skipIf(!existsSync(root))('unicode.redact', () => {
  it.each(read('unicode').filter(({ area }) => area === 'unicode.redact'))('$id', (vector) => {
    const result = redactorFor(vector.input).redact(vector.input.text);
    const expected = wanted(vector) as { text: string; entities?: Expected[] };
    expect(result.text).toBe(expected.text);
    expected.entities?.forEach((entity, i) => {
      expect(result.entities[i]).toMatchObject({ category: entity.category, text: entity.text });
      expect(result.entities[i]).toMatchObject({ start: entity.u16_start, end: entity.u16_end });
    });
  });
});
