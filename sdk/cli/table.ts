/** @module Lays out a table without lines, as wide as the terminal at most. */
import { stripVTControlCharacters } from 'node:util';
import Table from 'cli-table3';

export type Layout = (rows: readonly (readonly string[])[], width: number | undefined) => string;

const GAP = 2;
const NARROWEST = 10;
const NO_LINES = Object.fromEntries(
  ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right']
    .concat(['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'])
    .map((name) => [name, '']),
);

/** @param width - in columns; absent where lines may be as long as they are, so that they can be searched */
export const layOut: Layout = (rows, width) => {
  const widths = width === undefined ? undefined : fitted(naturalWidths(rows), width);
  const table = new Table({
    chars: NO_LINES,
    style: { 'padding-left': 0, 'padding-right': GAP, head: [], border: [], compact: true },
  });
  for (const row of rows) table.push(row.map((cell, i) => (widths ? wrapped(cell, widths[i] ?? width ?? 0) : cell)));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
};

function naturalWidths(rows: readonly (readonly string[])[]): number[] {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, lengthOf(cell))));
  return widths;
}

/** Takes from the widest column, one by one, until all fit. */
function fitted(widths: number[], width: number): number[] {
  const room = width - GAP * (widths.length - 1);
  for (let over = widths.reduce((sum, one) => sum + one, 0) - room; over > 0; over--) {
    const most = Math.max(...widths);
    if (most <= NARROWEST) break;
    widths[widths.indexOf(most)] = most - 1;
  }
  return widths;
}

/** Breaks at spaces, and words that are too long where they must be. Coloured cells are short and stay whole. */
function wrapped(text: string, width: number): string {
  if (text.includes('\u001b') || lengthOf(text) <= width) return text;
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    let rest = word;
    if (line !== '' && lengthOf(line) + 1 + lengthOf(rest) <= width) {
      line += ` ${rest}`;
      continue;
    }
    if (line !== '') lines.push(line);
    for (; rest.length > width; rest = rest.slice(width)) lines.push(rest.slice(0, width));
    line = rest;
  }
  return [...lines, line].join('\n');
}

function lengthOf(cell: string): number {
  return stripVTControlCharacters(cell).length;
}
