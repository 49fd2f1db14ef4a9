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
  if (PLAIN.test(text)) return `"${text}"`;
  return JSON.stringify(text).replace(ESCAPED, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
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

/** Names recur from call to call: what was quoted once is looked up. */
const quoted = new Map<string, string>();
export function quoteName(name: string): string {
  let known = quoted.get(name);
  if (known === undefined) {
    known = quoteAscii(name);
    if (quoted.size >= MOST_QUOTED) quoted.clear();
    if (name.length <= LONGEST_QUOTED) quoted.set(name, known);
  }
  return known;
}
const MOST_QUOTED = 1000;
const LONGEST_QUOTED = 200;
