/** @module Patterns on an engine that never goes back: what RE2 can express of JavaScript's, character for character. */
import type { AST } from '@eslint-community/regexpp';

/** Why RE2 cannot express a pattern. */
export class Inexpressible extends Error {}

/**
 * A pattern in RE2's syntax that finds what it finds in JavaScript. Every set of characters is spelt out, so that case
 * and classes mean the same. Characters are whole ones, as with the flag `u`.
 *
 * @throws Inexpressible
 */
export function toRe2(pattern: AST.Pattern, flags: string): string {
  return alternatives(pattern.alternatives, flags);
}

function alternatives(nodes: readonly AST.Alternative[], flags: string): string {
  return nodes.map(({ elements }) => elements.map((element) => spell(element, flags)).join('')).join('|');
}

function spell(element: AST.Element, flags: string): string {
  switch (element.type) {
    case 'Group':
      if (element.modifiers) throw new Inexpressible('modifiers');
      return `(?:${alternatives(element.alternatives, flags)})`;
    case 'CapturingGroup':
      return `(?:${alternatives(element.alternatives, flags)})`;
    case 'Quantifier': {
      const { min, max, greedy } = element;
      return `(?:${spell(element.element, flags)})${timesOf(min, max)}${greedy ? '' : '?'}`;
    }
    case 'Assertion':
      return assertion(element, flags);
    case 'Backreference':
      throw new Inexpressible('backreferences');
    case 'Character':
      if (!flags.includes('i') || !/[a-z]|[^\0-\x7f]/i.test(String.fromCodePoint(element.value)))
        return hex(element.value);
      return setOf(element.raw, flags);
    default:
      return setOf(element.raw, flags);
  }
}

function timesOf(min: number, max: number): string {
  if (max === Infinity) return min === 0 ? '*' : min === 1 ? '+' : `{${min},}`;
  return min === 0 && max === 1 ? '?' : `{${min},${max}}`;
}

function assertion(element: AST.Assertion, flags: string): string {
  switch (element.kind) {
    case 'word':
      if (flags.includes('i') && flags.includes('u')) throw new Inexpressible('word boundaries with the flags `iu`');
      return element.negate ? '\\B' : '\\b';
    case 'start':
    case 'end':
      if (flags.includes('m')) throw new Inexpressible('the beginnings and ends of lines');
      return element.kind === 'start' ? '\\A' : '\\z';
    default:
      throw new Inexpressible('lookaround');
  }
}

const LAST_UNIT = 0xffff;
const LAST_POINT = 0x10ffff;

/** What one element takes, asked of JavaScript itself. */
function setOf(raw: string, flags: string): string {
  const one = new RegExp(`^(?:${raw})$`, flags);
  const last = flags.includes('u') ? LAST_POINT : LAST_UNIT;
  let ranges = '';
  for (let code = 0, first = -1; code <= last + 1; code++) {
    const taken = code <= last && one.test(String.fromCodePoint(code));
    if (taken && first < 0) first = code;
    if (taken || first < 0) continue;
    ranges += code - first === 1 ? hex(first) : `${hex(first)}-${hex(code - 1)}`;
    first = -1;
  }
  // Without `u` a character beyond is two that are taken one by one.
  if (last === LAST_UNIT && one.test('\ud83d') && one.test('\ude00'))
    ranges += `${hex(LAST_UNIT + 1)}-${hex(LAST_POINT)}`;
  if (ranges === '') throw new Inexpressible('a set of no characters');
  return `[${ranges}]`;
}

function hex(code: number): string {
  return `\\x{${code.toString(16)}}`;
}
