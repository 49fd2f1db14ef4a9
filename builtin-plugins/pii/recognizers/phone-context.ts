/** @module What the text before a number says about it. */
import {
  CALL,
  canonical,
  canonicalCode,
  FILLER,
  NUMBER,
  OTHER,
  OWNER,
  PERSON,
  PHONE,
  phoneWords,
  SOFT,
  WEAK,
} from './phone-words.ts';
import type { Words } from './phone-words.ts';

/** How many characters before a number are looked at. */
export const CONTEXT = 48;

/** The number is said to be another one, by the word next to it. */
export const NAMED_OTHERWISE = -3;
/** It is the value of a key, or follows a word, that has nothing to do with phones. */
export const KEYED = -2;
/** It is of a person, who has numbers of many kinds. */
export const UNLIKELY = -1;
export const SILENT = 0;
/** Words such as my, at, number. */
export const HINTED = 1;
/** A word that says phone stands further away, or says call. */
export const LIKELY = 2;
/** The number is named as a phone number. */
export const NAMED = 3;

/** The most words that may stand between a noun and the number that it names. */
const NEAR_WORDS = 3;
/** The most words that may stand between another noun and the number that it names. */
const MOST_BETWEEN = 1;
/** Past this many digits the words belong to another number. */
const OTHER_NUMBER = 5;

// The state of one look to the left, kept here so that a look allocates nothing.
let at = 0;
let between = 0;
let digits = 0;
let hinted = false;
let soft = false;
let person = false;
let numbered = false;
let scriptKind = 0;
let scriptEnd = -1;

/** Whether the number is said to be another one: told by the words next to it, so that no others are read. */
export function isNamedOtherwise(text: string, start: number): boolean {
  return contextBefore(text, start, true) === NAMED_OTHERWISE;
}

/**
 * Looks to the left of a number, from the nearest word on.
 *
 * @param near - to find out about `NAMED_OTHERWISE` alone
 */
export function contextBefore(text: string, start: number, near = false): number {
  const words = phoneWords();
  const limit = Math.max(0, start - CONTEXT);
  at = start - 1;
  between = digits = 0;
  hinted = soft = person = numbered = false;
  scriptEnd = -1;
  let sign = 0;
  let key = 0;
  while (at >= limit) {
    // From here on no word names it.
    if (near && (between > MOST_BETWEEN || digits > 0)) return SILENT;
    const code = text.charCodeAt(at);
    if (isLetter(code)) {
      if (code > 0x24f && scriptEnd < 0) lookForScripts(text, limit, at + 1, words);
      const end = at;
      const kind = wordBefore(text, limit, words, sign);
      const verdict = judge(text, kind, end - at, key !== 0);
      if (verdict !== undefined) return verdict;
      sign = 0;
      continue;
    }
    if (code === QUOTE || code === APOSTROPHE) {
      if (key === QUOTE) return KEYED;
      if (sign === COLON && between === 0) key = QUOTE;
    } else if (key === EQUALS && !isNamePart(code)) return KEYED;
    else if (code === EQUALS && between === 0) key = EQUALS;
    else if (code === NEWLINE && between > 0) break;
    else if (code === BRACE || code === BRACE_END || code === SEMICOLON) break;
    else if (code >= 48 && code <= 57) digits += key === 0 ? 1 : 0;
    // A contact: the number comes after an address.
    else if (code === AT && between <= 2 && digits === 0) hinted = true;
    if (code !== SPACE && code !== 9) sign = code;
    at--;
  }
  if (key !== 0) return KEYED;
  return soft ? KEYED : hinted ? HINTED : person ? UNLIKELY : SILENT;
}

const QUOTE = 34;
const APOSTROPHE = 39;
const COLON = 58;
const EQUALS = 61;
const NEWLINE = 10;
const SEMICOLON = 59;
const AT = 64;
const BRACE = 123;
const BRACE_END = 125;
const SPACE = 32;

/** What one word decides, or undefined when it decides nothing. */
function judge(text: string, kind: number, size: number, key: boolean): number | undefined {
  if (digits > OTHER_NUMBER && between > 1) return soft ? KEYED : SILENT;
  switch (kind) {
    case PHONE:
      return digits === 0 && between <= NEAR_WORDS ? NAMED : LIKELY;
    case CALL:
      return key && digits === 0 ? NAMED : LIKELY;
    case OTHER:
      if (size === 2 && followsCaller(text)) return NAMED;
      return digits === 0 && between <= MOST_BETWEEN ? NAMED_OTHERWISE : KEYED;
    case SOFT:
      soft = true;
      between++;
      return undefined;
    case PERSON:
      person = true;
      between++;
      return undefined;
    case NUMBER:
      numbered = hinted = true;
      return undefined;
    case OWNER:
      if (numbered && !key && digits === 0 && between <= NEAR_WORDS) return LIKELY;
      if (between <= 1) hinted = true;
      return undefined;
    case WEAK:
      // `phone_verified_at`: a time.
      if (key && between === 0 && size === 2) return KEYED;
      if (between <= 1) hinted = true;
      return undefined;
    case FILLER:
      return undefined;
    default:
      between++;
      return undefined;
  }
}

