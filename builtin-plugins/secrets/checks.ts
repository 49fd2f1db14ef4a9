/** @module Rules made ready to be asked about the places where their keywords stand. */
import { BASE64, BASE64URL, BEFORE, isIn } from './alphabet.ts';
import type { Reader } from './reader.ts';
import { sinceReplacement, startsReplacement } from './replaced.ts';
import { CONTEXT } from './rule.ts';
import type { ContextRule, ProbeRule, Rule } from './rule.ts';
import { matchShape, parseShape } from './shape.ts';
import type { Shape } from './shape.ts';
import { judgeOf, tokenCheck } from './token-check.ts';
import type { Check } from './token-check.ts';
export type { Check } from './token-check.ts';

export function checksOf(rule: Rule): readonly Check[] {
  switch (rule.kind) {
    case 'token':
      return rule.shapes.map((source) => tokenCheck(rule, parseShape(source)));
    case 'context':
      return [contextCheck(rule)];
    case 'probe':
      return [probeCheck(rule)];
  }
}

const CONTEXT_RANK = 20;
/** Words that say that what stands beside them is a secret. */
const SECRET_WORDS =
  /key|token|secret|pass|pwd|auth|cred|pat\b|pat_|_pat|dsn|licen[cs]e|signature|webhook|cookie|wif|private/i;
const WORDS_BEFORE = 24;

function contextCheck(rule: ContextRule): Check {
  const shapes = rule.shapes.map((source) => parseShape(source));
  const judges = shapes.map((shape) => judgeOf(rule, shape));
  const { category } = rule;
  const longest = Math.max(...rule.words.map(({ length }) => length));
  const valueEnd = (reader: Reader, at: number): number => {
    for (let i = 0; i < shapes.length; i++) {
      const end = matchShape(shapes[i] as Shape, reader, at);
      if (end >= 0 && judges[i]?.(reader.slice(at, end))) return end;
    }
    return -1;
  };
  return {
    keywords: rule.words,
    span: longest + CONTEXT + Math.max(...shapes.map((shape) => shape.longest)) + 2,
    reach: 0,
    look(reader, keyword, from, found) {
      for (let at = from; at < from + CONTEXT; at++) {
        const code = reader.code(at);
        // A replacement stands for a value: what is found does not grow when it is looked at again.
        if (code < 0 || startsReplacement(reader, at, code)) return;
        const end = isValueStart(reader, at, code) ? valueEnd(reader, at) : -1;
        if (end >= 0 && isSecret(reader, keyword, at)) {
          found.push({ start: at, end, category, rank: CONTEXT_RANK });
          at = end;
        } else if (reader.repeats(keyword, from - keyword, at)) {
          // From the next such word on it is that one's turn: no stretch of text is searched again and again.
          return;
        }
      }
    },
  };
}

function isSecret(reader: Reader, keyword: number, at: number): boolean {
  const before = sinceReplacement(reader.slice(Math.max(0, keyword - WORDS_BEFORE), keyword));
  return SECRET_WORDS.test(before + reader.slice(keyword, at));
}

function isValueStart(reader: Reader, at: number, code: number): boolean {
  return isIn(code, BASE64 | BASE64URL) && isIn(reader.code(at - 1), BEFORE);
}

function probeCheck({ category, keywords, span, reach = 0, rank, probe }: ProbeRule): Check {
  return {
    keywords,
    span,
    reach,
    look(reader, start, end, found) {
      const range = probe(reader, start, end);
      if (range) found.push({ start: range.start, end: range.end, category, rank });
    },
  };
}
