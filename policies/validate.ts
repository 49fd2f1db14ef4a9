/** @module Has each section judged by the schema of the plugin that owns it. */
import type { StandardIssue, StandardResult } from '../kernel/plugin.ts';
import { branches, isObject, isOpen, itemOf, jsonSchemaOf, namedKeys, under } from './json-schema.ts';
import type { JsonSchema, Schemas } from './json-schema.ts';
import { suggestion } from './nearest.ts';
import { MOST_PROBLEMS, quote } from './problems.ts';
import type { Problem } from './problems.ts';
import type { SectionOwner, ShapedPolicy } from './shape.ts';
import type { Path } from './tree.ts';
import { describe, unknownKeysOf } from './wording.ts';

export interface Validated {
  /** Each owner's section with its defaults. A section that nobody wrote and that has no default is absent. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly problems: readonly Problem[];
}

/**
 * Validates the sections of a shaped policy. Finds up to 100 problems a section, not only the first. Keys that a schema does not
 * name are refused even where its library would drop them in silence.
 */
export function validateSections(shaped: ShapedPolicy, owners: readonly SectionOwner[]): Validated {
  const values: Record<string, unknown> = {};
  const problems: Problem[] = [];
  for (const owner of owners) {
    const written = shaped.sections[owner.section];
    const judge = new Judge(owner, shaped);
    const value = written ? judge.section(written.value, written.path) : judge.absent();
    if (value) values[owner.section] = value.value;
    for (const problem of judge.problems) problems.push(problem);
  }
  return { values, problems };
}

class Judge {
  readonly problems: Problem[] = [];
  readonly #owner: SectionOwner;
  readonly #shaped: ShapedPolicy;
  readonly #json: JsonSchema | undefined;

  constructor(owner: SectionOwner, shaped: ShapedPolicy) {
    this.#owner = owner;
    this.#shaped = shaped;
    this.#json = jsonSchemaOf(owner.schema);
  }

  section(value: unknown, path: Path): { value: unknown } | undefined {
    const result = this.#run(value, path);
    if (this.#json) this.#strangers(value, branches(this.#json, this.#json), path);
    if (!result) return undefined;
    if (!result.issues) return { value: result.value };
    for (const issue of result.issues) {
      if (this.#isFull()) break;
      this.#issue(issue, value, path);
    }
    if (this.problems.length === 0)
      this.#say(
        'EC_POLICY_SCHEMA_FAILED',
        `the section ${quote(this.#shaped.document.format(path))} is not valid`,
        path,
      );
    return undefined;
  }

  /** The default of a section that nobody wrote. */
  absent(): { value: unknown } | undefined {
    const result = this.#run(undefined, [this.#owner.section]);
    return result && !result.issues ? { value: result.value } : undefined;
  }

  #run(value: unknown, path: Path): StandardResult<unknown> | undefined {
    const who = `the validator of \`${this.#owner.section}\` (plugin \`${this.#owner.plugin}\`)`;
    let result: unknown;
    try {
      result = this.#owner.schema['~standard'].validate(value);
    } catch (cause) {
      return this.#say(
        'EC_POLICY_SCHEMA_FAILED',
        `${who} threw ${quote(cause instanceof Error ? cause.name : typeof cause)}`,
        path,
      );
    }
    if (isObject(result) && typeof result['then'] === 'function') {
      // A rejection that nobody waits for would end the process.
      void Promise.resolve(result as unknown as PromiseLike<unknown>).then(undefined, () => undefined);
      return this.#say(
        'EC_POLICY_SCHEMA_FAILED',
        `${who} answered with a promise`,
        path,
        'sections are validated synchronously',
      );
    }
    if (isObject(result) && (result['issues'] === undefined ? 'value' in result : Array.isArray(result['issues']))) {
      return result as unknown as StandardResult<unknown>;
    }
    return this.#say('EC_POLICY_SCHEMA_FAILED', `${who} gave no answer`, path);
  }

  #issue(issue: StandardIssue, section: unknown, path: Path): void {
    const steps = stepsOf(issue);
    const at = [...path, ...steps];
    const keys = unknownKeysOf(issue);
    if (keys.length > 0) {
      const known = this.#json ? namedKeys(this.#schemasAt(steps)) : [];
      for (const key of keys) this.#unknown(key, at, known);
      return;
    }
    const { message, hint } = describe(issue, this.#shaped.document.format(at), valueAt(section, steps));
    this.#say('EC_POLICY_VALUE', message, at, hint);
  }

  #strangers(value: unknown, schemas: Schemas, path: Path): void {
    const root = this.#json as JsonSchema;
    if (schemas.length === 0) return;
    if (Array.isArray(value)) {
      // Lists are long and mostly of names, which hold no keys: those cost nothing here.
      for (const [i, item] of value.entries())
        if (holdsKeys(item)) this.#strangers(item, itemOf(schemas, i, root), [...path, i]);
    }
    if (!isObject(value)) return;
    const known = namedKeys(schemas);
    const open = isOpen(schemas);
    for (const [key, item] of Object.entries(value)) {
      if (this.#isFull()) return;
      if (!open && !known.has(key)) this.#unknown(key, path, known);
      else if (holdsKeys(item)) this.#strangers(item, under(schemas, key, root), [...path, key]);
    }
  }

  #isFull(): boolean {
    return this.problems.length >= MOST_PROBLEMS;
  }

  #schemasAt(steps: Path): Schemas {
    const root = this.#json as JsonSchema;
    return steps.reduce<Schemas>(
      (schemas, step) => (typeof step === 'number' ? itemOf(schemas, step, root) : under(schemas, step, root)),
      branches(root, root),
    );
  }

  #unknown(key: string, parent: Path, known: Iterable<string>): void {
    const { document } = this.#shaped;
    const path = document.format([...parent, key]);
    const hint = suggestion(key, known);
    const where = { ...document.locateKey([...parent, key]), path };
    this.problems.push({
      code: 'EC_POLICY_UNKNOWN_KEY',
      message: `the key ${quote(path)} is not known`,
      hint,
      ...where,
    });
  }

  #say(code: string, message: string, path: Path, hint?: string): undefined {
    const { document } = this.#shaped;
    this.problems.push({ code, message, hint, ...document.locate(path), path: document.format(path) });
  }
}

function holdsKeys(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function stepsOf(issue: StandardIssue): (string | number)[] {
  const steps = (issue.path ?? []).map((step) => (typeof step === 'object' ? step.key : step));
  return steps.map((step) => (typeof step === 'number' ? step : String(step)));
}

function valueAt(value: unknown, steps: Path): unknown {
  let at = value;
  for (const step of steps) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as Record<string | number, unknown>)[step];
  }
  return at;
}