/** Reads the word that ends here, and goes before it. */
function wordBefore(text: string, limit: number, words: Words, sign: number): number {
  const end = at + 1;
  let start = at;
  for (let code = text.charCodeAt(at); start > limit; start--) {
    const before = text.charCodeAt(start - 1);
    if (!isLetter(before) || isHump(before, code)) break;
    code = before;
  }
  at = start - 1;
  if (end - start === 1 && sign !== 0 && between === 0 && digits === 0) return letterBefore(text, start);
  if (scriptEnd > start && scriptEnd <= end) {
    scriptEnd = -2;
    return scriptKind;
  }
  return lookUp(text, start, end, words);
}

/** `T: `, `M. ` and `(f) ` are phone, mobile and fax; `"t":` is a key of anything. */
function letterBefore(text: string, start: number): number {
  const before = start > 0 ? text.charCodeAt(start - 1) : SPACE;
  const after = text.charCodeAt(start + 1);
  if (before === QUOTE) return 0;
  if (before === APOSTROPHE) return OWNER;
  const inParens = before === 40 && after === 41 && text.charCodeAt(start + 2) === SPACE;
  if (isNamePart(before) || !(after === COLON || after === 46 || inParens)) return 0;
  const letter = text.charCodeAt(start) | 32;
  if (letter === 116 || letter === 109 || letter === 112 || letter === 102) return PHONE;
  // `(c) 1995`
  if (letter === 99) return inParens ? 0 : PHONE;
  return letter === 100 || letter === 111 || letter === 104 || letter === 119 ? WEAK : 0;
}

/** Caller ID, `caller_id`, `callerId`. */
function followsCaller(text: string): boolean {
  const code = text.charCodeAt(at);
  const end = isLetter(code) ? at + 1 : at;
  return end >= 6 && text.slice(end - 6, end).toLowerCase() === 'caller';
}

function lookUp(text: string, start: number, end: number, { children, whole, stem }: Words): number {
  let node = 0;
  let found = 0;
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    const letter = (code < 128 ? code | 32 : canonicalCode(code)) - 97;
    if (letter < 0 && letter !== -97) return found;
    if (letter < 0) continue;
    if (letter > 25) return found;
    node = children[node * 26 + letter] as number;
    if (node === 0) return found;
    if (stem[node] !== 0) found = stem[node] as number;
  }
  return whole[node] || found;
}

/** Where the last word of another script ends, and what it says. Such words need no space around them. */
function lookForScripts(text: string, limit: number, end: number, { scripts }: Words): void {
  scriptEnd = -2;
  const left = canonical(text.slice(limit, end));
  // Accents were taken off: an end is exact from the right only when there were none behind it.
  for (const [word, kind] of scripts) {
    const found = left.lastIndexOf(word);
    if (found < 0) continue;
    const until = end - (left.length - found - word.length);
    if (until > scriptEnd) {
      scriptEnd = until;
      scriptKind = kind;
    }
  }
}

const LETTERS = new Uint8Array(128);
for (let letter = 97; letter < 123; letter++) LETTERS[letter] = LETTERS[letter - 32] = 1;

function isLetter(code: number): boolean {
  return code < 128 ? LETTERS[code] === 1 : code >= 0xc0 && isWideLetter(code);
}

/** Beyond Latin-1 all but punctuation, spaces and full-width forms counts as letters: it is enough for words. */
function isWideLetter(code: number): boolean {
  return (
    code !== 0xd7 &&
    code !== 0xf7 &&
    !(code >= 0x2000 && code < 0x2e80) &&
    !(code >= 0x3000 && code < 0x3040) &&
    code < 0xff00
  );
}

/** A capital after a small letter starts a word: `userPhone`. */
function isHump(before: number, code: number): boolean {
  return code >= 65 && code <= 90 && before >= 97 && before <= 122;
}

function isNamePart(code: number): boolean {
  return code === 95 || code === 45 || code === 46 || (code >= 48 && code <= 57) || isLetter(code);
}
