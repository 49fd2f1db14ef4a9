/** @module How much of a text a pattern can see: the lengths of its matches, and how far it looks around them. */
import type { AST } from '@eslint-community/regexpp';
import { library } from './libraries.ts';

/** Lengths in UTF-16 code units. */
export interface Shape {
  /** Of a match. */
  readonly least: number;
  /** Of a match; `Infinity` when there is no bound. */
  readonly most: number;
  /** How many characters before a match have a say in it. */
  readonly before: number;
  /** How many characters after a match have a say in it. */
  readonly after: number;
}

const NOTHING: Shape = { least: 0, most: 0, before: 0, after: 0 };

/** The syntax tree of a pattern that the engine takes. */
export function parse(source: string, flags: string): AST.Pattern {
  const parser = new (library('regexpp').RegExpParser)({ ecmaVersion: 2025 });
  return parser.parsePattern(source, 0, source.length, { unicode: flags.includes('u') });
}

export function shapeOf(node: AST.Pattern | AST.Element | AST.Alternative, unicode: boolean): Shape {
  const inner = (one: AST.Element | AST.Alternative): Shape => shapeOf(one, unicode);
  switch (node.type) {
    case 'Pattern':
    case 'Group':
    case 'CapturingGroup':
      return either(node.alternatives.map(inner));
    case 'Alternative':
      return inSequence(node.elements.map(inner));
    case 'Quantifier':
      return repeated(inner(node.element), node.min, node.max);
    case 'Assertion':
      return aroundOf(node, inner);
    case 'Backreference':
      return { ...NOTHING, most: longestReference(node, unicode) };
    default:
      return { ...NOTHING, least: 1, most: unicode ? 2 : 1 };
  }
}

/** The most characters that a reference to a group takes. */
export function longestReference(node: AST.Backreference, unicode: boolean): number {
  const groups = [node.resolved].flat();
  // Within its own group it is empty.
  return Math.max(
    ...groups.map((group) => (group.end >= node.end && group.start <= node.start ? 0 : shapeOf(group, unicode).most)),
  );
}

function either(shapes: readonly Shape[]): Shape {
  return {
    least: Math.min(...shapes.map(({ least }) => least)),
    most: Math.max(...shapes.map(({ most }) => most)),
    ...around(shapes),
  };
}

function inSequence(shapes: readonly Shape[]): Shape {
  const sum = (key: 'least' | 'most'): number => shapes.reduce((all, shape) => all + shape[key], 0);
  return { least: sum('least'), most: sum('most'), ...around(shapes) };
}

function around(shapes: readonly Shape[]): Pick<Shape, 'before' | 'after'> {
  const most = (key: 'before' | 'after'): number => shapes.reduce((all, shape) => Math.max(all, shape[key]), 0);
  return { before: most('before'), after: most('after') };
}

function repeated(shape: Shape, min: number, max: number): Shape {
  return { ...shape, least: shape.least * min, most: max === 0 ? 0 : shape.most === 0 ? 0 : shape.most * max };
}

function aroundOf(node: AST.Assertion, inner: (one: AST.Alternative) => Shape): Shape {
  switch (node.kind) {
    case 'start':
      return { ...NOTHING, before: 1 };
    case 'end':
      return { ...NOTHING, after: 1 };
    case 'word':
      return { ...NOTHING, before: 1, after: 1 };
  }
  const { most, before, after } = either(node.alternatives.map(inner));
  // What is looked at may itself look further, to either side.
  return node.kind === 'lookahead'
    ? { ...NOTHING, before, after: most + after }
    : { ...NOTHING, before: most + before, after };
}
