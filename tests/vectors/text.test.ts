import { describe, expect, it } from 'vitest';
import { decodeEncodedPii, normalizeHomoglyphs, normalizeUnicode, prepareForDetection } from 'enforcecore';
import { present, vectors } from './vectors.ts';

const FUNCTIONS: Readonly<Record<string, (text: string) => string>> = {
  'unicode.normalize': normalizeUnicode,
  'unicode.homoglyph': normalizeHomoglyphs,
  'unicode.decode': decodeEncodedPii,
  'unicode.pipeline': prepareForDetection,
};

describe.skipIf(!present)('recorded behaviour: text', () => {
  const known = vectors('unicode').filter(({ area }) => area in FUNCTIONS);
  it.each(known.map((vector) => [vector.id, vector] as const))('%s', (_id, { area, input, ...vector }) => {
    expect(FUNCTIONS[area]?.(input.text)).toBe(vector.suspect ? vector.believed : vector.expect);
  });
});
