/** @module Patterns of one's own: what is taken, what is refused, and what is found. */
import { afterEach, describe, expect, it } from 'vitest';
import { PatternRegistry, RedactionError, Redactor } from './index.ts';
import type { CustomPattern } from './index.ts';

const redactorFor = (
  pattern: RegExp | string,
  more: Partial<CustomPattern> = {},
  strategy?: 'mask' | 'hash' | 'remove',
): Redactor => new Redactor({ patterns: [{ category: 'own', pattern, ...more }], strategy });
const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(RedactionError);
    expect((error as RedactionError).hint).not.toBe('');
    return (error as RedactionError).code;
  }
  return 'nothing was thrown';
};

afterEach(() => {
  PatternRegistry.clear();
});

describe('PatternRegistry', () => {
  it('counts and lists what is registered, in order, and takes it away', () => {
    PatternRegistry.register('employee_id', /EMP-\d{6}/, { placeholder: '<EMPLOYEE_ID>', mask: 'EMP-******' });
    PatternRegistry.register('medical_record', 'MRN-\\d{8}', { validator: (match) => match.startsWith('MRN-') });
    expect(PatternRegistry.categories()).toEqual(['employee_id', 'medical_record']);
    expect(PatternRegistry.count()).toBe(2);
    expect(PatternRegistry.unregister('employee_id')).toBe(true);
    expect(PatternRegistry.unregister('employee_id')).toBe(false);
    expect(PatternRegistry.categories()).toEqual(['medical_record']);
  });

  it('applies to redactors that were made before, as long as a pattern is registered', () => {
    const redactor = new Redactor();
    expect(redactor.redactString('EMP-123456')).toBe('EMP-123456');
    PatternRegistry.register('employee_id', /EMP-\d{6}/);
    expect(redactor.redactString('EMP-123456 a@b.co')).toBe('<EMPLOYEE_ID> <EMAIL>');
    PatternRegistry.unregister('employee_id');
    expect(redactor.redactString('EMP-123456')).toBe('EMP-123456');
  });

  it('replaces what has the same category', () => {
    PatternRegistry.register('id', /A\d/);
    PatternRegistry.register(' id ', /B\d/);
    expect(PatternRegistry.count()).toBe(1);
    expect(new Redactor().redactString('A1 B1')).toBe('A1 <ID>');
  });

  it('leaves instances apart', () => {
    const isolated = new PatternRegistry().add('test_pattern', 'TEST-\\d+').add('other', /O\d/);
    PatternRegistry.register('seen_by_all', /ALL/);
    expect([isolated.count(), isolated.categories()]).toEqual([2, ['test_pattern', 'other']]);
    expect(new Redactor({ patterns: isolated }).redactString('TEST-12 ALL')).toBe('<TEST_PATTERN> ALL');
    expect(isolated.remove('other')).toBe(true);
    isolated.clear();
    expect(isolated.count()).toBe(0);
    expect(PatternRegistry.count()).toBe(1);
  });

  it('keeps nothing of what it refuses', () => {
    expect(codeOf(() => PatternRegistry.register('own', /a*/))).toBe('EC_PII_PATTERN_EMPTY');
    expect(PatternRegistry.count()).toBe(0);
  });
});

describe('a pattern is refused', () => {
  it.each([
    ['', /a/, 'EC_PII_PATTERN_NAME'],
    [' \t', /a/, 'EC_PII_PATTERN_NAME'],
    ['a\u001bb', /a/, 'EC_PII_PATTERN_NAME'],
    ['x'.repeat(65), /a/, 'EC_PII_PATTERN_NAME'],
    [7 as never, /a/, 'EC_PII_PATTERN_NAME'],
    [null as never, /a/, 'EC_PII_PATTERN_NAME'],
    ['email', /a/, 'EC_PII_PATTERN_BUILT_IN'],
    [' Credit_Card', /a/, 'EC_PII_PATTERN_BUILT_IN'],
    ['own', '[unclosed', 'EC_PII_PATTERN_SYNTAX'],
    ['own', '(?P<name>a)', 'EC_PII_PATTERN_SYNTAX'],
    ['own', '(?i)(', 'EC_PII_PATTERN_SYNTAX'],
    ['own', '', 'EC_PII_PATTERN_EMPTY'],
    ['own', /\d*/, 'EC_PII_PATTERN_EMPTY'],
    ['own', /(?:)|a/, 'EC_PII_PATTERN_EMPTY'],
    ['own', /\b/, 'EC_PII_PATTERN_EMPTY'],
    ['own', /(?=a)/, 'EC_PII_PATTERN_EMPTY'],
    ['own', /(a?)\1/, 'EC_PII_PATTERN_EMPTY'],
    ['own', /^$/m, 'EC_PII_PATTERN_EMPTY'],
    ['own', /x{1025}/, 'EC_PII_PATTERN_LONG'],
    ['own', /a(?!.*b)/, 'EC_PII_PATTERN_LONG'],
    ['own', /(?<=a.*)b/, 'EC_PII_PATTERN_LONG'],
    ['own', undefined as never, 'EC_PII_PATTERN_INVALID'],
    ['own', 5 as never, 'EC_PII_PATTERN_INVALID'],
    ['own', /(?<!x)(?:a+)+$/, 'EC_PII_PATTERN_UNSAFE'],
  ])('for %j %s with %s', (category, pattern, code) => {
    expect(codeOf(() => new PatternRegistry().add(category, pattern))).toBe(code);
    expect(codeOf(() => new Redactor({ patterns: [{ category, pattern }] }))).toBe(code);
  });

  it('for what comes with it', () => {
    expect(codeOf(() => redactorFor(/a/, { placeholder: 5 as never }))).toBe('EC_PII_PATTERN_INVALID');
    expect(codeOf(() => redactorFor(/a/, { mask: 'x'.repeat(257) }))).toBe('EC_PII_PATTERN_INVALID');
    expect(codeOf(() => redactorFor(/a/, { validator: /a/ as never }))).toBe('EC_PII_PATTERN_INVALID');
    expect(codeOf(() => new Redactor({ patterns: [null as never] }))).toBe('EC_PII_PATTERN_INVALID');
    expect(codeOf(() => new Redactor({ patterns: 'a' as never }))).toBe('EC_PII_PATTERN_INVALID');
  });

  it('when a list has another of its name', () => {
    const patterns = [
      { category: 'own', pattern: /a/ },
      { category: 'own ', pattern: /b/ },
    ];
    expect(codeOf(() => new Redactor({ patterns }))).toBe('EC_PII_PATTERN_DUPLICATE');
  });

  it('with the reason and the shape of an attack', () => {
    expect(() => redactorFor(/(?<!x)(?:a+)+$/)).toThrow(/linear time|exponential/);
    expect(() => redactorFor(/(a+)\1+$/)).toThrow(/cannot express backreferences/);
  });
});

