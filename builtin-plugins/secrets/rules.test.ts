/** @module Every rule finds what it stands for, and not what is nearly that. */
import { describe, expect, it } from 'vitest';
import { RuleSet } from './engine.ts';
import { exampleOf, nearMisses, pickerOf, PROBED } from './examples.fixture.ts';
import type { Rule } from './rule.ts';
import { CATEGORIES, RULES } from './rules/index.ts';

type DataRule = Exclude<Rule, { kind: 'probe' }>;
const shaped = RULES.filter((rule): rule is DataRule => rule.kind !== 'probe');
const pairs = shaped.flatMap((rule) => rule.shapes.map((shape) => [rule.id, shape, rule] as const));
const probed = RULES.filter((rule) => rule.kind === 'probe');
const textOf = (rule: DataRule, token: string): string =>
  rule.kind === 'context' ? `${rule.words[0]}_api_key = "${token}"` : `value="${token}"`;

describe('the rule set', () => {
  it('has rules for at least 200 providers, each with a name of its own', () => {
    expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
    expect(RULES.length).toBeGreaterThan(400);
    expect(CATEGORIES.length).toBeGreaterThan(200);
    for (const { id, category } of RULES) {
      expect(id).toMatch(/^[a-z\d]+(-[a-z\d]+)*$/);
      expect(category).toMatch(/^[a-z\d]+(_[a-z\d]+)*$/);
    }
  });

  it('has the categories of the spec', () => {
    expect(CATEGORIES).toEqual(
      expect.arrayContaining(
        'aws_access_key aws_secret_key github_token generic_api_key bearer_token private_key password_in_url'.split(
          ' ',
        ),
      ),
    );
  });

  it.each(pairs)('%s: %s is found to the character', (_id, shape, rule) => {
    const rules = new RuleSet([{ ...rule, shapes: [shape] }]);
    const pick = pickerOf(11);
    for (let i = 0; i < 5; i++) {
      const token = exampleOf(rule, shape, pick);
      const text = textOf(rule, token);
      const start = text.indexOf(token);
      expect(rules.find(text), text).toContainEqual(expect.objectContaining({ start, end: start + token.length }));
    }
  });

  it.each(pairs)('%s: %s is not found when it is nearly right', (_id, shape, rule) => {
    const rules = new RuleSet([{ ...rule, shapes: [shape] }]);
    const pick = pickerOf(12);
    for (const near of nearMisses(shape, exampleOf(rule, shape, pick), pick)) {
      const text = textOf(rule, near);
      expect(rules.find(text), text).toEqual([]);
    }
  });

  it.each(probed.map((rule) => [rule.id, rule] as const))(
    '%s finds what it stands for and not what is nearly that',
    (id, rule) => {
      const rules = new RuleSet([rule]);
      const pick = pickerOf(13);
      const { text, found = text, near } = PROBED[id]?.(pick) ?? expect.fail(`no example of ${id}`);
      const shown = rules.find(`.\n${text}\n.`).map(({ start, end }) => `.\n${text}\n.`.slice(start, end));
      expect(shown).toEqual([found]);
      expect(rules.find(near).map(({ start, end }) => near.slice(start, end))).toEqual([]);
    },
  );

  it.each(shaped.filter(({ checksum }) => checksum).map((rule) => [rule.id, rule] as const))(
    '%s refuses a token whose checksum does not hold',
    (_id, rule) => {
      const rules = new RuleSet([rule]);
      const pick = pickerOf(14);
      for (const shape of rule.shapes) {
        const token = exampleOf(rule, shape, pick);
        const last = token.endsWith('2') ? '3' : '2';
        expect(rules.find(textOf(rule, token))).toHaveLength(1);
        expect(rules.find(textOf(rule, token.slice(0, -1) + last))).toEqual([]);
      }
    },
  );

  it.each(shaped.filter(({ kind }) => kind === 'context').map((rule) => [rule.id, rule] as const))(
    '%s needs its words',
    (_id, rule) => {
      const pick = pickerOf(15);
      for (const shape of rule.shapes)
        expect(new RuleSet([rule]).find(`commit_key = "${exampleOf(rule, shape, pick)}"`)).toEqual([]);
    },
  );
});
