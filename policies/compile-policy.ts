/** @module A whole policy in one go: shaped, its sections judged, its rules compiled. */
import { compileRules } from './compile.ts';
import type { RuleOptions } from './compile.ts';
import type { ResolvedDocument } from './load.ts';
import { inOrder, PolicyValidationError } from './problems.ts';
import type { CompiledRules } from './rules.ts';
import { shape } from './shape.ts';
import type { SectionOwner, ShapedPolicy, ShapeOptions } from './shape.ts';
import { validateSections } from './validate.ts';

export interface CompileOptions extends ShapeOptions, RuleOptions {}

/** A policy that was found to be valid as a whole. */
export interface CompiledPolicy extends ShapedPolicy {
  /** Each owner's section, validated, with its defaults. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly compiled: CompiledRules;
}

/**
 * Shapes, validates and compiles a policy.
 *
 * @throws PolicyValidationError with all problems of all three steps, in the order of the document
 * @example
 * ```ts
 * const policy = compilePolicy(loadPolicyFile('policy.yaml'), owners, { fold: foldName });
 * policy.compiled.tool?.match(foldName('search_web'));
 * ```
 */
export function compilePolicy(
  resolved: ResolvedDocument,
  owners: readonly SectionOwner[],
  options: CompileOptions,
): CompiledPolicy {
  const shaped = shape(resolved, owners, options);
  const { values, problems } = validateSections(shaped, owners);
  const { rules: compiled, problems: broken } = compileRules(shaped, options);
  const all = inOrder([...shaped.problems, ...problems, ...broken]);
  if (all.length > 0) throw new PolicyValidationError(all);
  return { ...shaped, values, compiled };
}
