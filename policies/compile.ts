/** @module Compiles the list form of rules: one matcher a kind of resource. */
import type { LocatedDocument } from './document.ts';
import { HostRules } from './host-rules.ts';
import { isObject } from './json-schema.ts';
import { NameRules } from './name-rules.ts';
import { suggestion } from './nearest.ts';
import { PathRules } from './path-rules.ts';
import type { PathOptions } from './path-rules.ts';
import { PatternError } from './pattern.ts';
import { MOST_PROBLEMS, quote } from './problems.ts';
import type { Problem } from './problems.ts';
import type { CompiledRules, ResourceKind, RuleAction, RuleSet } from './rules.ts';
import type { RawRule, ShapedPolicy } from './shape.ts';

export interface RuleOptions {
  /** Folds names of tools, so that look-alikes compare alike. Targets are folded by whoever asks. */
  readonly fold: (text: string) => string;
  /** Relative patterns stay relative when this is absent: the room offers targets in their relative spelling too. */
  readonly filesystem?: PathOptions | undefined;
  /** How hosts are compared; lower case when absent. */
  readonly network?: { readonly fold?: ((text: string) => string) | undefined } | undefined;
  readonly api?: { readonly fold?: ((text: string) => string) | undefined } | undefined;
}

const KEYS = ['name', 'action', 'resource', 'pattern'] as const;
const ACTIONS: readonly RuleAction[] = ['allow', 'deny'];
const RESOURCES: readonly ResourceKind[] = ['tool', 'filesystem', 'network', 'api'];

/**
 * Compiles the list form. All rules are checked until there are 100 problems; the rules are only to be used when there
 * are none.
 *
 * Patterns have exact text, `*`, `?`, `[ab]` and `|` between alternatives. Regular expressions are refused. Deny rules
 * win over allow rules whatever their order.
 */
export function compileRules(
  shaped: Pick<ShapedPolicy, 'rules' | 'document' | 'strict'>,
  options: RuleOptions,
): { readonly rules: CompiledRules; readonly problems: readonly Problem[] } {
  const compiler = new Compiler(shaped.document, options);
  for (const rule of shaped.rules ?? []) compiler.add(rule);
  return { rules: Object.freeze({ strict: shaped.strict, ...compiler.sets() }), problems: compiler.problems };
}

class Compiler {
  readonly problems: Problem[] = [];
  readonly #document: LocatedDocument;
  readonly #names = new Set<string>();
  readonly #sets: {
    readonly [K in ResourceKind]: RuleSet & { add(rule: string, action: RuleAction, pattern: string): void };
  };

  constructor(document: LocatedDocument, options: RuleOptions) {
    this.#document = document;
    this.#sets = {
      tool: new NameRules(options.fold),
      filesystem: new PathRules(options.filesystem ?? {}),
      network: new HostRules(options.network?.fold),
      api: new NameRules(options.api?.fold ?? ((text) => text), { addresses: true }),
    };
  }

  sets(): { [K in ResourceKind]?: RuleSet } {
    return Object.fromEntries(Object.entries(this.#sets).filter(([, set]) => set.size > 0));
  }

  add({ value, path }: RawRule): void {
    if (this.problems.length >= MOST_PROBLEMS) return;
    if (!isObject(value))
      return this.#say('EC_POLICY_RULE', `${quote(this.#document.format(path))} must be a rule`, path);
    const found = this.problems.length;
    for (const key of Object.keys(value)) {
      if (!KEYS.includes(key as never) && this.problems.length < MOST_PROBLEMS) this.#unknown(key, path);
    }
    const name = this.#text(value, 'name', path);
    const action = this.#oneOf(this.#text(value, 'action', path), 'action', ACTIONS, path);
    const resource = this.#oneOf(this.#text(value, 'resource', path), 'resource', RESOURCES, path);
    const pattern = this.#text(value, 'pattern', path);
    if (name !== undefined && this.#names.has(name)) {
      this.#say('EC_POLICY_RULE_DUPLICATE', `there are two rules named ${quote(name)}`, [...path, 'name']);
    }
    if (name !== undefined) this.#names.add(name);
    if (name === undefined || !action || !resource || pattern === undefined || this.problems.length > found) return;
    try {
      this.#sets[resource].add(name, action, pattern);
    } catch (error) {
      if (!(error instanceof PatternError)) throw error;
      this.#say(
        'EC_POLICY_RULE_PATTERN',
        `the pattern of rule ${quote(name)} ${error.message}`,
        [...path, 'pattern'],
        error.hint,
      );
    }
  }

  #text(rule: Record<string, unknown>, key: string, path: RawRule['path']): string | undefined {
    const value = Object.hasOwn(rule, key) ? rule[key] : undefined;
    if (typeof value === 'string' && value.trim() !== '') return value;
    const at = this.#document.format(path);
    const message =
      value === undefined
        ? `the rule ${quote(at)} has no \`${key}\``
        : `${quote(`${at}.${key}`)} must be a non-empty text`;
    this.#say('EC_POLICY_RULE', message, [...path, key]);
    return undefined;
  }

  #oneOf<T extends string>(
    value: string | undefined,
    key: string,
    allowed: readonly T[],
    path: RawRule['path'],
  ): T | undefined {
    if (value === undefined || allowed.includes(value as T)) return value as T | undefined;
    const list = allowed.map((item) => `\`${item}\``).join(', ');
    const at = `${this.#document.format(path)}.${key}`;
    this.#say(
      'EC_POLICY_RULE',
      `${quote(at)} must be one of ${list}, not ${quote(value)}`,
      [...path, key],
      suggestion(value, allowed),
    );
    return undefined;
  }

  #unknown(key: string, path: RawRule['path']): void {
    const at = [...path, key];
    const written = this.#document.format(at);
    const where = { ...this.#document.locateKey(at), path: written };
    const message = `the key ${quote(written)} is not known`;
    this.problems.push({ code: 'EC_POLICY_UNKNOWN_KEY', message, hint: suggestion(key, KEYS), ...where });
  }

  #say(code: string, message: string, path: RawRule['path'], hint?: string): void {
    this.problems.push({ code, message, hint, ...this.#document.locate(path), path: this.#document.format(path) });
  }
}
