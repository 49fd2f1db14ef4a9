/** @module The keys of subjects beside a trail. Who destroys one has erased all that was encrypted with it. */
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { closeSync, constants, fstatSync, fsyncSync, readSync, statSync, writeSync } from 'node:fs';
import { AuditError, canonicalJson, isThenable } from 'enforcecore/sdk';
import type { Awaitable, PayloadKeys } from 'enforcecore/sdk';
import { replaceFile } from './durable.ts';
import { inTime } from './patience.ts';
import { openPlain } from './plain-file.ts';

/** What a payload is encrypted with, and how its entry names its subject. */
export interface SubjectKey {
  readonly key: Buffer;
  readonly ref: string;
}

/** A line of `<trail>.subjects`. The first line names the generation of the file instead: it changes with every erasure. */
interface Kept {
  readonly subject: string;
  readonly ref: string;
  /** Base64: the key, or what the provider made of it. */
  readonly key: string;
  readonly wrapped: boolean;
}

/** A key has to be prepared again. */
export class KeyChanged extends AuditError {}

const KEY_BYTES = 32;

/** Reads and makes keys. What is said to need the lock of the trail needs it. */
export class SubjectKeys {
  readonly provider: PayloadKeys | undefined;
  readonly #path: string;
  readonly #kept = new Map<string, Kept>();
  /** Keys that were unwrapped, by what they were wrapped to. */
  readonly #open = new Map<string, Buffer>();
  /** Made, wrapped, and not kept yet. */
  readonly #fresh = new Map<string, Kept>();
  #generation = '';
  #seen = '';
  #end = 0;

  constructor(trail: string, provider?: PayloadKeys) {
    this.#path = `${trail}.subjects`;
    this.provider = provider;
  }

