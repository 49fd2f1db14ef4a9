/** @module Disguised values with the exact place of the disguise: one line each, so that "found" means found whole. */

const EMAIL = 'john.smith@example.com';
const SSN = '536-22-8715';
const CARD = '4111 1111 1111 1111';
const PHONE = '+1 415 555 2671';
const IP = '203.0.113.77';

const each = (text, change) => [...text].map(change).join('');
const point = (text, start, base) =>
  each(text, (char) =>
    char >= base && char <= (base === '0' ? '9' : 'z')
      ? String.fromCodePoint(start + char.charCodeAt(0) - base.charCodeAt(0))
      : char,
  );
const wide = (text) => each(text, (char) => (char === ' ' ? char : String.fromCodePoint(char.charCodeAt(0) + 0xfee0)));
const between = (text, mark, every = 3) => each(text, (char, at) => (at > 0 && at % every === 0 ? mark + char : char));
const decimal = (text) => each(text, (char) => `&#${char.charCodeAt(0)};`);
const hexed = (text) => each(text, (char) => `&#x${char.charCodeAt(0).toString(16)};`);
const percent = (text) => each(text, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
const escaped = (text) => each(text, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);

const CYRILLIC = {
  a: '\u0430',
  e: '\u0435',
  o: '\u043e',
  p: '\u0440',
  c: '\u0441',
  x: '\u0445',
  i: '\u0456',
  s: '\u0455',
  j: '\u0458',
};
const GREEK = { o: '\u03bf', i: '\u03b9', n: '\u03b7', v: '\u03bd' };

/** [how, category, before, disguise, after] */
const SAMPLES = [
  ['fullwidth', 'email', 'mail ', wide(EMAIL), ' now'],
  ['fullwidth', 'ssn', 'SSN ', wide(SSN), '.'],
  ['fullwidth', 'credit_card', 'card ', wide('4111111111111111'), ', thanks'],
  ['fullwidth-at', 'email', 'to ', EMAIL.replace('@', '\uff20'), '!'],
  ['small-at', 'email', 'to ', EMAIL.replace('@', '\ufe6b'), '!'],
  ['fullwidth-dot', 'email', 'to ', 'john@example\uff0ecom', ' ok'],
  ['ideographic-stop', 'email', 'to ', 'john@example\u3002com', ' ok'],
  ['math-bold-digits', 'ssn', 'ssn: ', point(SSN, 0x1d7ce, '0'), ' end'],
  ['math-mono-digits', 'phone', 'call ', point(PHONE, 0x1d7f6, '0'), ' end'],
  ['math-sans-letters', 'email', 'is ', point(EMAIL, 0x1d5ba, 'a'), ' mine'],
  ['math-script-letters', 'email', 'is ', point('bob@example.com', 0x1d4ea, 'a'), ' mine'],
  ['arabic-digits', 'ssn', 'SSN ', point(SSN, 0x660, '0'), ' ok'],
  ['devanagari-digits', 'credit_card', 'card ', point(CARD, 0x966, '0'), ' ok'],
  ['persian-digits', 'phone', 'tel ', point(PHONE, 0x6f0, '0'), ' ok'],
  ['circled-letters', 'email', 'by ', point(EMAIL, 0x24d0, 'a'), ' ok'],
  [
    'superscripts',
    'ssn',
    'SSN ',
    each(
      SSN,
      (char) =>
        ({ 1: '\u00b9', 2: '\u00b2', 3: '\u00b3' })[char] ??
        (/\d/.test(char) ? String.fromCodePoint(0x2070 + Number(char)) : char),
    ),
    ' ok',
  ],
  ['zero-width-space', 'email', 'at ', between(EMAIL, '\u200b'), ' please'],
  ['zero-width-joiner', 'ssn', 'SSN ', between(SSN, '\u200d', 2), ' please'],
  ['word-joiner', 'credit_card', 'card ', between(CARD, '\u2060'), ' please'],
  ['soft-hyphen', 'email', 'at ', between(EMAIL, '\u00ad', 5), ' please'],
  ['byte-order-mark', 'phone', 'call ', between(PHONE, '\ufeff', 4), ' please'],
  ['variation-selector', 'ssn', 'SSN ', between(SSN, '\ufe0f', 4), ' please'],
  ['tag-characters', 'email', 'at ', between(EMAIL, '\u{e0061}\u{e007f}', 6), ' please'],
  ['bidi-override', 'ip_address', 'from ', between(IP, '\u202d', 4), ' please'],
  ['bidi-isolate', 'email', 'at ', between(EMAIL, '\u2068', 7), ' please'],
  ['hangul-filler', 'ssn', 'SSN ', between(SSN, '\u3164', 4), ' please'],
  ['combining-joiner', 'email', 'at ', between(EMAIL, '\u034f', 6), ' please'],
  ['cyrillic', 'email', 'at ', each(EMAIL, (char) => CYRILLIC[char] ?? char), ' please'],
  ['greek', 'email', 'at ', each('nina@vino.io', (char) => GREEK[char] ?? char), ' please'],
  ['letter-o-digits', 'ssn', 'SSN ', '536-22-87l5'.replace('l', '\u217c'), ' please'],
  ['en-dash', 'ssn', 'SSN ', SSN.replace(/-/g, '\u2013'), ' please'],
  ['figure-dash', 'phone', 'call ', '+1-415-555-2671'.replace(/-/g, '\u2012'), ' please'],
  ['minus-sign', 'credit_card', 'card ', CARD.replace(/ /g, '\u2212'), ' please'],
  ['narrow-space', 'credit_card', 'card ', CARD.replace(/ /g, '\u202f'), ' please'],
  ['thin-space', 'phone', 'call ', PHONE.replace(/ /g, '\u2009'), ' please'],
  ['entity-at', 'email', 'at ', EMAIL.replace('@', '&#64;'), ' please'],
  ['entity-named', 'email', 'at ', EMAIL.replace('@', '&commat;').replace('.com', '&period;com'), ' please'],
  ['entity-decimal', 'email', 'at ', decimal(EMAIL), ' please'],
  ['entity-hex', 'ssn', 'SSN ', hexed(SSN), ' please'],
  ['entity-padded', 'ssn', 'SSN ', SSN.replace(/-/g, '&#0000045;'), ' please'],
  ['percent-at', 'email', 'q=', EMAIL.replace('@', '%40'), '&x=1'],
  ['percent-all', 'email', 'q=', percent(EMAIL), '&x=1'],
  ['percent-double', 'email', 'q=', EMAIL.replace('@', '%2540'), '&x=1'],
  ['percent-card', 'credit_card', 'card=', CARD.replace(/ /g, '%20'), '&x=1'],
  ['percent-phone', 'phone', 'tel=', '%2B14155552671', '&x=1'],
  ['percent-fullwidth', 'email', 'q=', EMAIL.replace('@', encodeURIComponent('\uff20')), '&x=1'],
  ['unicode-escape-at', 'email', '{"m":"', EMAIL.replace('@', '\\u0040'), '"}'],
  ['unicode-escape-all', 'ssn', '{"ssn":"', escaped(SSN), '"}'],
  ['unicode-escape-brace', 'email', "m = '", EMAIL.replace('@', '\\u{40}'), "'"],
  ['hex-escape', 'email', "m = '", EMAIL.replace('@', '\\x40'), "'"],
  ['mixed', 'email', 'at ', `jo\u200bhn%40ex\u0430mple&#46;com`, ' please'],
  ['mixed', 'ssn', 'SSN ', '\uff15\u200b36&#45;22\u2011871\u0665', ' please'],
  ['after-accents', 'email', '\u00e9\u00e9\u00e9e\u0301\u{1f600} ', EMAIL.replace('@', '%40'), ' fin'],
  ['after-ligature', 'ip_address', '\ufb03\ufdfa from ', wide(IP), ' fin'],
  ['decomposed', 'email', 'at ', 'jose\u0301@example.com', ' fin'],
];

export const evasions = () =>
  SAMPLES.map(([kind, category, before, disguise, after]) => ({
    text: before + disguise + after,
    spans: [{ start: before.length, end: before.length + disguise.length, category }],
    kind: `evasion/${kind}`,
  }));
