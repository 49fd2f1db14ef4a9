/** @module Recognizers run over a text as the engine does it, for tests. */
import { ALPHANUMERIC, kindAt } from '../characters.ts';
import type { NumberRun, Range, Recognizer, TextRecognizer, TokenRecognizer } from '../recognizer.ts';
import { TokenTable } from '../token-table.ts';
import { Tokens } from '../tokens.ts';

const SEPARATOR = /[ .\-()/\u00a0+]/;
const STARTS = /[\d+(]/;

/** All runs of digits and separators of a text. */
function runsOf(text: string): NumberRun[] {
  const runs: NumberRun[] = [];
  for (let at = 0; at < text.length;) {
    if (!STARTS.test(text.charAt(at))) {
      at++;
      continue;
    }
    const run = runAt(text, at);
    if (run.digits > 0) runs.push(run);
    at = Math.max(run.end, at + 1);
  }
  return runs;
}

function runAt(text: string, start: number): NumberRun {
  let end = start;
  let digits = 0;
  for (let at = start, gap = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char >= '0' && char <= '9') {
      digits++;
      gap = 0;
      end = at + 1;
    } else if (!SEPARATOR.test(char) || ++gap > 3) break;
  }
  return { start, end, digits };
}

export function findAll(text: string, recognizers: readonly Recognizer[], from = 0): Range[] {
  const runs = runsOf(text);
  return recognizers.flatMap((one) =>
    !('digits' in one)
      ? findText(one, text, from)
      : runs.flatMap((run) => (run.end > from ? [...one.find(text, run, from)] : [])),
  );
}

/** What a recognizer of more than numbers finds at or after a place. */
export function findText(one: TextRecognizer | TokenRecognizer, text: string, from = 0): Range[] {
  if ('trigger' in one) return [...one.find(text, from)];
  const table = new TokenTable([one]);
  const tokens = new Tokens(text, from, Infinity);
  const found: Range[] = [];
  let free = from;
  const whole = (kindAt(text, from - 1) & ALPHANUMERIC) === 0 ? from : from + 1;
  while (tokens.next()) {
    for (let i = 0; i < tokens.count; i++) {
      const [start, end, kinds, sides] = [tokens.starts, tokens.ends, tokens.kinds, tokens.sides].map(
        (row) => row[i] as number,
      ) as [number, number, number, number];
      if (start < whole || table.asked(end - start, kinds, sides).length === 0) continue;
      const range = one.find(text, start, end, free);
      if (!range) continue;
      found.push(range);
      free = range.end;
    }
  }
  return found;
}

/** The texts that recognizers find, in order. */
export function textsOf(text: string, ...recognizers: readonly Recognizer[]): string[] {
  const found = findAll(text, recognizers).sort((a, b) => a.start - b.start || b.end - a.end);
  return found.map(({ start, end }) => text.slice(start, end));
}
