/** @module The outcome of a call, which only the kernel can make. */
import { attempt } from './awaitable.ts';
import type { Awaitable } from './awaitable.ts';
import type { Violation } from './errors.ts';
import type { CallRecord } from './record.ts';

/** What an outcome needs of the run it belongs to. */
export interface Owner extends CallRecord {
  /** An iterable the tool returned, kept aside so that it is enforced item by item. */
  stream: unknown;
  /** The real outcome, when observers were given a sealed one. */
  outcome: Outcome | undefined;
  viewOf(value: unknown): unknown;
  error(violation: Violation): Error;
  fail(code: string, reason: string, plugin?: string, cause?: unknown): Outcome | undefined;
  atEnd(ending: () => Awaitable<void>): Awaitable<void>;
}

type Status = 'returned' | 'threw' | 'refused';
let mint: (run: Owner, status: Status, content: unknown, sealed?: boolean) => Outcome;
let runOf: (outcome: Outcome) => Owner;
let isOf: (value: unknown, run: Owner) => value is Outcome;

/** How a call ended. Only the kernel makes one, and it is good for its own call alone. */
export class Outcome {
  static {
    mint = (run, status, content, sealed = false) => new Outcome(run, status, content, sealed);
    runOf = (outcome) => outcome.#run;
    isOf = (value, run): value is Outcome =>
      typeof value === 'object' && value !== null && #run in value && value.#run === run;
  }
  readonly #run: Owner;
  readonly #content: unknown;
  readonly #sealed: boolean;
  readonly #status: Status;

  private constructor(run: Owner, status: Status, content: unknown, sealed: boolean) {
    if (new.target !== Outcome) throw new TypeError('an outcome cannot be derived from');
    this.#run = run;
    this.#content = content;
    this.#sealed = sealed;
    this.#status = status;
  }

  get status(): Status {
    return this.#status;
  }

  /** What the tool returned. Observers see it redacted; for a stream it is `undefined`. */
  get value(): unknown {
    if (this.status !== 'returned') return undefined;
    return this.#sealed ? this.#run.viewOf(this.#content) : this.#content;
  }

  /** What the tool threw, or the error of the violation. Observers see name and message, redacted. */
  get error(): unknown {
    if (this.status === 'returned') return undefined;
    if (this.status === 'refused') return this.#run.error(this.#content as Violation);
    return this.#sealed ? errorView(this.#run, this.#content) : this.#content;
  }

  get violation(): Violation | undefined {
    return this.status === 'refused' ? (this.#content as Violation) : undefined;
  }

  get record(): CallRecord {
    return this.#run;
  }

  /** Whether the tool returned an iterable, which is enforced item by item after this. */
  get streaming(): boolean {
    return this.#run.stream !== undefined;
  }

  /** The same outcome with another value. For middleware of the `transform` and `contain` phases. */
  replace(value: unknown): Outcome {
    if (this.#sealed || this.status !== 'returned')
      throw new TypeError('only a returned value can be replaced, and not by an observer');
    return new Outcome(this.#run, 'returned', value, false);
  }

  /**
   * Runs `ending` when the call has truly ended: at once or, for a stream, after its last item. When it throws, the
   * result is withheld.
   */
  afterwards(ending: (record: CallRecord) => Awaitable<void>): Awaitable<Outcome> {
    const run = this.#run;
    return attempt<void, Outcome>(
      () => run.atEnd(() => ending(run)),
      () => this,
      (error) => run.fail('EC_ENFORCEMENT_FAILED', messageOf(error), undefined, error) ?? this,
    );
  }
}

export function returned(run: Owner, value: unknown): Outcome {
  return mint(run, 'returned', value);
}

export function threw(run: Owner, error: unknown): Outcome {
  return mint(run, 'threw', error);
}

export function refused(run: Owner, violation: Violation): Outcome {
  return mint(run, 'refused', violation);
}

/** Keeps the real outcome with the run and gives observers one that shows redacted values. */
export function seal(outcome: Outcome): Outcome {
  const run = runOf(outcome);
  run.outcome = outcome;
  if (outcome.status === 'refused') return outcome;
  return mint(run, outcome.status, outcome.status === 'returned' ? outcome.value : outcome.error, true);
}

/** Whether a value is an outcome of this run. */
export function isOutcomeOf(value: unknown, run: Owner): value is Outcome {
  return isOf(value, run);
}

export function errorView(run: Owner, error: unknown): { readonly name: string; readonly message: string } {
  // What a class says that it is called is as much the tool's as the message.
  const name = error instanceof Error ? String(error.constructor.name) : typeof error;
  const message = run.viewOf(messageOf(error)) as string;
  return Object.freeze({ name, message });
}

export function messageOf(error: unknown): string {
  try {
    return String(error instanceof Error ? error.message : error);
  } catch {
    return 'an error that cannot be shown';
  }
}
