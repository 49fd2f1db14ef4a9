/** @module The canonical form of a line, from its own text: numbers keep their spelling, so that any writer's hash can be checked. */
import { byCodePoint, DEEPEST, quoteAscii } from 'enforcecore/sdk';

/** A line that is a JSON object. The texts of `members` are canonical JSON. */
export interface CanonicalLine {
  readonly members: ReadonlyMap<string, string>;
  /** The whole object again: keys sorted, no spaces, ASCII-escaped. */
  readonly text: string;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SPACE = /[ \t\r\n]*/y;
// `NaN` and `Infinity` are what Python's json module writes for them.
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|NaN|-?Infinity/y;

/** @throws SyntaxError for what is not one JSON object, has a key twice, or is nested too deeply */
export function parseLine(line: string): CanonicalLine {
  const reader = new Reader(line);
  const members = reader.object(0);
  reader.end();
  return { members, text: joined(members) };
}

/** Canonical JSON of an object without one of its members. */
export function without(members: ReadonlyMap<string, string>, key: string): string {
  return joined(new Map([...members].filter(([name]) => name !== key)));
}

function joined(members: ReadonlyMap<string, string>): string {
  const keys = [...members.keys()];
  if (keys.some((key, i) => i > 0 && byCodePoint(keys[i - 1] as string, key) > 0)) keys.sort(byCodePoint);
  return `{${keys.map((key) => `${quoteAscii(key)}:${members.get(key) as string}`).join(',')}}`;
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  object(depth: number): Map<string, string> {
    this.#expect('{');
    const members = new Map<string, string>();
    if (this.#takes('}')) return members;
    do {
      const key = JSON.parse(this.#string()) as string;
      if (members.has(key)) throw new SyntaxError('a key stands twice');
      this.#expect(':');
      members.set(key, this.#value(depth + 1));
    } while (this.#takes(','));
    this.#expect('}');
    return members;
  }

  end(): void {
    this.#match(SPACE);
    if (this.#at < this.#text.length) throw new SyntaxError('text after the object');
  }

  #value(depth: number): string {
    if (depth > DEEPEST) throw new SyntaxError('nested too deeply');
    this.#match(SPACE);
    const first = this.#text[this.#at];
    if (first === '"') return this.#string();
    if (first === '{') return joined(this.object(depth));
    if (first === '[') return this.#array(depth);
    const scalar = this.#match(SCALAR);
    if (!scalar) throw new SyntaxError('not JSON');
    return scalar;
  }

  #array(depth: number): string {
    this.#expect('[');
    const items: string[] = [];
    if (this.#takes(']')) return '[]';
    do items.push(this.#value(depth + 1));
    while (this.#takes(','));
    this.#expect(']');
    return `[${items.join(',')}]`;
  }

  /** A string in its canonical form, with its quotes. A loop, because a pattern runs out of stack on long ones. */
  #string(): string {
    this.#match(SPACE);
    const start = this.#at;
    if (this.#text[start] !== '"') throw new SyntaxError('not JSON');
    let plain = true;
    for (let i = start + 1; i < this.#text.length; i++) {
      const unit = this.#text.charCodeAt(i);
      if (unit === QUOTE) {
        this.#at = i + 1;
        const text = this.#text.slice(start, i + 1);
        return plain ? text : quoteAscii(JSON.parse(text) as string);
      }
      if (unit === BACKSLASH) i++;
      if (unit === BACKSLASH || unit < 0x20 || unit > 0x7e) plain = false;
    }
    throw new SyntaxError('a string without an end');
  }

  #expect(mark: string): void {
    if (!this.#takes(mark)) throw new SyntaxError(`\`${mark}\` expected`);
  }

  #takes(mark: string): boolean {
    this.#match(SPACE);
    if (this.#text[this.#at] !== mark) return false;
    this.#at++;
    return true;
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }
}
