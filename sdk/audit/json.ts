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
