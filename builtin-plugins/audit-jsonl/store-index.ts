/** @module What a JSONL store knows of its file: where each line is, and what is asked for. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { AuditError, rowMatches, rowOfLine } from 'enforcecore/sdk';
import type { StoreQuestion, StoreRow } from 'enforcecore/sdk';
import { unreadable } from './lines.ts';

const CHUNK = 256 * 1024;
const NEWLINE = 0x0a;
const LONGEST_LINE_BYTES = 16 * 1024 * 1024;

/** A line by its place in the file. What is asked for stays in memory; the rest is read when it is wanted. */
interface Known {
  readonly start: number;
  readonly length: number;
  /** Absent when the line is no entry. */
  readonly asked: StoreRow | undefined;
}

/** Reads a file once, and afterwards what was added to it. */
export class StoreIndex {
  readonly #path: string;
  readonly #fd: number;
  readonly #lines: Known[] = [];
  readonly #byId = new Map<string, number>();
  readonly #texts = new Map<string, string>();
  #end = 0;
  /** How much was read of the file, all in all. */
  bytesRead = 0;

  /** @throws AuditError `EC_AUDIT_NOT_FOUND`, `EC_AUDIT_READ` */
  constructor(path: string) {
    this.#path = path;
    try {
      this.#fd = openSync(path, 'r');
    } catch (cause) {
      throw unreadable(path, cause);
    }
  }

  get size(): number {
    return this.#lines.length;
  }

  /**
   * Takes in what was added since, by whomever.
   *
   * @throws AuditError `EC_AUDIT_TAMPERED` when the file became shorter, `EC_AUDIT_READ`
   */
  catchUp(): void {
    const { size } = fstatSync(this.#fd);
    if (size < this.#end)
      throw new AuditError(`the trail became shorter while it was open: \`${this.#path}\``, {
        code: 'EC_AUDIT_TAMPERED',
      });
    let rest = Buffer.alloc(0);
    for (let at = this.#end; at < size; at += CHUNK) {
      const chunk = Buffer.concat([rest, this.#bytes(at, Math.min(CHUNK, size - at))]);
      const from = at - rest.length;
      let start = 0;
      for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
        this.#take(chunk.toString('utf8', start, end), from + start, end - start);
        start = end + 1;
      }
      // What has no newline yet is still being written: it is looked at again.
      rest = chunk.subarray(start);
      if (rest.length > LONGEST_LINE_BYTES)
        throw new AuditError(`a line is too long to be an entry: \`${this.#path}\``, { code: 'EC_AUDIT_READ' });
      this.#end = from + start;
    }
  }

  byId(entryId: string): StoreRow | undefined {
    const index = this.#byId.get(entryId);
    return index === undefined ? undefined : this.at(index);
  }

  /** The row as it stands in the file now. */
  at(index: number): StoreRow | undefined {
    const known = this.#lines[index];
    return known && rowOfLine(this.#bytes(known.start, known.length).toString('utf8'), index);
  }

  matching(question: StoreQuestion): StoreRow[] {
    const found: StoreRow[] = [];
    let skip = question.offset;
    for (let i = firstAfter(question); i < this.#lines.length && found.length < question.limit; i++) {
      const asked = this.#lines[i]?.asked;
      if (!asked || !rowMatches(asked, question) || skip-- > 0) continue;
      // A line that was an entry and is none now is shown by what it was: it does not verify.
      found.push(this.at(i) ?? asked);
    }
    return found;
  }

  close(): void {
    closeSync(this.#fd);
  }

  #take(line: string, start: number, length: number): void {
    const row = rowOfLine(line, this.#lines.length);
    if (row) this.#byId.set(row.entry_id, this.#lines.length);
    this.#lines.push({ start, length, asked: row && this.#short(row) });
  }

  /** Without what is long. Names recur, and are kept once. */
  #short(row: StoreRow): StoreRow {
    const name = <T extends string | null>(text: T): T => {
      if (text === null) return text;
      const known = this.#texts.get(text);
      if (known !== undefined) return known as T;
      if (this.#texts.size < MOST_TEXTS) this.#texts.set(text, text);
      return text;
    };
    return {
      ...row,
      policy_name: name(row.policy_name),
      policy_version: name(row.policy_version),
      tool_name: name(row.tool_name),
      decision: name(row.decision),
      entry_type: name(row.entry_type),
      tenant_id: name(row.tenant_id),
      session_id: name(row.session_id),
      violation_type: name(row.violation_type),
      violation_reason: null,
      redacted_categories: null,
      context: null,
      line: '',
    };
  }

  #bytes(start: number, length: number): Buffer {
    const buffer = Buffer.allocUnsafe(length);
    let done = 0;
    while (done < length) {
      const read = readSync(this.#fd, buffer, done, length - done, start + done);
      if (read === 0) break; // it became shorter meanwhile
      done += read;
      this.bytesRead += read;
    }
    return buffer.subarray(0, done);
  }
}

const MOST_TEXTS = 10_000;

function firstAfter({ conditions }: StoreQuestion): number {
  const after = conditions.find(({ column }) => column === 'chain_index');
  return after ? (after.value as number) + 1 : 0;
}
