import { describe, expect, it } from 'vitest';
import { StreamingRedactor } from 'enforcecore';
import { present, vectors } from './vectors.ts';

const all = vectors('streaming');
/** A placeholder is written in the same way everywhere: `<EMAIL>`. */
const spelt = (text: string): string => text.replace(/\[([A-Z_]+)\]/g, '<$1>');

describe.skipIf(!present)('recorded behaviour: streaming', () => {
  const redacting = all.filter(({ input }) => input.chunks !== undefined);
  const making = all.filter(({ input }) => input.construct !== undefined);

  it.each(redacting.map((vector) => [vector.id, vector] as const))('%s', (_id, { input, ...vector }) => {
    const expected = vector.suspect ? vector.believed : vector.expect;
    const { lookahead, strategy, categories } = input;
    const redactor = new StreamingRedactor({
      lookahead,
      strategy,
      ...(categories === 'all' ? {} : { categories: categories as string[] }),
    });
    const out = (input.chunks as string[]).map((chunk) => redactor.push(chunk)[0]);
    out.push(redactor.flush()[0]);
    expect(out.join('')).toBe(spelt(expected.text as string));
    expect(redactor.redactionCount).toBe(expected.redactions);
  });

  it.each(making.map((vector) => [vector.id, vector] as const))('%s', (_id, { input, expect: expected }) => {
    const make = (): unknown => new StreamingRedactor(input.construct as object);
    if (expected.error === undefined) expect(make).not.toThrow();
    else expect(make).toThrow(expect.objectContaining({ code: 'EC_STREAM_LOOKAHEAD' }));
  });
});
