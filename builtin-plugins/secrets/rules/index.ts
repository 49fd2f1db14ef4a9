/** @module Every rule there is, and the categories they find. */
import type { Rule } from '../rule.ts';
import { ASSIGNED } from './assigned.ts';
import { PROVIDER_RULES } from './providers.ts';
import { STRUCTURED } from './structured.ts';

export const RULES: readonly Rule[] = [...STRUCTURED, ...PROVIDER_RULES, ...ASSIGNED];

/** In alphabetical order. */
export const CATEGORIES: readonly string[] = [...new Set(RULES.map(({ category }) => category))].sort();
