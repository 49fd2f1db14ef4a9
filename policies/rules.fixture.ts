/** @module Rules compiled for the tests. */
import { expect } from 'vitest';
import { compileRules } from './compile.ts';
import type { RuleOptions } from './compile.ts';
import { fromObject } from './document.ts';
import { resolveExtends } from './load.ts';
import { shape } from './shape.ts';

export type Line = readonly [action: string, resource: string, pattern: string];
const fold = (text: string) => text.normalize('NFKC').toLowerCase().trim();
export const run = (rules: unknown, options: Partial<RuleOptions> = {}) =>
  compileRules(shape(resolveExtends(fromObject({ name: 'p', rules })), []), { fold, ...options });
/** The rules, which must have no problems. */
export const compile = (lines: readonly Line[], options: Partial<RuleOptions> = {}) => {
  const { rules, problems } = run(
    lines.map(([action, resource, pattern], i) => ({ name: `r${i}`, action, resource, pattern })),
    options,
  );
  expect(problems).toEqual([]);
  return rules;
};
/** Whether a rule set of one rule says `action` of a target. */
export const one = (
  resource: 'tool' | 'filesystem' | 'network' | 'api',
  action: string,
  pattern: string,
  options: Partial<RuleOptions> = {},
) => {
  const set = compile([[action, resource, pattern]], options)[resource];
  return (target: string) => set?.match(target)?.action === action;
};
