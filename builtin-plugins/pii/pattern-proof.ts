/** @module A quick proof that a pattern takes time linear in the text, for the simple forms that most patterns have. */
import type { AST } from '@eslint-community/regexpp';
import { longestReference } from './pattern-shape.ts';

/** The most steps that may be spent at one place of a text. */
const MOST_STEPS = 1_500;

/** Which characters one element takes. */
interface Chars {
  /** Whether it takes each of the ASCII characters. */
  readonly ascii: readonly boolean[];
  /** Whether it may take any others. */
  readonly wide: boolean;
}

/**
 * Whether a search takes linear time on a backtracking engine. `false` says nothing: another proof is needed.
 *
 * Either there are few ways to try it at one place, each of a bounded length; or there is one unbounded repetition, of
 * single characters, in sequence with such elements, and each place of the text is gone through by few repetitions:
 * nothing follows it that can fail, or it cannot be begun anew within itself.
 */
export function isPlainlyLinear(pattern: AST.Pattern, flags: string): boolean {
  if (effortOf(pattern).steps <= MOST_STEPS) return true;
  const [only, ...others] = pattern.alternatives;
  if (!only || others.length > 0) return false;
  const { elements } = only;
  const at = elements.findIndex((element) => effortOf(element).steps > MOST_STEPS);
  const loop = elements[at];
  if (loop?.type !== 'Quantifier' || loop.max !== Infinity || !isSingle(loop.element)) return false;
  const before = elements.slice(0, at);
  const after = elements.slice(at + 1);
  const [first, last] = [inSequence(before), inSequence(after)];
  if (first.steps + first.ways * (loop.min + last.steps) > MOST_STEPS) return false;
  // It fails at its beginning, or its first end is that of the match.
  return after.length === 0 || startsOnce(before, charsOf(loop.element, flags), flags);
}

/** What it takes, at most, to try a node at one place: how many ways there are to go through it, and steps in all. */
interface Effort {
  readonly ways: number;
  readonly steps: number;
}

function effortOf(node: AST.Pattern | AST.Element | AST.Alternative): Effort {
  switch (node.type) {
    case 'Alternative':
      return inSequence(node.elements);
    case 'Pattern':
    case 'Group':
    case 'CapturingGroup':
      return either(node.alternatives);
    case 'Assertion':
      return node.kind === 'lookahead' || node.kind === 'lookbehind' ? either(node.alternatives) : ONE;
    case 'Quantifier':
      return repeated(effortOf(node.element), node.min, node.max);
    case 'Backreference':
      return { ways: 1, steps: 1 + longestReference(node, true) };
    default:
      return ONE;
  }
}

const ONE: Effort = { ways: 1, steps: 1 };
const ENDLESS: Effort = { ways: Infinity, steps: Infinity };

function repeated({ ways, steps }: Effort, min: number, max: number): Effort {
  if (max > MOST_STEPS) return ENDLESS;
  let turns = 1;
  let all: Effort = { ways: min === 0 ? 1 : 0, steps: 1 };
  for (let turn = 1; turn <= max; turn++) {
    const before = turns;
    turns *= ways;
    all = { ways: turn < min ? 0 : all.ways + turns, steps: all.steps + before * steps };
    if (all.steps > MOST_STEPS || turns > MOST_STEPS) return ENDLESS;
  }
  return all;
}

function either(nodes: readonly AST.Alternative[]): Effort {
  const all = nodes.map(effortOf);
  return { ways: all.reduce((sum, { ways }) => sum + ways, 0), steps: all.reduce((sum, { steps }) => sum + steps, 0) };
}

function inSequence(nodes: readonly AST.Element[]): Effort {
  let all = ONE;
  for (const node of nodes) {
    const { ways, steps } = effortOf(node);
    all = { ways: all.ways * ways, steps: all.steps + all.ways * steps };
  }
  return all;
}

/** Whether what stands before a repetition cannot be found within one, or only at its beginning. */
function startsOnce(before: readonly AST.Element[], loop: Chars, flags: string): boolean {
  if (mandatory(before).some((element) => isDisjoint(charsOf(element, flags), loop))) return true;
  const last = before.at(-1);
  if (last?.type !== 'Assertion') return false;
  if (last.kind === 'word') return !last.negate && isWithin(loop, WORD);
  if (last.kind !== 'lookbehind' || !last.negate) return false;
  const [only, ...others] = last.alternatives;
  const [element, ...more] = only?.elements ?? [];
  if (!element || !isSingle(element) || others.length + more.length > 0) return false;
  return !loop.wide && isWithin(loop, charsOf(element, flags));
}

/** Elements of one character that stand in every match. */
function mandatory(elements: readonly AST.Element[]): AST.Element[] {
  return elements.flatMap((element) => {
    if (isSingle(element)) return [element];
    if (element.type === 'Quantifier') return element.min > 0 ? mandatory([element.element]) : [];
    const isGroup = element.type === 'Group' || element.type === 'CapturingGroup';
    const isBehind = element.type === 'Assertion' && element.kind === 'lookbehind' && !element.negate;
    if (!isGroup && !isBehind) return [];
    return element.alternatives.length === 1 ? mandatory(element.alternatives[0]?.elements ?? []) : [];
  });
}

function isSingle(element: AST.Element): boolean {
  return element.type === 'Character' || element.type === 'CharacterSet' || element.type === 'CharacterClass';
}

function charsOf(element: AST.Element, flags: string): Chars {
  const one = new RegExp(`^(?:${element.raw})$`, flags);
  const ascii = Array.from({ length: 128 }, (_, code) => one.test(String.fromCharCode(code)));
  // Other letters fold to ASCII ones, and nearly every set has some.
  return { ascii, wide: flags.includes('i') ? ascii.some(isLetter) || hasWide(element) : hasWide(element) };
}

function isLetter(taken: boolean, code: number): boolean {
  return taken && /[a-z]/i.test(String.fromCharCode(code));
}

function hasWide(element: AST.Element | AST.CharacterClassElement): boolean {
  if (element.type === 'Character') return element.value > 127;
  if (element.type === 'CharacterClassRange') return element.max.value > 127;
  if (element.type === 'CharacterSet')
    return !((element.kind === 'digit' || element.kind === 'word') && !element.negate);
  if (element.type === 'CharacterClass') return element.negate || element.elements.some(hasWide);
  return true;
}

const WORD: Chars = {
  ascii: Array.from({ length: 128 }, (_, code) => /\w/.test(String.fromCharCode(code))),
  wide: false,
};

function isDisjoint(one: Chars, other: Chars): boolean {
  return !(one.wide && other.wide) && one.ascii.every((taken, code) => !taken || !other.ascii[code]);
}

function isWithin(one: Chars, other: Chars): boolean {
  return !one.wide && one.ascii.every((taken, code) => !taken || other.ascii[code] === true);
}
