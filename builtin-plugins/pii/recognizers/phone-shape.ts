/** @module What groups of digits look like, whatever the digits say: dates, addresses and amounts are no phones. */
import { BLANK, DOT, groups, SLASH, valueAt, WIDE } from './phone-groups.ts';

/** The lengths of the groups as the digits of one number; 0 when a group is longer than nine. */
export function shapeOf(last: number): number {
  let shape = 0;
  for (let i = 0; i <= last; i++) {
    const length = groups.lengths[i] as number;
    if (length > 9) return 0;
    shape = shape * 10 + length;
  }
  return shape;
}

/** One sign throughout; the first may differ, and once more it may change. Dots and slashes are not mixed in later. */
export function hasPhoneSigns(last: number): boolean {
  const { signs } = groups;
  let changes = 0;
  for (let i = 1; i <= last; i++) {
    const sign = signs[i];
    if (sign === WIDE && (i > 1 || (groups.totals[i - 1] as number) > 6)) return false;
    if (i === 1) continue;
    if (sign === SLASH) return false;
    const before = signs[i - 1];
    if (sign === before) continue;
    changes++;
    if ((sign === DOT && (i > 2 || before === BLANK)) || before === DOT) return false;
  }
  return changes <= 2;
}

/** A date, a time, an IP address, a social security number, two years, a decimal number. */
export function isOtherShape(text: string, last: number): boolean {
  return hasDate(text, last) || (last === 3 && isAddress(text)) || isOther(text, last);
}

function hasDate(text: string, last: number): boolean {
  for (let i = 0; i + 2 <= last; i++) if (isDate(text, i)) return true;
  return false;
}

function isDate(text: string, from: number): boolean {
  const { lengths, signs } = groups;
  const sign = signs[from + 1];
  if (sign !== signs[from + 2] || sign === WIDE) return false;
  const first = lengths[from] as number;
  const second = lengths[from + 1] as number;
  const third = lengths[from + 2] as number;
  if (second > 2) return false;
  const b = valueOf(text, from + 1);
  if (first === 4 && third <= 2) return isYear(valueOf(text, from)) && isMonthAndDay(b, valueOf(text, from + 2));
  if (first > 2 || third !== 4 || sign === BLANK || !isYear(valueOf(text, from + 2))) return false;
  const a = valueOf(text, from);
  return isMonthAndDay(a, b) || isMonthAndDay(b, a);
}

function valueOf(text: string, group: number): number {
  return valueAt(text, groups.starts[group] as number, groups.lengths[group] as number);
}

function isYear(value: number): boolean {
  return value >= 1800 && value < 2200;
}

function isMonthAndDay(month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/** Version 4, and versions of software: four groups of up to 255 with dots. */
export function isAddress(text: string): boolean {
  for (let i = 0; i <= 3; i++) {
    const length = groups.lengths[i] as number;
    if (length > 3 || (i > 0 && groups.signs[i] !== DOT)) return false;
    if (length === 3 && valueAt(text, groups.starts[i] as number, 3) > 255) return false;
  }
  return true;
}

function isOther(text: string, last: number): boolean {
  const { starts, lengths, signs } = groups;
  if (last === 2 && lengths[0] === 3 && lengths[1] === 2 && lengths[2] === 4) return signs[1] !== DOT;
  if (last === 1 && signs[1] === DOT) return true;
  for (let i = 1; i <= last; i++) {
    if (lengths[i - 1] !== 4 || lengths[i] !== 4) continue;
    if (isYear(valueAt(text, starts[i - 1] as number, 4)) && isYear(valueAt(text, starts[i] as number, 4))) return true;
  }
  return false;
}
