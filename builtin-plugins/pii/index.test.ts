/** @module The room in the corridor: what a policy section switches on, and for whom. */
import { describe, expect, it } from 'vitest';
import { REDACTORS } from 'enforcecore/sdk';
import type { PluginHost, Span, TextRedactor } from 'enforcecore/sdk';
import { PatternRegistry, pii, Redactor, RedactionError } from './index.ts';

type Result = { value: never; issues?: readonly { message: string; path?: readonly unknown[] }[] };
const validate = (section: string, value: unknown): Result =>
  pii.sections[section]?.['~standard'].validate(value) as Result;

function redactors(section: unknown, output?: boolean): TextRedactor[] {
  const added: TextRedactor[] = [];
  const host = {
    provide: () => undefined,
    contribute: (point: unknown, one: TextRedactor) => point === REDACTORS && added.push(one),
  };
  const config = { pii_redaction: validate('pii_redaction', section).value, redact_output: output ?? true };
  pii.setup(host as unknown as PluginHost, {} as never, config as never);
  return added;
}
const shown = (text: string, to: string, all: readonly TextRedactor[]): string => {
  const spans = all.filter((one) => one.to?.includes(to as 'view')).flatMap((one) => one.find(text) as Span[]);
  return spans
    .sort((a, b) => b.start - a.start)
    .reduce((now, { start, end, replacement }) => {
      const by = typeof replacement === 'string' ? replacement : replacement(text.slice(start, end));
      return now.slice(0, start) + by + now.slice(end);
    }, text);
};
const TEXT = 'john@example.com 555-123-4567';

describe('the policy section', () => {
  it('is off by default for the tool, and on for whoever looks on', () => {
    const all = redactors(undefined);
    expect(shown(TEXT, 'input', all)).toBe(TEXT);
    expect(shown(TEXT, 'output', all)).toBe(TEXT);
    expect(shown(TEXT, 'view', all)).toBe('<EMAIL> <PHONE>');
  });

  it('redacts the categories named for the tool, and never shows less redacted', () => {
    const all = redactors({ enabled: true, categories: ['phone'], strategy: 'mask' });
    expect(shown(TEXT, 'input', all)).toBe('john@example.com ***-***-****');
    expect(shown(TEXT, 'output', all)).toBe('john@example.com ***-***-****');
    expect(shown(TEXT, 'view', all)).toBe('****@****.*** ***-***-****');
  });

  it('leaves results alone with `redact_output: false`', () => {
    const all = redactors({ enabled: true }, false);
    expect(shown(TEXT, 'output', all)).toBe(TEXT);
    expect(shown(TEXT, 'input', all)).toBe('<EMAIL> <PHONE>');
  });

  it('takes `[]` for no category', () => {
    expect(shown(TEXT, 'input', redactors({ enabled: true, categories: [] }))).toBe(TEXT);
  });

  it('looks for patterns of its own, and for registered ones, everywhere', () => {
    const own = { category: 'ticket', pattern: 'T-\\d+', mask: 'T-*' };
    const all = redactors({ enabled: true, strategy: 'mask', patterns: [own] });
    PatternRegistry.register('badge', /B-\d/);
    try {
      for (const to of ['input', 'output', 'view']) expect(shown('T-12 B-3', to, all)).toBe('T-* ********');
      const off = redactors({ patterns: [own] });
      expect(shown('T-12 B-3', 'view', off)).toBe('<TICKET> <BADGE>');
      expect(shown('T-12 B-3', 'input', off)).toBe('T-12 B-3');
    } finally {
      PatternRegistry.unregister('badge');
    }
  });

  it.each([
    [{ category: 'own', pattern: '[' }, ['patterns', 0, 'pattern'], /no regular expression/],
    [{ category: 'own', pattern: 'a*' }, ['patterns', 0, 'pattern'], /nothing/],
    [{ category: ' ', pattern: 'a' }, ['patterns', 0, 'category'], /category/],
    [{ category: 'email', pattern: 'a' }, ['patterns', 0, 'category'], /built in/],
    [{ category: 'own' }, ['patterns', 0, 'pattern'], /./],
    [{ category: 'own', pattern: 'a', mask: 'x'.repeat(300) }, ['patterns', 0], /mask/],
  ])('refuses the pattern %j where it stands', (pattern, path, message) => {
    const [issue] = validate('pii_redaction', { patterns: [pattern] }).issues ?? [];
    expect(issue?.path).toEqual(path);
    expect(issue?.message).toMatch(message);
  });

  it('refuses two patterns of one name', () => {
    const patterns = ['a', 'b'].map((pattern) => ({ category: 'own', pattern }));
    expect(validate('pii_redaction', { patterns }).issues?.[0]?.path).toEqual(['patterns', 1, 'category']);
  });

  it.each([
    [{ categories: ['nonsense'] }, /must be one of credit_card, ssn/],
    [{ strategy: 'nonsense' }, /placeholder, mask, hash, remove/],
    [{ ner_threshold: 1.5 }, /1/],
    [{ detector: 'spacy' }, /regex or ner/],
    [{ enabeld: true }, /enabeld/],
    [{ enabled: 'yes' }, /boolean/],
  ])('refuses %j', (section, message) => {
    expect(validate('pii_redaction', section).issues?.[0]?.message).toMatch(message);
  });
});

describe('Redactor', () => {
  it('refuses what it does not know when it is made', () => {
    expect(() => new Redactor({ categories: ['fingerprint'] })).toThrow(RedactionError);
    expect(() => new Redactor({ strategy: 'toString' as never })).toThrow(RedactionError);
  });

  it('hashes with a key by HMAC-SHA-256, and differently for another key', () => {
    const with_ = (hashKey?: string): string => new Redactor({ strategy: 'hash', hashKey }).redactString('a@b.co');
    expect(with_()).toBe('[SHA256:80305c9bb1bb2480]');
    expect(with_('k')).toMatch(/^\[SHA256:[\da-f]{16}\]$/);
    expect(new Set([with_(), with_('k'), with_('l')]).size).toBe(3);
  });

  it('gives a spelling in look-alike letters the same hash', () => {
    const redactor = new Redactor({ strategy: 'hash' });
    expect(redactor.redactString('j\u043ehn@example.com')).toBe(redactor.redactString('john@example.com'));
  });

  it('does not keep the original in events', () => {
    expect(JSON.stringify(new Redactor().redact('a@b.co').events)).not.toContain('a@b.co');
  });
});
