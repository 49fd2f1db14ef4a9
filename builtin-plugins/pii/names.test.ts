import { describe, expect, it } from 'vitest';
import { Enforcer, HookRegistry, NERBackend, Redactor } from 'enforcecore';

const TEXT = 'Please contact Maria Gonzalez-Lopez in Lisbon on 555-123-4567.';

describe('names', () => {
  it('are found by a redactor that is asked for them', () => {
    expect(new Redactor().redactString(TEXT)).toBe('Please contact Maria Gonzalez-Lopez in Lisbon on <PHONE>.');
    expect(new Redactor({ detector: 'ner' }).redactString(TEXT)).toBe(
      'Please contact <PERSON_NAME> in <LOCATION> on <PHONE>.',
    );
    expect(new Redactor({ categories: ['person_name'] }).redactString(TEXT)).toContain('<PERSON_NAME> in Lisbon');
    const hidden = new Redactor({ detector: 'ner', strategy: 'pseudonym' });
    expect(hidden.restore(hidden.redactString(TEXT))).toBe(TEXT);
  });

  it('keep their scores in the backend', () => {
    const names = new NERBackend({ threshold: 0 }).analyze('Maria came', { categories: ['person_name'] });
    expect(names[0]?.[3]).not.toBe(0.99);
  });

  const under = (section: object, toolName = 'lookup', options: object = {}) => {
    const policy = { name: 'names', rules: { pii_redaction: { enabled: true, ...section } } };
    const enforcer = new Enforcer(policy, { hooks: new HookRegistry(), settings: { auditEnabled: false }, ...options });
    return enforcer.wrap((text: string) => text, { toolName });
  };

  it.each([
    [{ detector: 'ner' }, 'Please contact <PERSON_NAME> in <LOCATION> on <PHONE>.'],
    [{ strategy: 'ner' }, 'Please contact <PERSON_NAME> in <LOCATION> on <PHONE>.'],
    [{ categories: ['location'] }, 'Please contact Maria Gonzalez-Lopez in <LOCATION> on 555-123-4567.'],
    [{ detector: 'ner', ner_threshold: 1 }, 'Please contact Maria Gonzalez-Lopez in Lisbon on <PHONE>.'],
    [{}, 'Please contact Maria Gonzalez-Lopez in Lisbon on <PHONE>.'],
  ])('are redacted as the policy says: %j', (section, clean) => {
    expect(under(section)(TEXT)).toBe(clean);
  });

  it('that nobody can find are an error, unless the policy goes on without', () => {
    const without = { defaults: ['tool-acl', 'hardening', 'pii'] };
    expect(() => under({ detector: 'ner' }, 'lookup', without)).toThrow(
      expect.objectContaining({ code: 'EC_PII_NER_MISSING' }),
    );
    expect(under({ detector: 'ner', ner_fallback_to_regex: true }, 'lookup', without)(TEXT)).toContain('<PHONE>');
  });

  it('are led back for the tools named, and hidden from all others', () => {
    const section = { detector: 'ner', strategy: 'pseudonym', restore_in: ['send_email'] };
    const policy = { name: 'names', rules: { pii_redaction: { enabled: true, ...section } } };
    const enforcer = new Enforcer(policy, { hooks: new HookRegistry(), settings: { auditEnabled: false } });
    let given = '';
    const note = (toolName: string) => enforcer.wrap((text: string) => void (given = text), { toolName });
    const shown = enforcer.wrap(() => TEXT, { toolName: 'lookup' })();
    expect(shown).not.toMatch(/Maria|Lisbon|555/);
    note('send_email')(shown);
    expect(given).toBe(TEXT);
    note('other')(TEXT);
    expect(given).toBe(shown);
  });
});
