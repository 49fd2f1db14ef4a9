/** @module What a JSONL store knows of its trail, over all its files. */
import { statSync } from 'node:fs';
import { rowMatches, rowOfLine } from 'enforcecore/sdk';
import type { StoreQuestion, StoreRow } from 'enforcecore/sdk';
import { placeOf, unreadable } from './place.ts';
import { retainedPath } from './retained.ts';
import { openLog } from './segments.ts';
import type { FilePart, TrailLog } from './segments.ts';
import { LastUnzipped, StoreFile } from './store-file.ts';
import { shortRows } from './store-short.ts';

/** How often it is looked again where a file went that was removed or compressed just now. */
const MOST_TRIES = 5;

/** Reads files once, and afterwards what was added to the one that is written, or to others in its place. */
export class StoreIndex {
  readonly #path: string;
  readonly #byId = new Map<string, number>();
  readonly #short = shortRows();
  readonly #unzipped = new LastUnzipped();
  #log: TrailLog | undefined;
  /** In order. What was removed, or is missing, is in none of them. */
  #files: readonly StoreFile[] = [];
  /** The index behind the last entry on record, also when it was removed. */
  #next = 0;
  /** By what it is noticed that there are other files. */
  #layout = '';
  #readBefore = 0;

  constructor(path: string) {
    this.#path = path;
  }

  /** How many lines there are. */
  get rows(): number {
    return this.#files.reduce((sum, { lines }) => sum + lines.length, 0);
  }
  /** The index behind the last line. */
  get size(): number {
    return Math.max(this.#next, this.#files.at(-1)?.next ?? 0);
  }
  /** How much was read, all in all. */
  get bytesRead(): number {
    return this.#files.reduce((sum, file) => sum + file.bytesRead, this.#readBefore);
  }

  /**
   * Takes in what was added since, by whomever, and lets go of what was removed.
   *
   * @throws AuditError `EC_AUDIT_TAMPERED` when the file became shorter, and as `openLog`
   */
  catchUp(): void {
    this.#again(() => {
      const layout = this.#layoutNow();
      if (layout !== this.#layout) this.#lookAgain();
      this.#layout = layout;
      this.#scan();
    });
  }

  byId(entryId: string): StoreRow | undefined {
    return this.#again(() => {
      const index = this.#byId.get(entryId);
      return index === undefined ? undefined : this.#rows([index])[0];
    });
  }

  /** The rows as they stand in the files now, of those lines that are there and are entries. */
  between(from: number, to: number): readonly StoreRow[] {
    return this.#again(() =>
      this.#files.flatMap((file) => {
        const [low, high] = [Math.max(from, file.first), Math.min(to + 1, file.next)];
        return low < high ? this.#rows(Array.from({ length: high - low }, (_, i) => low + i)) : [];
      }),
    );
  }

  matching(question: StoreQuestion): readonly StoreRow[] {
    return this.#again(() => this.#rows(this.#found(question), true));
  }

  close(): void {
    this.#unzipped.clear();
    this.#log?.close();
    this.#log = undefined;
  }

  #found(question: StoreQuestion): readonly number[] {
    const found: number[] = [];
    let skip = question.offset;
    const from = firstAfter(question);
    for (const { first, lines } of this.#files)
      for (let i = Math.max(0, from - first); i < lines.length && found.length < question.limit; i++) {
        const asked = lines[i]?.asked;
        if (asked && rowMatches(asked, question) && skip-- <= 0) found.push(first + i);
      }
    return found;
  }

  /**
   * Opens each file once.
   *
   * @param indices - in order
   * @param known - a line that was an entry and is none now is shown by what it was: it does not verify
   */
  #rows(indices: readonly number[], known = false): readonly StoreRow[] {
    const rows: StoreRow[] = [];
    let at = 0;
    for (const file of this.#files) {
      const start = at;
      while (at < indices.length && (indices[at] as number) < file.next) at++;
      if (at === start) continue;
      file.reading((lineAt) => {
        for (const index of indices.slice(start, at)) {
          const row =
            rowOfLine(lineAt(index) ?? '', index) ?? (known ? file.lines[index - file.first]?.asked : undefined);
          if (row) rows.push(row);
        }
      });
    }
    return rows;
  }

  /** A file that is not there any more was compressed or removed: then it is looked for again. */
  #again<T>(body: () => T): T {
    for (let tries = 0; ; tries++) {
      try {
        if (tries > 0) this.#lookAgain();
        if (tries > 0) this.#scan();
        return body();
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code !== 'ENOENT' || tries === MOST_TRIES)
          throw unreadable(this.#path, cause);
      }
    }
  }

  #scan(): void {
    for (const file of this.#files) file.catchUp(this.#take);
  }

  /** Cheap, as it is asked before everything. */
  #layoutNow(): string {
    const place = placeOf(this.#path);
    const now = [place.path, retainedPath(place)].map((path) => statSync(path, { throwIfNoEntry: false }));
    return now.map((one) => (one ? `${one.dev}:${one.ino}` : '')).join(' ');
  }

  #lookAgain(): void {
    const log = openLog(this.#path);
    const before = this.#files;
    const files: StoreFile[] = [];
    let next = 0;
    for (const part of log.parts) {
      if (part.kind === 'file') files.push(this.#fileOf(part, part.first ?? next));
      next = part.last === undefined ? next : Math.max(next, part.last + 1);
    }
    this.#forget(before.filter((file) => !files.includes(file)));
    this.#log?.close();
    this.#log = log;
    this.#files = files;
    this.#next = next;
  }

  /** What is known of a file already: that of the same name, or the one that was written and is closed now. */
  #fileOf(part: FilePart, first: number): StoreFile {
    const known = this.#files.find((file) => file.isOf(part, first));
    known?.becomes(part);
    return known ?? new StoreFile(part, first, this.#unzipped);
  }

  #forget(files: readonly StoreFile[]): void {
    for (const { lines, first, bytesRead } of files) {
      this.#readBefore += bytesRead;
      for (const [i, { asked }] of lines.entries())
        if (asked && this.#byId.get(asked.entry_id) === first + i) this.#byId.delete(asked.entry_id);
    }
  }

  readonly #take = (line: string, index: number): StoreRow | undefined => {
    const row = rowOfLine(line, index);
    if (!row) return undefined;
    this.#byId.set(row.entry_id, index);
    return this.#short(row);
  };
}

function firstAfter({ conditions }: StoreQuestion): number {
  const after = conditions.find(({ column }) => column === 'chain_index');
  return after ? (after.value as number) + 1 : 0;
}
