/** @module What is found in a text is found in texts within it, however they are spelt. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Find } from '../kernel/sanitizer.ts';
import { base64, clean, MAIL, sanitizer } from './redaction.fixture.ts';

describe('JSON inside of strings', () => {
  it.each([
    ['{"ssn": 123456789,  "n": 1.0}', '{"ssn": "<SSN>",  "n": 1.0}'],
    ['[4111111111111111]', '["<SSN>"]'],
    ['{"a":"\\nann@example.com"}', '{"a":"\\n<EMAIL>"}'],
    ['{"a": 1}\n{"ssn": 123456789}\n', '{"a": 1}\n{"ssn": "<SSN>"}\n'],
    ['{"ssn": 123456789', '{"ssn": <SSN>'],
  ])('redacts %s and keeps the rest', (text, expected) => {
    expect(clean(text)).toBe(expected);
  });

  it('redacts JSON in JSON in JSON', () => {
    const nested = JSON.stringify({ a: JSON.stringify(JSON.stringify({ ssn: 123456789, to: MAIL })) });
    const now = clean(nested) as string;
    const inner = JSON.parse(JSON.parse((JSON.parse(now) as { a: string }).a) as string) as unknown;
    expect(inner).toEqual({ ssn: '<SSN>', to: '<EMAIL>' });
  });

  it('stays JSON whatever it holds', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(MAIL, '{"ssn":123456789}'), (json, secret) => {
        const text = JSON.stringify([JSON.parse(json), secret, { ssn: 123456789 }]);
        const now = clean(text) as string;
        expect(() => JSON.parse(now) as unknown).not.toThrow();
        expect(now).not.toMatch(/ann@|123456789/);
        expect(clean(now)).toBe(now);
      }),
      { seed: 20260301, numRuns: 300 },
    );
  });
});

describe('what is encoded', () => {
  const text = `please write to ${MAIL} soon`;
  const redacted = 'please write to <EMAIL> soon';

  it('is redacted inside, in the alphabet it is spelt in', () => {
    expect(clean(`x ${base64(text)} y`)).toBe(`x ${base64(redacted)} y`);
    expect(clean(`data:text/plain;base64,${base64(text)}`)).toBe(`data:text/plain;base64,${base64(redacted)}`);
    expect(clean(Buffer.from(text).toString('hex'))).toBe(Buffer.from(redacted).toString('hex'));
    const bytes = `?>?>?> ${text}`;
    expect(clean(Buffer.from(bytes).toString('base64url'))).toBe(
      Buffer.from(`?>?>?> ${redacted}`).toString('base64url'),
    );
    expect(clean(base64(base64(text)))).toBe(base64(base64(redacted)));
    expect(clean(base64('{"ssn":123456789}'))).toBe(base64('{"ssn":"<SSN>"}'));
    expect(clean(base64(MAIL))).toBe(base64('<EMAIL>'));
  });

  it('goes as a whole when it is a signed token', () => {
    const header = Buffer.from('{"alg":"HS256","typ":"JWT"}').toString('base64url');
    const payload = Buffer.from(JSON.stringify({ sub: '1', email: MAIL })).toString('base64url');
    expect(clean(`Bearer ${header}.${payload}.c2lnbmF0dXJlLW9mLWl0 end`)).toBe('Bearer <EMAIL> end');
    const harmless = `${header}.${Buffer.from('{"sub":"1234"}').toString('base64url')}.c2lnbmF0dXJlLW9mLWl0`;
    expect(clean(harmless)).toBe(harmless);
  });

  it('is left as it is when it holds nothing, or is no text', () => {
    const values = [
      base64('nothing in here to be found at all'),
      Buffer.from([137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13]).toString('base64'),
      '3f2b8c1e9f0a4c1e8f0a2b3c4d5e6f70',
      '/usr/local/lib/node_modules/something/index.js',
      'getElementsByTagNameAndSoOn',
    ];
    for (const value of values) expect(clean(value)).toBe(value);
  });

  it('is told once for each find', () => {
    const finds: Find[] = [];
    void sanitizer.clean(base64(`${MAIL} and ssn 123456789`), 'output', (find) => finds.push(find));
    expect(finds.map(({ category }) => category)).toEqual(['email', 'ssn']);
  });

  it('is looked at in content blocks of any size, and media are not touched', () => {
    const long = `${'x '.repeat(100_000)}${MAIL}`;
    const blob = { type: 'resource', resource: { uri: 'a:b', mimeType: 'text/plain', blob: base64(long) } };
    const now = clean(blob) as typeof blob;
    expect(Buffer.from(now.resource.blob, 'base64').toString()).toBe(long.replace(MAIL, '<EMAIL>'));
    const pixels = Buffer.from(Array.from({ length: 300 }, (_, i) => (i * 37) % 256)).toString('base64');
    const image = { type: 'image', mimeType: 'image/png', data: pixels };
    expect(clean(image)).toBe(image);
    const lie = { type: 'image', mimeType: 'image/png', data: base64(`${text} ${'and more '.repeat(9)}`) };
    expect(Buffer.from((clean(lie) as typeof lie).data, 'base64').toString()).not.toContain(MAIL);
    expect(clean({ type: 'resource_link', uri: `file:///${MAIL}`, name: MAIL, description: MAIL })).toEqual({
      type: 'resource_link',
      uri: 'file:///<EMAIL>',
      name: '<EMAIL>',
      description: '<EMAIL>',
    });
  });

  // In square time it would take minutes, and the runner would give up.
  it('gets through a megabyte of what it has to decode', () => {
    expect(clean(`${base64(text)}.`.repeat(20_000))).not.toContain(base64(text));
  });
});
