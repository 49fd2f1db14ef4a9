/** @module Numbers in units. */
import type { Units } from './units.ts';

/** The value of exactly so many hexadecimal digits, or -1. */
export function hexAt(units: Units, at: number, digits: number): number {
  if (at + digits > units.limit) return -1;
  let value = 0;
  for (let i = at; i < at + digits; i++) {
    const digit = digitAt(units, i, 16);
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

/** The value of a digit to a base of 8, 10 or 16, or -1. */
export function digitAt({ codes, limit }: Units, at: number, base: number): number {
  if (at >= limit) return -1;
  const code = codes[at] as number;
  const lower = code | 32;
  const value = code >= 48 && code <= 57 ? code - 48 : lower >= 97 && lower <= 102 && code > 57 ? lower - 87 : 99;
  return value < base ? value : -1;
}

/** A number of at most so many digits: its value and where it ends; an end at the start when there is none. */
export function numberAt(units: Units, start: number, base: number, most: number): { value: number; next: number } {
  let value = 0;
  let next = start;
  while (next < start + most) {
    const digit = digitAt(units, next, base);
    if (digit < 0) break;
    // More than any character has: no need to count further.
    value = Math.min(value * base + digit, 0x110000);
    next++;
  }
  return { value, next };
}
