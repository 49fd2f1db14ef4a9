/** @module The JSON of an entry: keys sorted, no spaces, ASCII-escaped, as the hash is taken of it. */

/** Text that stands in ASCII JSON as it is. */
const PLAIN = /^[ !#-[\]-~]*$/;
const ESCAPED = /[\u007f-\uffff]/g;

/**
 * A string in ASCII-escaped JSON, byte for byte as Python's `json.dumps` writes it.
 *
 * @example
 * ```ts
 * quoteAscii('\u00e9t\u00e9'); // '"\\u00e9t\\u00e9"'
 * ```
 */
export function quoteAscii(text: string): string {
  return `"${escapeAscii(text)}"`;
}

/** The same without its quotes. */
export function escapeAscii(given: string): string {
  // INVARIANT: what is looked at is what is written. JavaScript may hand over what is no text, and says so otherwise each time.
  const text = String(given);
  if (PLAIN.test(text)) return text;
  const quoted = JSON.stringify(text).slice(1, -1);
  return quoted.replace(ESCAPED, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/**
 * Orders keys by code point, as the hash of an entry does. That is the order of their bytes in UTF-8.
 *
 * @example
 * ```ts
 * ['\u00e9', 'b', 'a'].sort(byCodePoint); // ['a', 'b', '\u00e9']
 * ```
 */
export function byCodePoint(a: string, b: string): number {
  if (PLAIN.test(a) && PLAIN.test(b)) return a < b ? -1 : Number(a > b);
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/**
 * Canonical JSON: keys sorted, no spaces, ASCII-escaped. Numbers as JavaScript spells them; not finite: `null`.
 *
 * @example
 * ```ts
 * canonicalJson({ b: 1, a: ['x'] }); // '{"a":["x"],"b":1}'
 * ```
 */
export function canonicalJson(value: unknown): string {
  const plain: unknown = JSON.parse(JSON.stringify(value) ?? 'null');
  return canonical(plain);
}

function canonical(value: unknown): string {
  if (typeof value === 'string') return quoteAscii(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const keys = Object.keys(value).sort(byCodePoint);
  return `{${keys.map((key) => `${quoteAscii(key)}:${canonical((value as Record<string, unknown>)[key])}`).join(',')}}`;
}

/**
 * Puts names that recur from call to call in JSON, between two other texts. What was made once is looked up, and is one
 * piece of memory: what `+` puts together would be walked part by part every time.
 */
export function recurring(before = '', after = ''): (name: string) => string {
  const known = new Map<string, string>();
  return (name) => {
    let piece = known.get(name);
    if (piece === undefined) {
      piece = [before, quoteAscii(name), after].join('');
      if (known.size >= MOST_KNOWN) known.clear();
      if (name.length <= LONGEST_KNOWN) known.set(name, piece);
    }
    return piece;
  };
}
const MOST_KNOWN = 1000;
const LONGEST_KNOWN = 200;

/** So many levels of lists and objects, the line itself among them, are followed by those who read lines. */
export const DEEPEST = 64;
const [QUOTE, BACKSLASH] = [0x22, 0x5c];

/** A loop, because a pattern, or a function that calls itself, runs out of stack. */
export function isDeep(json: string, most: number = DEEPEST): boolean {
  let depth = 0;
  for (let i = 0, text = false; i < json.length; i++) {
    const unit = json.charCodeAt(i);
    if (unit === QUOTE) text = !text;
    else if (text) i += Number(unit === BACKSLASH);
    // In ASCII, square brackets are but a bit away from the others.
    else if ((unit | 0x20) === 0x7b && ++depth > most) return true;
    else if ((unit | 0x20) === 0x7d) depth--;
  }
  return false;
}

/**
 * What a line says, when it is a JSON object that is nested no deeper than those of entries.
 *
 * @example
 * ```ts
 * objectOf('{"a":1}'); // { a: 1 }
 * objectOf('[1]'); // undefined
 * ```
 */
export function objectOf(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return line.length > NOT_DEEP && isDeep(line) ? undefined : (value as Record<string, unknown>);
  } catch {
    return undefined;
  }
}
/** A text of so many characters is not nested too deeply for whoever takes it apart. */
const NOT_DEEP = 1024;
