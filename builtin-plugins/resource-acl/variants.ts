/** @module The texts that one text may turn out to be: folded, and percent-decoded. */

/** The text itself and what a tool that folds or decodes would make of it. One entry for plain ASCII without `%`. */
export function variants(text: string): readonly string[] {
  const folded = NOT_ASCII.test(text) ? fold(text) : text;
  if (!ESCAPE.test(folded)) return folded === text ? [text] : [text, folded];
  return [...new Set([text, folded, decodeOnce(folded), decodeFully(folded)])];
}

const NOT_ASCII = /[^\x00-\x7f]/; // eslint-disable-line no-control-regex
const ESCAPE = /%[0-9a-f]{2}/i;
const INVISIBLE = /[\p{Cf}\p{DI}]/gu;

/** Compatibility forms (such as full-width letters) in their plain form, without invisible characters. */
function fold(text: string): string {
  return text.normalize('NFKC').replace(INVISIBLE, '');
}

/** Percent-decodes as UTF-8. What is not an escape stays; bytes that are not UTF-8 become U+FFFD. */
function decodeOnce(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'));
}

/** Percent-decodes until nothing is left to decode, in one pass over the bytes. */
export function decodeFully(text: string): string {
  if (!ESCAPE.test(text)) return text;
  const bytes = Buffer.from(text, 'utf8');
  let end = 0;
  for (const byte of bytes) {
    bytes[end++] = byte;
    // A decoded byte may complete another escape, so look again after each.
    for (;;) {
      if (end < 3 || bytes[end - 3] !== PERCENT) break;
      const high = hex(bytes[end - 2]);
      const low = hex(bytes[end - 1]);
      if (high < 0 || low < 0) break;
      bytes[end - 3] = high * 16 + low;
      end -= 2;
    }
  }
  return bytes.toString('utf8', 0, end);
}

const PERCENT = 0x25;

function hex(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x61 + 10 : -1;
}
