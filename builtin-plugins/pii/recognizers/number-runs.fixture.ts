/** @module The runs of digits in a text, as the engine gives them to recognizers of numbers; for tests. */
import type { NumberRecognizer, NumberRun, Range } from '../recognizer.ts';

const SEPARATORS = ' .-()/\u00a0+';
const isDigit = (char: string): boolean => char >= '0' && char <= '9' && char.length === 1;

/** Runs that start at a digit, `+` or `(`, end with a digit or `)`, with at most three separators between digits. */
export function numberRuns(text: string, from = 0): NumberRun[] {
  const runs: NumberRun[] = [];
  let at = from;
  while (at < text.length) {
    if (!isDigit(text.charAt(at))) {
      at++;
      continue;
    }
    let start = at;
    while (start > from && '+( '.includes(text.charAt(start - 1)) && at - start < 3) start--;
    while (text.charAt(start) === ' ') start++;
    let end = at;
    let digits = 0;
    for (let gap = 0; at < text.length && gap <= 3; at++) {
      if (isDigit(text.charAt(at))) {
        digits++;
        gap = 0;
        end = at + 1;
      } else if (SEPARATORS.includes(text.charAt(at))) gap++;
      else break;
    }
    if (text.charAt(end) === ')') end++;
    runs.push({ start, end, digits });
    at = end;
  }
  return runs;
}

/** Everything that one recognizer finds in a text. */
export function findAll(recognizer: NumberRecognizer, text: string, from = 0): Range[] {
  return numberRuns(text, from).flatMap((run) => [...recognizer.find(text, run, from)]);
}
