/** @module Character references of HTML: numeric ones, and those with a name (Living Standard, 13.2.5.72 and on). */
import { ENTITY_NAMES } from './entity-names.ts';
import { numberAt } from './hex.ts';
import type { Units } from './units.ts';

export interface Reference {
  readonly points: readonly [number, number?];
  readonly next: number;
}

const LONGEST_NUMBER = 24;
const LONGEST_NAME = 31;
const SEMICOLON = 0x3b;
/** In an address, `&copy=` is the name of a parameter. */
const EQUALS = 0x3d;

/** Reads the reference whose `&` stands at a place. */
export function readReference(units: Units, at: number): Reference | undefined {
  const { codes, limit } = units;
  if (at + 2 >= limit) return undefined;
  return codes[at + 1] === 0x23 ? readNumeric(units, at + 2) : readNamed(units, at + 1);
}

function readNumeric(units: Units, at: number): Reference | undefined {
  const hex = ((units.codes[at] as number) | 32) === 0x78;
  const start = hex ? at + 1 : at;
  const { value, next } = numberAt(units, start, hex ? 16 : 10, LONGEST_NUMBER);
  return next === start ? undefined : { points: [numericPoint(value)], next: afterSemicolon(units, next) };
}

function afterSemicolon({ codes, limit }: Units, at: number): number {
  return at < limit && codes[at] === SEMICOLON ? at + 1 : at;
}

/** What browsers take a number for: those from 128 on are Windows-1252. */
export function numericPoint(value: number): number {
  if (value === 0 || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) return 0xfffd;
  return value >= 0x80 && value <= 0x9f ? (WINDOWS[value - 0x80] as number) || value : value;
}

// prettier-ignore
const WINDOWS = [
  0x20ac, 0, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0, 0x17d, 0,
  0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0, 0x17e, 0x178,
];

function readNamed(units: Units, start: number): Reference | undefined {
  const { codes, limit } = units;
  let next = start;
  const most = Math.min(limit, start + LONGEST_NAME + 1);
  while (next < most && isAlphanumeric(codes[next] as number)) next++;
  if (next - start < 2) return undefined;
  const name = String.fromCharCode(...codes.subarray(start, next));
  if (next < limit && codes[next] === SEMICOLON) {
    const points = namedPoints(name);
    if (points !== undefined) return { points, next: next + 1 };
  }
  const isWord = next === limit || codes[next] !== EQUALS;
  const short = isWord && shortNames().has(name) ? name : ALWAYS.exec(name)?.[0];
  const points = short === undefined ? undefined : namedPoints(short);
  return points && short !== undefined ? { points, next: start + short.length } : undefined;
}

/** Names that are read without a semicolon even where they are only the beginning of a word. */
const ALWAYS = /^(?:amp|AMP|lt|LT|gt|GT|quot|QUOT|nbsp|shy|middot)/;

function isAlphanumeric(code: number): boolean {
  const lower = code | 32;
  return (lower >= 97 && lower <= 122) || (code >= 48 && code <= 57);
}

/** The characters that a name stands for. */
export function namedPoints(name: string): readonly [number, number?] | undefined {
  return tables().names.get(name);
}

/** The names that HTML also reads without a semicolon. */
export function shortNames(): ReadonlySet<string> {
  return tables().short;
}

interface Tables {
  readonly names: ReadonlyMap<string, readonly [number, number?]>;
  readonly short: ReadonlySet<string>;
}
let made: Tables | undefined;

function tables(): Tables {
  return (made ??= read());
}

function read(): Tables {
  const names = new Map<string, readonly [number, number?]>();
  const short = new Set<string>();
  for (const entry of ENTITY_NAMES.split(',')) {
    const [points = '', ...list] = entry.split(' ');
    const [one = 0, two] = points.split('+').map((point) => Number.parseInt(point, 36));
    for (const item of list) {
      const name = item.replace('!', '');
      if (name !== item) short.add(name);
      names.set(name, two === undefined ? [one] : [one, two]);
    }
  }
  return { names, short };
}
