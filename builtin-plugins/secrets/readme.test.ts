/** @module The README's table of categories is the one that the rules give. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { labelsOf } from './labels.ts';
import type { Rule } from './rule.ts';
import { CATEGORIES, RULES } from './rules/index.ts';

const HOW: Readonly<Record<Rule['kind'], string>> = { token: 'form', context: 'words beside it', probe: 'scanner' };

it('lists every category with its number of rules and what they go by', () => {
  const rows = CATEGORIES.map((category) => {
    const rules = RULES.filter((rule) => rule.category === category);
    const how = [...new Set(rules.map(({ kind }) => HOW[kind]))].sort().join(', ');
    return `| \`${category}\` | ${rules.length} | ${how} | \`${labelsOf(category).placeholder}\` |`;
  });
  const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8');
  const [, table = ''] = /<!-- categories.*?-->([^]*?)<!-- \/categories -->/.exec(readme) ?? [];
  const shown = table
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.replace(/\s+\|/g, ' |').replace(/\|\s+/g, '| '));
  expect(shown).toEqual(rows);
});