describe('what a pattern finds', () => {
  it('is replaced by every strategy', () => {
    const text = 'id EMP-123456 ok';
    expect(redactorFor(/EMP-\d{6}/).redactString(text)).toBe('id <OWN> ok');
    expect(redactorFor(/EMP-\d{6}/, { placeholder: '<E>' }).redactString(text)).toBe('id <E> ok');
    expect(redactorFor(/EMP-\d{6}/, {}, 'mask').redactString(text)).toBe('id ******** ok');
    expect(redactorFor(/EMP-\d{6}/, { mask: 'EMP-******' }, 'mask').redactString(text)).toBe('id EMP-****** ok');
    expect(redactorFor(/EMP-\d{6}/, {}, 'remove').redactString(text)).toBe('id  ok');
    expect(redactorFor(/EMP-\d{6}/, {}, 'hash').redactString(text)).toMatch(/^id \[SHA256:[\da-f]{16}\] ok$/);
  });

  it.each([
    [/emp-\d/i, 'EMP-1', '<OWN>'],
    ['(?i)emp-\\d', 'EMP-1', '<OWN>'],
    [/a.b/s, 'a\nb', '<OWN>'],
    ['(?s)a.b', 'a\nb', '<OWN>'],
    [/^b$/m, 'a\nb\nc', 'a\n<OWN>\nc'],
    [/^b$/, 'a\nb\nc', 'a\nb\nc'],
    [/\p{Lu}\d/u, '\u00c91', '<OWN>'],
    [/b/gy, 'ab', 'a<OWN>'],
    [/(?<=id )\d(?!\d)/, 'id 5 id 55', 'id <OWN> id 55'],
    [/\bACME-\w+\b/, 'xACME-1 ACME-1', 'xACME-1 <OWN>'],
    [/x./, 'x\ud83d\ude00.', '<OWN>.'],
  ])('by %s in %j', (pattern, text, clean) => {
    expect(redactorFor(pattern).redactString(text)).toBe(clean);
  });

  it('does not depend on a state that the expression given has', () => {
    const pattern = /a/g;
    const redactor = redactorFor(pattern);
    pattern.lastIndex = 5;
    expect(redactor.redactString('aa')).toBe('<OWN><OWN>');
    expect(pattern.lastIndex).toBe(5);
  });

  it('is covered as a whole where it overlaps what is built in', () => {
    const result = redactorFor(/ID \d/).redact('ID 123-45-6789');
    expect(result.text).toBe('<SSN>');
    expect(result.entities).toMatchObject([{ start: 0, end: 14 }]);
  });

  it('is given to the validator as it was matched, and left alone when it says no', () => {
    const seen: string[] = [];
    const validator = (match: string): boolean => seen.push(match) === 1;
    expect(redactorFor(/T-\d+/, { validator }).redactString('T-1 T-22')).toBe('<OWN> T-22');
    expect(seen).toEqual(['T-1', 'T-22']);
  });

  it('may have a validator that looks at other texts with the same redactor', () => {
    const redactor = redactorFor(/T-\d+/, { validator: () => redactor.detect('nothing').length === 0 });
    const entities = redactor.detect('\uff4aohn@example.com T-1');
    expect(entities.map(({ text }) => text)).toEqual(['john@example.com', 'T-1']);
  });

  it('is withheld when the validator throws or does not answer, and not told', () => {
    const thrower = (match: string): never => {
      throw new Error(`bad ${match}`);
    };
    for (const validator of [thrower, (() => undefined) as never, (() => Promise.resolve(false)) as never]) {
      const redactor = redactorFor(/S-\d+/, { validator });
      expect(codeOf(() => redactor.redact('S-4711'))).toBe('EC_PII_VALIDATOR_FAILED');
      try {
        redactor.redact('S-4711');
      } catch (error) {
        expect(String(error) + String((error as Error).cause)).not.toContain('4711');
      }
      expect(redactor.redactString('nothing')).toBe('nothing');
    }
  });

  it('is not found again in what stands in its place', () => {
    for (const strategy of [undefined, 'mask', 'hash', 'remove'] as const) {
      const redactor = redactorFor(/[A-Z*\da-f]{2,}/, {}, strategy);
      const once = redactor.redactString('say AB or CDE');
      expect(once).not.toContain('CDE');
      expect(redactor.redactString(once)).toBe(once);
    }
  });

  it('may be called `regex`, too', () => {
    expect(new Redactor({ patterns: [{ category: 'own', regex: /a/ }] }).redactString('a')).toBe('<OWN>');
  });
});
