/** @module Tokens that tell themselves: their shape, and whether what stands behind the prefix can be a secret. */
import { isAlphabetRun, isPlaceholder } from './allow.ts';
import { CLASSES } from './alphabet.ts';
import { CHECKSUMS } from './checksum.ts';
import type { Reader } from './reader.ts';
import type { ContextRule, Detection, TokenRule } from './rule.ts';
import { matchShape } from './shape.ts';
import type { Shape } from './shape.ts';

/** A rule made ready to be asked about the places where its keywords stand. */
export interface Check {
  /** In lower case. */
  readonly keywords: readonly string[];
  /** How many characters from the start of a keyword on are looked at, at most. */
  readonly span: number;
  /** How many characters before its keyword a find can start. */
  readonly reach: number;
  look(reader: Reader, start: number, end: number, found: Detection[]): void;
}

const TOKEN_RANK = 30;

export function tokenCheck(rule: TokenRule, shape: Shape): Check {
  const { category, contains } = rule;
  const { anchor, offset } = shape;
  if (anchor.length < 2) throw new TypeError(`rule \`${rule.id}\` has nothing to search for`);
  const judge = judgeOf(rule, shape);
  return {
    keywords: [anchor.toLowerCase()],
    span: shape.longest - offset + 2,
    reach: offset,
    look(reader, keyword, _end, found) {
      const start = keyword - offset;
      if (start < 0 || !reader.opens(start)) return;
      const end = matchShape(shape, reader, start);
      if (end < 0) return;
      const body = reader.slice(offset === 0 ? start + anchor.length : start, end);
      if (contains !== undefined && !body.includes(contains)) return;
      if (judge(body)) found.push({ start, end, category, rank: TOKEN_RANK });
    },
  };
}

const LEAST_DIGITLESS = 16;

/** Whether the part of a token that is not its prefix can be one: variety, no placeholder, a checksum that holds. */
export function judgeOf(rule: TokenRule | ContextRule, shape: Shape): (body: string) => boolean {
  const { entropy, checksum } = rule;
  const examples = rule.kind === 'token' && rule.examples === true;
  // What the shape itself says is no repetition and no placeholder.
  const parts = shape.steps.filter((step) => typeof step === 'string' && step.length > 3) as string[];
  if (examples) parts.push('EXAMPLE');
  const digits = shape.steps.every((step) => typeof step === 'string' || /\d/.test(CLASSES[step.name] ?? ''));
  return (body) => {
    if (entropy === 0) return true;
    if (isAlphabetRun(body)) return rule.kind === 'token';
    if (digits && body.length >= LEAST_DIGITLESS && !/\d/.test(body)) return examples;
    const shown = parts.reduce((rest, part) => rest.replace(part, ''), body);
    return !isPlaceholder(shown, entropy) && (checksum === undefined || CHECKSUMS[checksum](body));
  };
}
