import { describe, expect, it } from 'vitest';
import { PolicyEngine } from 'enforcecore';

const judge = (rules: unknown, tool: string, more: object = {}): string | null =>
  new PolicyEngine({ name: 'test', rules, ...more }).evaluatePreCall(tool).violationType;
const rule = (name: string, action: string, pattern: string) => ({ name, action, resource: 'tool', pattern });

describe('tool-acl', () => {
  it('allows all but the denied when no list says otherwise', () => {
    expect(judge({ denied_tools: ['rm'] }, 'ls')).toBeNull();
    expect(judge({ denied_tools: ['rm'] }, 'rm')).toBe('tool_denied');
  });
  it('allows nothing with an empty list, and all with null', () => {
    expect(judge({ allowed_tools: [] }, 'ls')).toBe('tool_not_allowed');
    expect(judge({ allowed_tools: null }, 'ls')).toBeNull();
  });
  it('lets a denial win over an allowance', () => {
    expect(judge({ allowed_tools: ['rm'], denied_tools: ['rm'] }, 'rm')).toBe('tool_denied');
    expect(judge([rule('a', 'allow', 'rm'), rule('d', 'deny', 'r*')], 'rm')).toBe('tool_denied');
  });
  it('denies what nothing allows under mode: strict and in the list form', () => {
    expect(judge({}, 'ls', { mode: 'strict' })).toBe('tool_not_allowed');
    expect(judge([rule('a', 'allow', 'search_web|calculator')], 'ls')).toBe('tool_not_allowed');
    expect(judge([rule('a', 'allow', 'search_web|calculator')], 'calculator')).toBeNull();
  });
  it('records the same verdict under mode: monitor and lets the call run', () => {
    const said = new PolicyEngine({ name: 'test', mode: 'monitor', rules: [rule('d', 'deny', 'rm')] }).evaluatePreCall(
      'rm',
    );
    expect(said).toMatchObject({ decision: 'allowed', violationType: 'tool_denied', wouldBe: true, rules: ['d'] });
  });
  it('names the rule that decided', () => {
    const { rules } = new PolicyEngine({
      name: 'test',
      rules: [rule('allow-safe', 'allow', 'search_*')],
    }).evaluatePreCall('search_web');
    expect(rules).toEqual(['allow-safe']);
  });
});
