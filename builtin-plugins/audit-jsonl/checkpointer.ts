/** @module Signs checkpoints of a trail while it is written, and hands them to witnesses. */
import { randomUUID } from 'node:crypto';
import { closeSync, constants, fdatasyncSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { isThenable, openCheckpoint, registerCodes, unsignedCheckpoint } from 'enforcecore/sdk';
import type { Awaitable, Checkpoint, LogSigner, LogWitness } from 'enforcecore/sdk';
import { inTime } from './patience.ts';
import { openPlain, readPlain } from './plain-file.ts';

registerCodes({
  EC_AUDIT_UNSIGNED: {
    summary: 'a checkpoint could not be signed, kept or witnessed',
    hint: 'see `cause`; the trail goes on, and what comes after the last checkpoint can be cut unseen',
  },
});

/** When and with what checkpoints are signed. */
export interface CheckpointOptions {
  /** The name of the log, such as `example.com/agents/trail`. */
  readonly origin: string;
  readonly signer: LogSigner;
  /** After so many entries: 1000. */
  readonly everyEntries?: number | undefined;
  /** After so many seconds with entries in them: 60. */
  readonly everySeconds?: number | undefined;
  /** After so many seconds without an entry: 1. */
  readonly idleSeconds?: number | undefined;
  readonly witnesses?: readonly LogWitness[] | undefined;
}

/** What the checkpointer needs of the log. */
export interface LogView {
  /** How many entries there are, and the root over them. */
  stand(): { readonly size: number; readonly root: Buffer };
  proofFrom(old: number, size: number): readonly Buffer[];
}

/** Keeps `<trail>.checkpoints`, one JSON object a line, and `<trail>.checkpoint`, the last one as a signed note. */
export class Checkpointer {
  readonly #options: CheckpointOptions;
  readonly every: number;
  readonly #trail: string;
  readonly #log: LogView;
  #under: Promise<void> | undefined;
  #warned = false;
  #ending = false;
  /** When one was last asked for. */
  #at = 0;
  /** How many entries the last checkpoint speaks of. */
  signed = 0;
  /** How many there were when one was last asked for. */
  asked = 0;

  constructor(trail: string, options: CheckpointOptions, log: LogView) {
    this.#options = options;
    this.every = options.everyEntries ?? 1000;
    this.#trail = trail;
    this.#log = log;
  }

  signsWith({ origin, signer }: CheckpointOptions): boolean {
    return this.#options.origin === origin && this.#options.signer.publicKey === signer.publicKey;
  }

  /** The last checkpoint that was kept, if there is one and the signature holds. */
  last(): Checkpoint | undefined {
    try {
      const kept = openCheckpoint(
        readPlain(`${this.#trail}.checkpoint`).toString('utf8'),
        this.#options.signer.publicKey,
      );
      this.signed = this.asked = kept.size;
      return kept;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') this.#warn(cause);
      return undefined;
    }
  }

  /** Signs what there is, unless a checkpoint speaks of it already or one is under way. Never throws: it warns. */
  sign(): void {
    this.#at = performance.now();
    if (this.#under !== undefined && !this.#ending) return;
    try {
      const { size, root } = this.#log.stand();
      if (size === this.signed) return;
      this.asked = size;
      const { origin, signer, witnesses = [] } = this.#options;
      const { text, signed } = unsignedCheckpoint({ origin, size, root }, signer);
      const answer = signer.sign(text);
      if (witnesses.length === 0 && !isThenable(answer)) return this.#store(size, signed(answer));
      if (this.#ending) return this.#atOnce(size, mustBeThere(answer, 'the signer'), signed, witnesses);
      this.#under = this.#later(size, answer, signed, witnesses)
        .catch((cause: unknown) => this.#warn(cause))
        .finally(() => (this.#under = undefined));
    } catch (cause) {
      this.#warn(cause);
    }
  }

  /**
   * Signs when the time for it has come.
   *
   * @param used - when an entry was last appended
   * @returns whether there is something to sign, and the time has not come
   */
  look(now: number, used: number, size: number): boolean {
    const { everySeconds = 60, idleSeconds = 1 } = this.#options;
    if (this.signed === size) return false;
    if (now - this.#at < everySeconds * 1000 && now - used < idleSeconds * 1000) return true;
    if (this.asked !== size) this.sign();
    return false;
  }

  /** Signs for the last time: the process ends, and nothing that takes time is done any more. */
  end(): void {
    this.#ending = true;
    this.sign();
  }

  /** Whether a signature or a witness is waited for. */
  get busy(): boolean {
    return this.#under !== undefined;
  }

  /** Resolves when what is under way has ended. */
  async settled(): Promise<void> {
    while (this.#under !== undefined) await this.#under;
  }

  async #later(
    size: number,
    answer: Awaitable<Uint8Array>,
    signed: (signature: Uint8Array) => string,
    witnesses: readonly LogWitness[],
  ): Promise<void> {
    const note = signed(await inTime(answer, 'the signer'));
    const proofFrom = (old: number): readonly Buffer[] => this.#log.proofFrom(old, size);
    const asked = await Promise.allSettled(
      witnesses.map(async (one) => inTime(one.witness(note, proofFrom), `the witness \`${one.name}\``)),
    );
    this.#store(size, note + asked.map((one) => (one.status === 'fulfilled' ? (one.value ?? '') : '')).join(''));
    for (const one of asked) if (one.status === 'rejected') this.#warn(one.reason);
  }

  /** As {@link Checkpointer.#later}, when nobody can be waited for: a witness that takes time loses no checkpoint. */
  #atOnce(
    size: number,
    signature: Uint8Array,
    signed: (signature: Uint8Array) => string,
    witnesses: readonly LogWitness[],
  ): void {
    const note = signed(signature);
    const failures: unknown[] = [];
    const lines = witnesses.map((one) => {
      try {
        const line = one.witness(note, (old) => this.#log.proofFrom(old, size));
        return mustBeThere(line, `the witness \`${one.name}\``) ?? '';
      } catch (cause) {
        failures.push(cause);
        return '';
      }
    });
    this.#store(size, note + lines.join(''));
    for (const cause of failures) this.#warn(cause);
  }

  #store(size: number, note: string): void {
    const fd = openPlain(`${this.#trail}.checkpoints`, APPEND, 0o600);
    try {
      writeSync(fd, `${JSON.stringify({ size, checkpoint: note })}\n`);
      fdatasyncSync(fd);
    } finally {
      closeSync(fd);
    }
    const draft = `${this.#trail}.checkpoint.${randomUUID()}.new`;
    writeFileSync(draft, note, { mode: 0o600, flag: 'wx' });
    renameSync(draft, `${this.#trail}.checkpoint`);
    this.signed = size;
    this.#warned = false;
  }

  /** Once for a row of failures. */
  #warn(cause: unknown): void {
    if (this.#warned) return;
    this.#warned = true;
    const message = `no checkpoint of the trail: ${cause instanceof Error ? cause.message : typeof cause}`;
    if (this.#ending) sayAtOnce(message);
    else process.emitWarning(message, { type: 'EnforceCoreWarning', code: 'EC_AUDIT_UNSIGNED' });
  }
}

/** @throws Error for an answer that has to be waited for */
function mustBeThere<T>(answer: Awaitable<T>, who: string): T {
  if (!isThenable(answer)) return answer;
  Promise.resolve(answer).catch(() => undefined); // it is told already that it was not waited for
  throw new Error(`the process ends, and ${who} was not waited for`);
}

/** A warning is shown in the next turn, which a process that ends does not have. */
function sayAtOnce(message: string): void {
  try {
    writeSync(2, `(node:${process.pid}) [EC_AUDIT_UNSIGNED] EnforceCoreWarning: ${message}\n`);
  } catch {
    return; // nobody listens any more, and there is nowhere else to say it
  }
}

const APPEND = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW;
