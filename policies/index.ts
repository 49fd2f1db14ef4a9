/** @module The policy language: documents, bases, sections and rules. */
import type { PolicyFacts } from '../kernel/record.ts';
import { inOrder, PolicyValidationError } from './problems.ts';
import { compileRules } from './compile.ts';
import type { RuleOptions } from './compile.ts';
import type { CompiledRules } from './rules.ts';
import { shape } from './shape.ts';
import type { SectionOwner, ShapeOptions } from './shape.ts';
import type { ResolvedDocument } from './load.ts';
import { validateSections } from './validate.ts';

export { fromObject, parseBytes, parseDocument } from './document.ts';
export type { LocatedDocument, Source } from './document.ts';
export { branches, jsonSchemaOf } from './json-schema.ts';
export type { JsonSchema } from './json-schema.ts';
export { loadDocument, loadPolicyFile, outline, resolveExtends, stack } from './load.ts';
export type { ResolvedDocument } from './load.ts';
export { camel, toCamel, toSnake } from './naming.ts';
export { nearest, suggestion } from './nearest.ts';
export { parseTargetPattern } from './path-rules.ts';
export type { Access, PathOptions, TargetPattern } from './path-rules.ts';
export { formatProblems, PolicyError, PolicyLoadError, PolicyValidationError } from './problems.ts';
export type { Position, Problem } from './problems.ts';
export { compileRules } from './compile.ts';
export type { RuleOptions } from './compile.ts';
export type { CompiledRules, ResourceKind, RuleAction, RuleAnswer, RuleSet } from './rules.ts';
export { KERNEL_KEYS, shape } from './shape.ts';
export type { RawRule, SectionOwner, ShapedPolicy, ShapeOptions } from './shape.ts';
export { validateSections } from './validate.ts';
export type { Validated } from './validate.ts';

export interface CompileOptions extends ShapeOptions, RuleOptions {}

/** A policy that was found to be valid as a whole. */
export interface CompiledPolicy {
  readonly facts: PolicyFacts;
  /** Each owner's section, validated, with its defaults. */
  readonly sections: Readonly<Record<string, unknown>>;
  readonly rules: CompiledRules;
  readonly plugins: readonly string[];
}

/**
 * Shapes, validates and compiles a policy in one go.
 *
 * @throws PolicyValidationError with all problems of all three steps, in the order of the document
 * @example
 * ```ts
 * const policy = compilePolicy(loadPolicyFile('policy.yaml'), owners, { fold: foldName });
 * policy.rules.tool?.match(foldName('search_web'));
 * ```
 */
export function compilePolicy(
  resolved: ResolvedDocument,
  owners: readonly SectionOwner[],
  options: CompileOptions,
): CompiledPolicy {
  const shaped = shape(resolved, owners, options);
  const { values, problems } = validateSections(shaped, owners);
  const compiled = compileRules(shaped, options);
  const all = inOrder([...shaped.problems, ...problems, ...compiled.problems]);
  if (all.length > 0) throw new PolicyValidationError(all);
  return { facts: shaped.facts, sections: values, rules: compiled.rules, plugins: shaped.plugins };
}
