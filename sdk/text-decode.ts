/** @module Decoding of percent escapes and HTML character references. */

const ESCAPES = /(?:%[0-9a-f]{2})+/gi;
const REFERENCES = /&(?:#(\d{1,9});?|#x([0-9a-f]{1,8});?|([a-z]{2,8});)/gi;

/** The names of characters that matter in addresses and numbers (HTML Living Standard, 13.5). */
const NAMED: ReadonlyMap<string, string> = new Map(
  Object.entries({
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    nbsp: '\u00a0',
    commat: '@',
    period: '.',
    lowbar: '_',
    plus: '+',
    num: '#',
    excl: '!',
    dollar: '$',
    percnt: '%',
    lpar: '(',
    rpar: ')',
    ast: '*',
    comma: ',',
    sol: '/',
    colon: ':',
    semi: ';',
    equals: '=',
    quest: '?',
    lsqb: '[',
    rsqb: ']',
    bsol: '\\',
    hyphen: '\u2010',
    dash: '\u2010',
    shy: '\u00ad',
    zwj: '\u200d',
    zwnj: '\u200c',
    ndash: '\u2013',
    mdash: '\u2014',
    Tab: '\t',
    NewLine: '\n',
  }),
);

/**
 * Decodes percent escapes (as UTF-8) and then HTML character references, once each.
 *
 * @example
 * ```ts
 * decodeEncodedPii('john%40example&#46;com'); // 'john@example.com'
 * ```
 */
export function decodeEncodedPii(text: string): string {
  const plain = text.includes('%') ? text.replace(ESCAPES, decodeEscapes) : text;
  return plain.includes('&') ? plain.replace(REFERENCES, decodeReference) : plain;
}

/** A run of percent escapes, as UTF-8; what is not valid becomes U+FFFD. */
function decodeEscapes(run: string): string {
  return Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8');
}

function decodeReference(whole: string, decimal?: string, hex?: string, name?: string): string {
  if (name !== undefined) return NAMED.get(name) ?? whole;
  const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hex as string, 16);
  const possible = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return possible ? String.fromCodePoint(code) : '\ufffd';
}
