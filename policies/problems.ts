/** @module What can be wrong with a policy, where, and the errors that carry it. */
import { brandError, EnforceCoreError, registerCodes } from '../kernel/errors.ts';

/** A place in a policy document. Lines and columns count from 1; they are absent for documents given as objects. */
export interface Position {
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

/** One thing that is wrong with a policy. */
export interface Problem extends Position {
  /** A registered `EC_POLICY_*` code. */
  readonly code: string;
  /** One lower-case sentence; values from the document stand in backticks. */
  readonly message: string;
  /** What to do next. */
  readonly hint?: string | undefined;
  /** Where in the document, such as `rules.allowed_tools[1]`. */
  readonly path?: string | undefined;
}

/** How many problems one step gathers: nobody reads more, and a text of a megabyte can be wrong half a million times. */
export const MOST_PROBLEMS = 100;

/**
 * Writes problems for people: `file:line:column: message`, and the hint of each on a line of its own.
 *
 * @example
 * ```ts
 * formatProblems([{ code: 'EC_POLICY_NAME', message: 'the policy has no name', file: 'p.yaml', line: 1, column: 1 }]);
 * // 'p.yaml:1:1: the policy has no name'
 * ```
 */
export function formatProblems(problems: readonly Problem[]): string {
  return problems
    .map((problem) => {
      const hint = problem.hint ? `\n  hint: ${problem.hint}` : '';
      const where = place(problem);
      return `${where === '' ? '' : `${where}: `}${problem.message}${hint}`;
    })
    .join('\n');
}

/** A value of the document as a message may show it: in backticks, on one line, shortened. */
export function quote(value: unknown): string {
  // oxlint-disable-next-line no-control-regex
  const text = String(value).replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069`]/g, '\ufffd');
  return `\`${text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text}\``;
}

const LONGEST_QUOTE = 80;

/** Puts problems in the order of the document and drops those said twice. */
export function inOrder(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>();
  const once = problems.filter((problem) => {
    const key = JSON.stringify([problem.code, problem.file, problem.line, problem.column, problem.path]);
    return seen.has(key) ? false : seen.add(key);
  });
  const files = [...new Set(once.map((problem) => problem.file))];
  return once.sort(
    (a, b) =>
      files.indexOf(a.file) - files.indexOf(b.file) ||
      (a.line ?? 0) - (b.line ?? 0) ||
      (a.column ?? 0) - (b.column ?? 0),
  );
}

/** Base of the errors about policies: `EC_POLICY_*`. `problems` has what was found (at most 100 a step), not only the first. */
export class PolicyError extends EnforceCoreError {
  static {
    brandError(this);
  }
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], options?: { cause?: unknown }) {
    const first = problems[0] ?? { code: 'EC_POLICY_INVALID', message: 'the policy is not valid' };
    const where = place(first);
    const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
    super(`${where === '' ? '' : `${where}: `}${first.message}${more}`, {
      code: first.code,
      hint: first.hint,
      cause: options?.cause,
    });
    this.problems = Object.freeze([...problems]);
  }
}

/**
 * A policy could not be read: no such file, not YAML, not a mapping, or its `extends` does not resolve. `EC_POLICY_FILE`,
 * `EC_POLICY_SYNTAX`, `EC_POLICY_EXTENDS` and others.
 */
export class PolicyLoadError extends PolicyError {
  static {
    brandError(this);
  }
}

/**
 * A policy was read and does not conform: an unknown key, a wrong value, a rule that cannot be understood.
 * `EC_POLICY_UNKNOWN_KEY`, `EC_POLICY_VALUE`, `EC_POLICY_RULE` and others.
 */
export class PolicyValidationError extends PolicyError {
  static {
    brandError(this);
  }
}

function place({ file, line, column }: Position): string {
  return [file, line, column].filter((part) => part !== undefined).join(':');
}

registerCodes({
  EC_POLICY_INVALID: { summary: 'a policy is not valid', hint: '`problems` on the error lists all that was found' },
  EC_POLICY_FILE: { summary: 'a policy file cannot be read', hint: 'check the path and the permissions' },
  EC_POLICY_SIZE: {
    summary: 'a policy document is too large',
    hint: 'a document may have 1 MiB; split it with `extends`',
  },
  EC_POLICY_ENCODING: { summary: 'a policy file is not UTF-8', hint: 'save the file as UTF-8' },
  EC_POLICY_SYNTAX: {
    summary: 'a policy document is not well-formed YAML',
    hint: 'correct the syntax at the place shown',
  },
  EC_POLICY_EMPTY: {
    summary: 'a policy document is empty',
    hint: 'an empty policy would allow everything: write `rules: {}` if that is meant',
  },
  EC_POLICY_NOT_MAPPING: {
    summary: 'the top level of a policy is not a mapping',
    hint: 'write `name:` and `rules:` at the top level',
  },
  EC_POLICY_DEPTH: { summary: 'a policy document is nested too deeply', hint: 'at most 64 levels are read' },
  EC_POLICY_ALIAS: { summary: 'a YAML alias cannot be followed', hint: 'write the value out in full' },
  EC_POLICY_KEY: { summary: 'a key cannot be used in a policy', hint: 'use a plain text key' },
  EC_POLICY_DUPLICATE_KEY: { summary: 'a key is written twice', hint: 'remove one of them; neither wins silently' },
  EC_POLICY_VALUE: {
    summary: 'a value is not of the form that is expected',
    hint: 'correct the value at the place shown',
  },
  EC_POLICY_EXTENDS: {
    summary: 'the base of a policy cannot be resolved',
    hint: '`extends` names one file, relative to the policy, inside the folder of the outermost policy',
  },
  EC_POLICY_NAME: { summary: 'a policy has no usable name', hint: 'write `name: my-policy`' },
  EC_POLICY_UNKNOWN_KEY: {
    summary: 'a key is not known',
    hint: 'correct or remove the key; a policy with an unknown key is never used',
  },
  EC_POLICY_SECTION_UNOWNED: {
    summary: 'no active plugin owns a section of the policy',
    hint: 'activate the plugin under `plugins:` or remove the section',
  },
  EC_POLICY_SECTION_TWICE: { summary: 'a section is written in two places', hint: 'keep one of them' },
  EC_POLICY_SCHEMA_FAILED: {
    summary: 'the validator of a section failed',
    hint: 'report it to the author of the plugin that owns the section',
  },
  EC_POLICY_RULE: {
    summary: 'a rule is not complete',
    hint: 'a rule has a `name`, an `action`, a `resource` and a `pattern`',
  },
  EC_POLICY_RULE_DUPLICATE: { summary: 'two rules have one name', hint: 'give each rule a name of its own' },
  EC_POLICY_RULE_PATTERN: {
    summary: 'the pattern of a rule cannot be understood',
    hint: 'patterns have `*`, `?`, `[ab]` and `|`; regular expressions are not read',
  },
});
