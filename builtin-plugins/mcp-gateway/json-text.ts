/** @module Where the parts of a JSON text stand, so that one part can be replaced and no other byte changes. */

export interface Range {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/** A member of an object: its name, and the range of its value. */
export interface Member extends Range {
  readonly key: string;
}

/** The members of the object that begins at `at` or after white space. The text must be valid JSON. */
export function members(text: string, at = 0): Member[] {
  const found: Member[] = [];
  let i = skipSpace(text, skipSpace(text, at) + 1);
  while (text.charCodeAt(i) === QUOTE) {
    const keyEnd = skipString(text, i);
    const start = skipSpace(text, skipSpace(text, keyEnd) + 1);
    const end = skipValue(text, start);
    found.push({ key: keyAt(text, i, keyEnd), start, end });
    i = skipSpace(text, end);
    if (text.charCodeAt(i) === COMMA) i = skipSpace(text, i + 1);
  }
  return found;
}

/** The elements of the array that begins at `at` or after white space. The text must be valid JSON. */
export function elements(text: string, at = 0): Range[] {
  const found: Range[] = [];
  let i = skipSpace(text, skipSpace(text, at) + 1);
  while (i < text.length && text.charCodeAt(i) !== CLOSE_ARRAY) {
    const end = skipValue(text, i);
    found.push({ start: i, end });
    i = skipSpace(text, end);
    if (text.charCodeAt(i) === COMMA) i = skipSpace(text, i + 1);
  }
  return found;
}

/**
 * Whether an object in the text, at any depth, has the same key twice. Parsers disagree on which one counts, so what
 * was judged need not be what runs. The text must be valid JSON.
 */
export function hasDuplicateKey(text: string): boolean {
  const open: (Set<string> | undefined)[] = [];
  let keys: Set<string> | undefined;
  let keyNext = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) {
      const end = skipString(text, i);
      if (keyNext && keys) {
        const key = keyAt(text, i, end);
        if (keys.has(key)) return true;
        keys.add(key);
        keyNext = false;
      }
      i = end - 1;
    } else if (code === OPEN_OBJECT || code === OPEN_ARRAY) {
      open.push(keys);
      keys = code === OPEN_OBJECT ? new Set() : undefined;
      keyNext = keys !== undefined;
    } else if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) {
      keys = open.pop();
      keyNext = false;
    } else if (code === COMMA) {
      keyNext = keys !== undefined;
    }
  }
  return false;
}

/** Reserved names by what they fold to. */
export type Names = ReadonlyMap<string, string>;

export function reservedNames(...names: readonly string[]): Names {
  return new Map(names.map((name) => [foldCase(name), name]));
}

/**
 * Whether parsers may disagree on a member: a key that is there twice, or one that equals a reserved name but for its
 * case (Go's `encoding/json` takes `Method` for `method`).
 */
export function isAmbiguous(list: readonly Member[], reserved: Names): boolean {
  const seen = new Set<string>();
  for (const { key } of list) {
    if (seen.has(key) || (reserved.get(foldCase(key)) ?? key) !== key) return true;
    seen.add(key);
  }
  return false;
}

/** Whether two keys of one object equal each other but for their case, or for what follows a NUL. */
export function hasCaseCollision(keys: readonly string[]): boolean {
  return new Set(keys.map(foldCase)).size < keys.length;
}

/** As much of a text as a server sees that is written in C. */
export function untilNul(text: string): string {
  const end = text.indexOf('\0');
  return end === -1 ? text : text.slice(0, end);
}

export function textOf(text: string, range: Range): string {
  return text.slice(range.start, range.end);
}

export function splice(text: string, range: Range, replacement: string): string {
  return text.slice(0, range.start) + replacement + text.slice(range.end);
}

const QUOTE = 34;
const COMMA = 44;
const BACKSLASH = 92;
const OPEN_ARRAY = 91;
const CLOSE_ARRAY = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

/** Simple case folding as Go does it: U+017F is an s, U+212A a k. In C a text ends at its first NUL. */
function foldCase(key: string): string {
  return untilNul(key).toUpperCase().toLowerCase();
}

function keyAt(text: string, start: number, end: number): string {
  const raw = text.slice(start + 1, end - 1);
  return raw.includes('\\') ? (JSON.parse(text.slice(start, end)) as string) : raw;
}

function skipSpace(text: string, at: number): number {
  let i = at;
  for (; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code !== 32 && code !== 10 && code !== 13 && code !== 9) break;
  }
  return i;
}

/** From an opening quote to behind the closing one. */
function skipString(text: string, at: number): number {
  for (let end = text.indexOf('"', at + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === BACKSLASH) slashes++;
    if (slashes % 2 === 0) return end + 1;
  }
  return text.length;
}

function skipValue(text: string, at: number): number {
  const first = text.charCodeAt(at);
  if (first === QUOTE) return skipString(text, at);
  let i = at;
  if (first !== OPEN_OBJECT && first !== OPEN_ARRAY) {
    while (i < text.length && !isDelimiter(text.charCodeAt(i))) i++;
    return i;
  }
  for (let depth = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) i = skipString(text, i) - 1;
    else if (code === OPEN_OBJECT || code === OPEN_ARRAY) depth++;
    else if ((code === CLOSE_OBJECT || code === CLOSE_ARRAY) && --depth === 0) return i + 1;
  }
  return text.length;
}

function isDelimiter(code: number): boolean {
  return code <= 32 || code === COMMA || code === CLOSE_ARRAY || code === CLOSE_OBJECT;
}