  /** Makes ready what {@link use} needs. A promise, when the provider answers with one. */
  prepare(subject: string): Awaitable<void> {
    this.#refresh();
    const known = this.#kept.get(subject) ?? this.#fresh.get(subject);
    if (known) return ignored(this.#unwrapped(known));
    const key = randomBytes(KEY_BYTES);
    const made = (bytes: Uint8Array): void => {
      const text = Buffer.from(bytes).toString('base64');
      this.#open.set(text, key);
      this.#fresh.set(subject, { subject, ref: refOf(subject, key), key: text, wrapped: this.provider !== undefined });
    };
    return asked(() => this.provider?.wrap(key) ?? key, made);
  }

  /**
   * The key of a subject, which is on disk when this returns. Needs the lock.
   *
   * @throws KeyChanged when somebody erased it since it was prepared, and a provider has to be waited for
   */
  use(subject: string): SubjectKey {
    const ready = this.prepare(subject);
    if (isThenable(ready)) {
      Promise.resolve(ready).catch(() => undefined); // whoever prepares it again is told
      throw new KeyChanged('the key of the subject was changed just now', { code: 'EC_AUDIT_PAYLOAD' });
    }
    const known = this.#kept.get(subject);
    const fresh = this.#fresh.get(subject);
    const { key: text, ref } = known ?? fresh ?? failed('the subject has no key');
    const key = this.#open.get(text) ?? failed('the subject has no key');
    if (known === undefined && fresh) this.#append(fresh);
    this.#fresh.delete(subject);
    return { key, ref };
  }

  /** The key by the name of its subject in the trail; undefined when it was erased. */
  ofRef(ref: string): Awaitable<{ readonly key: Buffer; readonly subject: string } | undefined> {
    this.#refresh();
    const known = [...this.#kept.values()].find((one) => one.ref === ref);
    if (!known) return undefined;
    const found = (key: Buffer): { key: Buffer; subject: string } => ({ key, subject: known.subject });
    const key = this.#unwrapped(known);
    return isThenable(key) ? Promise.resolve(key).then(found) : found(key);
  }

  /** How the trail names a subject; undefined when there is no key for it. */
  refOf(subject: string): string | undefined {
    this.#refresh();
    return this.#kept.get(subject)?.ref;
  }

  /** Destroys a key, in every place it has here. Needs the lock. */
  destroy(ref: string): void {
    this.#refresh();
    const doomed = [...this.#kept.values()].filter((one) => one.ref === ref);
    if (doomed.length === 0) return;
    const others = [...this.#kept.values()].filter((one) => one.ref !== ref);
    const old = openPlain(this.#path, constants.O_RDWR | constants.O_NOFOLLOW);
    try {
      const lines = [{ generation: randomUUID() }, ...others].map((one) => `${canonicalJson(one)}\n`);
      replaceFile(this.#path, lines.join(''));
      blot(old);
    } finally {
      closeSync(old);
    }
    for (const { key } of doomed) this.#open.get(key)?.fill(0);
    this.#refresh();
  }

  #unwrapped({ key: text, wrapped }: Kept): Awaitable<Buffer> {
    const open = this.#open.get(text);
    if (open) return open;
    const bytes = Buffer.from(text, 'base64');
    const taken = (key: Uint8Array): Buffer => {
      if (key.length !== KEY_BYTES) failed('the provider of keys gave none of 32 bytes');
      const own = Buffer.from(key);
      this.#open.set(text, own);
      return own;
    };
    if (wrapped && !this.provider) failed('the key is wrapped: give the provider that wrapped it');
    return asked(() => (wrapped ? (this.provider as PayloadKeys).unwrap(bytes) : bytes), taken);
  }

  /** Others may have added keys, or destroyed some. */
  #refresh(): void {
    const there = statSync(this.#path, { throwIfNoEntry: false });
    const seen = there === undefined ? '' : [there.ino, there.size, there.mtimeMs, there.ctimeMs].join();
    if (seen === this.#seen) return;
    if (there === undefined) {
      this.#forget('');
      this.#seen = '';
      return;
    }
    const fd = openPlain(this.#path, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      const { generation } = parse(read(fd, 0, GENERATION_BYTES).split('\n')[0] ?? '') as { generation?: string };
      if (generation === undefined || generation !== this.#generation) this.#forget(generation ?? '');
      const text = read(fd, this.#end, fstatSync(fd).size - this.#end);
      const whole = text.slice(0, text.lastIndexOf('\n') + 1);
      for (const line of whole.split('\n')) this.#take(parse(line) as Partial<Kept>);
      this.#end += Buffer.byteLength(whole, 'latin1');
    } finally {
      closeSync(fd);
    }
    this.#seen = seen;
  }

  #take({ subject, ref, key, wrapped }: Partial<Kept>): void {
    if (typeof subject !== 'string' || typeof ref !== 'string' || typeof key !== 'string') return;
    this.#kept.set(subject, { subject, ref, key, wrapped: wrapped === true });
  }

  /** A key that is not in the file any more is not to be in memory. */
  #forget(generation: string): void {
    this.#generation = generation;
    this.#end = 0;
    this.#kept.clear();
    const fresh = new Set([...this.#fresh.values()].map(({ key }) => key));
    for (const text of this.#open.keys()) if (!fresh.has(text)) this.#open.delete(text);
  }

  #append(one: Kept): void {
    const text = `${canonicalJson(one)}\n`;
    if (this.#seen === '') replaceFile(this.#path, `${JSON.stringify({ generation: randomUUID() })}\n${text}`);
    else {
      const fd = openPlain(this.#path, constants.O_RDWR | constants.O_APPEND | constants.O_NOFOLLOW);
      try {
        const { size } = fstatSync(fd);
        // After a process was killed within a line.
        const bytes = Buffer.from(read(fd, size - 1, 1) === '\n' ? text : `\n${text}`, 'latin1');
        for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done);
        fsyncSync(fd);
      } finally {
        closeSync(fd);
      }
    }
    this.#refresh();
  }
}

const GENERATION_BYTES = 100;

/** How the trail names a subject. */
export function refOf(subject: string, key: Buffer): string {
  return createHmac('sha256', key).update(`enforcecore subject\0${subject}`).digest('hex');
}

function read(fd: number, at: number, length: number): string {
  const bytes = Buffer.alloc(Math.max(0, length));
  let done = 0;
  while (done < bytes.length) {
    const more = readSync(fd, bytes, done, bytes.length - done, at + done);
    if (more === 0) break;
    done += more;
  }
  return bytes.toString('latin1', 0, done);
}

/** Nothing, for what is no object: a line that was torn. */
function parse(line: string): object {
  try {
    return Object(JSON.parse(line)) as object;
  } catch {
    return {};
  }
}

/** The old file has no name any more; its bytes may lie on the disk for a while. */
function blot(fd: number): void {
  const zeros = Buffer.alloc(fstatSync(fd).size);
  for (let done = 0; done < zeros.length;) done += writeSync(fd, zeros, done, zeros.length - done, done);
  fsyncSync(fd);
}

function asked<T>(ask: () => Awaitable<Uint8Array>, then: (bytes: Uint8Array) => T): Awaitable<T> {
  const refused = (cause: unknown): never => failed('the provider of keys failed', cause);
  let answer: Awaitable<Uint8Array>;
  try {
    answer = ask();
  } catch (cause) {
    return refused(cause);
  }
  return isThenable(answer) ? inTime(answer, 'the provider').then(then, refused) : then(answer);
}

function ignored(answer: Awaitable<unknown>): Awaitable<void> {
  return isThenable(answer) ? Promise.resolve(answer).then(() => undefined) : undefined;
}

function failed(message: string, cause?: unknown): never {
  throw new AuditError(message, { code: 'EC_AUDIT_PAYLOAD', cause });
}
