import { describe, expect, it } from 'vitest';
import {
  brandError,
  EnforceCoreError,
  EnforcementViolation,
  registerCodes,
  registerViolation,
  violationError,
} from './errors.ts';

const WHERE = { tool: 't', policy: 'p', callId: 'c' };

describe('errors', () => {
  it('are recognised across two copies of the package', () => {
    class Copy extends Error {
      static {
        brandError({ name: 'EnforceCoreError', prototype: this.prototype });
      }
    }
    expect(new Copy('x') instanceof EnforceCoreError).toBe(true);
    expect(new Copy('x') instanceof EnforcementViolation).toBe(false);
    expect(new Error('x') instanceof EnforceCoreError).toBe(false);
    expect(violationError({ type: 'x', reason: 'y' }, WHERE) instanceof EnforceCoreError).toBe(true);
  });

  it('keep ordinary instanceof for classes that are not branded', () => {
    class Mine extends EnforceCoreError {}
    expect(new Mine('x', { code: 'EC_VIOLATION' }) instanceof Mine).toBe(true);
    expect(new EnforceCoreError('x', { code: 'EC_VIOLATION' }) instanceof Mine).toBe(false);
  });

  it('carry the hint of their code, unless they have one of their own', () => {
    registerCodes({ EC_TEST_ONE: { summary: 'a test', hint: 'do this' } });
    expect(new EnforceCoreError('x', { code: 'EC_TEST_ONE' }).hint).toBe('do this');
    expect(new EnforceCoreError('x', { code: 'EC_TEST_ONE', hint: 'or that' }).hint).toBe('or that');
  });

  it('have codes with one meaning', () => {
    registerCodes({ EC_TEST_TWO: { summary: 'a test', hint: 'do this' } });
    expect(() => registerCodes({ EC_TEST_TWO: { summary: 'another', hint: 'do that' } })).toThrow('registered twice');
  });

  it('are thrown as the class that is registered for the violation', () => {
    class Special extends EnforcementViolation {}
    registerViolation('test_special', 'EC_TEST_SPECIAL', (facts) => new Special(facts));
    expect(violationError({ type: 'test_special', reason: 'r' }, WHERE)).toMatchObject({
      code: 'EC_TEST_SPECIAL',
      toolName: 't',
      policyName: 'p',
      reason: 'r',
      violationType: 'test_special',
    });
    expect(violationError({ type: 'constructor', reason: 'r' }, WHERE)).toBeInstanceOf(EnforcementViolation);
  });
});
