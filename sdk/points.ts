/** @module The points and tokens that rooms share, besides those of the kernel. */
import type { Command as CommanderCommand } from 'commander';
import { point, token } from '../kernel/tokens.ts';
import type { Awaitable } from '../kernel/awaitable.ts';
import type { CallOfValue, Destination } from '../kernel/sanitizer.ts';
import type { CompiledRules } from '../policies/rules.ts';

/** Something a redactor found in a text. Offsets are UTF-16 code units, `end` exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly category: string;
  /** What stands in its place. A function is only called for spans that win. */
  readonly replacement: string | ((text: string) => string);
  /** How specific the category is: of two overlapping spans of one length the higher rank names both. 0 when absent. */
  readonly rank?: number | undefined;
  /** Up to this place, which is after its end, this find decides about others: they are given out together. */
  readonly until?: number | undefined;
}

/**
 * What lets a redactor work on text that is still arriving. For every text `P + Q`, the finds of `P` that start before
 * `hold(P)` are those of `P + Q` that start there, to the letter.
 */
export interface StreamBounds {
  /** How many characters before a find can decide about it, at most. */
  readonly before: number;
  /** The first place of a text, at or after `from`, that characters yet to come could still have a say in. */
  hold(text: string, from: number): number;
}

/** Finds what is sensitive in one text. Spans of all redactors are merged once; the union is always covered. */
export interface TextRedactor {
  readonly name: string;
  /** Where it applies; everywhere when absent. `view` is what hooks, logs and the trail are shown. */
  readonly to?: readonly Destination[] | undefined;
  /**
   * The finds that start at or after `from` (0 when absent), in order. What stands before `from` is context: it is
   * looked at, but nothing is found in it. `call` is absent where a text belongs to no call.
   */
  find(text: string, from?: number, call?: CallOfValue): Awaitable<readonly Span[]>;
  /** Absent: a stream is held back to its end. */
  readonly stream?: StreamBounds | undefined;
}

/** A redactor in the spec's form: rewrites a whole text. Runs after all that give spans. */
export interface TextRewriter {
  readonly name: string;
  readonly to?: readonly Destination[] | undefined;
  readonly categories: readonly string[];
  redact(text: string): Awaitable<{ readonly text: string; readonly count: number }>;
}

/** What finds and replaces sensitive text. */
export const REDACTORS = point<TextRedactor | TextRewriter>('enforcecore/redactors');

/** The list form of a policy's rules, compiled: one matcher a kind of resource. */
export const RULES = token<CompiledRules>('enforcecore/rules');

/** What a command is given besides its arguments. */
export interface CommandHost {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  /** Whether `--json` was given. */
  readonly json: boolean;
  /** Prints one JSON document to stdout. */
  printJson(value: unknown): void;
  /** Prints a table to stdout; colour only on a terminal. */
  printTable(head: readonly string[], rows: readonly (readonly string[])[]): void;
  readonly colors: {
    red(text: string): string;
    green(text: string): string;
    yellow(text: string): string;
    dim(text: string): string;
    bold(text: string): string;
  };
  /** Makes an enforcer for a policy file, as the library's `createEnforcer` does. */
  createEnforcer(options: { policy: string; auditPath?: string }): Promise<CommandEnforcer>;
}

/** As much of an enforcer as commands need; the real one has more. */
export interface CommandEnforcer {
  readonly policyName: string;
  /** Runs a tool under enforcement. Rejects with the violation, or with what the tool threw. */
  enforceAsync(
    fn: (...args: never[]) => unknown,
    args: readonly unknown[],
    options: { toolName: string; about?: Record<string, unknown>; signal?: AbortSignal; session?: string },
  ): Promise<unknown>;
  /**
   * What the return path makes of a result that does not come back from {@link enforceAsync}: a result that is fetched
   * later, say. Redacted and checked as the result of a call; nothing is recorded. Rejects with the violation when it
   * is refused.
   */
  review(result: unknown, options: { toolName: string; session?: string }): Promise<unknown>;
  /** Whether a tool of this name could ever be allowed, judged by its name alone. */
  permits(toolName: string): Promise<boolean>;
  /** Redacts a text as the trail would show it. */
  redactText(text: string): string;
  stop(): Promise<void>;
}

/** A command of the `enforcecore` program, contributed by a room. */
export interface CliCommand {
  readonly name: string;
  readonly summary: string;
  /** Adds arguments and options to a commander command. The action returns the exit code: 0 fine, 1 violation or invalid, 2 usage, 3 environment. */
  configure(
    command: CommanderCommand,
    run: (action: (host: CommandHost, ...args: never[]) => Awaitable<number>) => void,
  ): void;
}

/** Commands of the `enforcecore` program. */
export const COMMANDS = point<CliCommand>('enforcecore/commands');
