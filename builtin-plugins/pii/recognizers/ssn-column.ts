/** @module Numbers in a table of delimited values, by what its header says of their column. */

/** How far left of a number the header is looked for: escapes included, a stream still has as much at hand. */
const REACH = 256;
const DELIMITERS = ',;\t|';
/** What a text has that has such a header, to tell quickly which has none. */
const MENTION = /ss[ _.-]?n|ss ?#|soc(?:ial)?[ _.-]{0,2}sec/i;
const NAME = /(?:^| )(?:ssns?|ssn? no|ss(?:n?no|num)|soc(?:ial)? ?sec(?:urity)?(?: no)?)$/;
/** A line that belongs to the table says nothing else in the column. */
const VALUE = /^(?:[^a-z]*|"?(?:n\/?a|null|none|nil|unknown)"?)$/i;

/** Whether a number is a whole cell, and the first word of its column above says that it is a social security number. */
export function isInSsnColumn(text: string, start: number, end: number): boolean {
  const delimiter = delimiterAround(text, start, end);
  if (delimiter === '') return false;
  const least = Math.max(0, start - REACH);
  const above = text.slice(least, start);
  if (!MENTION.test(above)) return false;
  const lines = above.split('\n');
  // The first may have begun further left.
  if (least > 0) lines.shift();
  const row = lines.pop();
  if (row === undefined) return false;
  return saysSsn(lines, delimiter, cellsOf(row, delimiter).length - 1);
}

/** Goes up the column, over lines of as many cells, to the first that is a word. */
function saysSsn(lines: readonly string[], delimiter: string, column: number): boolean {
  let width = 0;
  for (let i = lines.length - 1; i >= 0; i--) {
    const cells = cellsOf(lines[i] as string, delimiter);
    width ||= cells.length;
    if (cells.length !== width || width < 2) return false;
    const cell = (cells[column] ?? '.').trim();
    if (!VALUE.test(cell)) return NAME.test(wordsOf(cell));
  }
  return false;
}

/** The sign that marks the number off on one side, when nothing but such a sign or a line's end is on either. */
function delimiterAround(text: string, start: number, end: number): string {
  const before = borderOf(text, start - 1, -1);
  const after = borderOf(text, end, 1);
  if (before === undefined || after === undefined) return '';
  return before === after || before === '' || after === '' ? before || after : '';
}

/** The delimiter next to a cell, `''` for the end of a line, else undefined. */
function borderOf(text: string, at: number, step: 1 | -1): string | undefined {
  const close = text.charAt(at);
  const char = close === '"' || close === ' ' ? text.charAt(at + step) : close;
  if (char === '' || char === '\n' || char === '\r') return '';
  return DELIMITERS.includes(char) ? char : undefined;
}

/** The cells of a line; a delimiter between quotes is none. */
function cellsOf(line: string, delimiter: string): string[] {
  const cells: string[] = [];
  let quoted = false;
  let from = 0;
  for (let at = 0; at < line.length; at++) {
    const char = line.charAt(at);
    if (char === '"') quoted = !quoted;
    else if (char === delimiter && !quoted) {
      cells.push(line.slice(from, at));
      from = at + 1;
    }
  }
  cells.push(line.slice(from));
  return cells;
}

/** `patientSsn`, `"employee_ssn"` and `SSN#` as words in small letters. */
function wordsOf(cell: string): string {
  const words = cell.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
  const named = words.replace(/#|(?<=[ _.-])(?:num(?:ber)?|nr|id)\b/g, ' no ');
  return named.replace(/[^a-z\d]+/g, ' ').trim();
}
