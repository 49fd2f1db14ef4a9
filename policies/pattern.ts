/** @module The pattern language of rules: literal text, `*`, `?`, `[ab]`, and `|` between alternatives. */
import { quote } from './problems.ts';

/** One step of a pattern. `char` and the members of a set are single code points. */
export type Token =
  | { readonly kind: 'char'; readonly char: string }
  | { readonly kind: 'set'; readonly members: ReadonlySet<string>; readonly negated: boolean }
  | { readonly kind: 'one' | 'star' }
  /** `** /` (any folders, or none) and a last `**` (anything, at least one character). Paths only. */
  | { readonly kind: 'folders' | 'rest' };

/** Why a pattern cannot be understood. */
export class PatternError extends Error {
  readonly hint: string | undefined;
  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}

const LONGEST_PATTERN = 65_536;
const WIDEST_RANGE = 1_024;
const REGEX_ONLY = new Set('(){}^$+\\');

/** Splits at each `|` outside `[…]`. Spaces around an alternative do not count; an empty one is refused. */
export function alternatives(pattern: string): string[] {
  if (pattern.length > LONGEST_PATTERN) throw new PatternError(`is longer than ${LONGEST_PATTERN} characters`);
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f]/.test(pattern)) throw new PatternError('has control characters');
  const parts: string[] = [];
  let start = 0;
  for (let i = 0; i <= pattern.length; i++) {
    if (pattern[i] === '[') i = Math.max(i, classEnd(pattern, i));
    if (i < pattern.length && pattern[i] !== '|') continue;
    const part = pattern.slice(start, i).trim();
    if (part === '') throw new PatternError(pattern.trim() === '' ? 'is blank' : 'has an empty alternative');
    parts.push(part);
    start = i + 1;
  }
  return parts;
}

/**
 * Parses one alternative. What only a regular expression would mean is refused: read as a glob it would match nothing,
 * and a rule that silently denies nothing is worse than none.
 *
 * @param dots whether `.*` is ordinary (a file's ending, a part of a host) or a sign of a regular expression
 */
export function parseGlob(text: string, dots: 'ordinary' | 'regex'): Token[] {
  const tokens: Token[] = [];
  for (let i = 0; i < text.length;) {
    const char = String.fromCodePoint(text.codePointAt(i) as number);
    if (REGEX_ONLY.has(char))
      throw new PatternError(`has ${quote(char)}, which is not part of the pattern language`, literal(char));
    if (dots === 'regex' && char === '.' && (text[i + 1] === '*' || text[i + 1] === '?')) {
      throw new PatternError(
        `has ${quote(`.${text[i + 1]}`)}, which reads like a regular expression`,
        `write \`*\` for anything, or \`[.]${text[i + 1]}\` for a dot and then anything`,
      );
    }
    if (char === '[') {
      const end = classEnd(text, i);
      if (end < 0) throw new PatternError('has a `[` without its `]`', literal('['));
      tokens.push(parseSet(text.slice(i + 1, end)));
      i = end + 1;
      continue;
    }
    if (char === '*') {
      if (tokens.at(-1)?.kind !== 'star') tokens.push({ kind: 'star' });
    } else tokens.push(char === '?' ? { kind: 'one' } : { kind: 'char', char });
    i += char.length;
  }
  return tokens;
}

/** Folds the literal parts of a pattern, as the target is folded before it is compared. */
export function foldTokens(tokens: readonly Token[], fold: (text: string) => string): Token[] {
  const folded: Token[] = [];
  let run = '';
  const flush = (): void => {
    if (run === '') return;
    const text = fold(run);
    if (text === '') throw new PatternError('has a part that is nothing but invisible characters');
    folded.push(...chars(text));
    run = '';
  };
  for (const token of tokens) {
    if (token.kind === 'char') {
      run += token.char;
      continue;
    }
    flush();
    folded.push(token.kind === 'set' ? { ...token, members: foldMembers(token.members, fold) } : token);
  }
  flush();
  return folded;
}

/** Literal text as tokens. */
export function chars(text: string): Token[] {
  return Array.from(text, (char) => ({ kind: 'char', char }));
}

/** The text that a pattern without wildcards stands for. */
export function exactText(tokens: readonly Token[]): string | undefined {
  let text = '';
  for (const token of tokens) {
    if (token.kind !== 'char') return undefined;
    text += token.char;
  }
  return text;
}

/** Index of the `]` that closes the `[` at `start`; a `]` that comes first is a member. -1 when there is none. */
function classEnd(text: string, start: number): number {
  const first = text[start + 1] === '!' || text[start + 1] === '^' ? start + 2 : start + 1;
  return text.indexOf(']', first + 1);
}

function parseSet(body: string): Token {
  const negated = body.startsWith('!') || body.startsWith('^');
  const points = Array.from(negated ? body.slice(1) : body);
  const members = new Set<string>();
  for (let i = 0; i < points.length; i++) {
    const [from, dash, to] = points.slice(i, i + 3) as [string, string?, string?];
    if (dash !== '-' || to === undefined) {
      members.add(from);
      continue;
    }
    const [low, high] = [from.codePointAt(0) as number, to.codePointAt(0) as number];
    if (high < low || high - low > WIDEST_RANGE)
      throw new PatternError(`has the range ${quote(`${from}-${to}`)}, which is reversed or too wide`);
    for (let point = low; point <= high; point++) members.add(String.fromCodePoint(point));
    i += 2;
  }
  return { kind: 'set', members, negated };
}

function foldMembers(members: ReadonlySet<string>, fold: (text: string) => string): Set<string> {
  const folded = new Set<string>();
  for (const member of members) {
    const text = fold(member);
    if (Array.from(text).length !== 1)
      throw new PatternError(
        `has ${quote(member)} in \`[…]\`, which is not one character when names are compared`,
        'write the alternatives out with `|`',
      );
    folded.add(text);
  }
  return folded;
}

function literal(char: string): string {
  const own = char === '^' ? '' : `; for the character itself write \`[${char}]\``;
  return `patterns have \`*\`, \`?\`, \`[ab]\` and \`|\`${own}`;
}
