/** @module The room in the corridor: what a policy section switches on, and for whom. */
import { describe, expect, it } from 'vitest';
import { REDACTORS } from 'enforcecore/sdk';
import type { PluginHost, Span, TextRedactor } from 'enforcecore/sdk';
import { pii, Redactor, RedactionError } from './index.ts';

type Result = { value: never; issues?: readonly { message: string; path?: readonly unknown[] }[] };
const validate = (section: string, value: unknown): Result =>
  pii.sections[section]?.['~standard'].validate(value) as Result;

function redactors(section: unknown, output?: boolean): TextRedactor[] {
  const added: TextRedactor[] = [];
  const host = { contribute: (point: unknown, one: TextRedactor) => point === REDACTORS && added.push(one) };
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

  it.each([
    [{ categories: ['nonsense'] }, /must be one of credit_card, ssn/],
    [{ strategy: 'ner' }, /recognizer/],
    [{ strategy: 'nonsense' }, /placeholder, mask, hash, remove/],
    [{ ner_threshold: 0.5 }, /`ner_threshold`: this version has no recognizer/],
    [{ detector: 'ner' }, /`detector`: this version/],
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
