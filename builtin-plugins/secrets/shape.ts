/** @module The little language in which rules say what a token looks like, and how a text is held against it. */
import { bitOf, IDENTIFIER, isIn } from './alphabet.ts';
import type { Reader } from './reader.ts';

/**
 * A shape is literal text with runs in braces: `{w36}` is 36 characters of class `w`, `{w20,40}` 20 to 40, `{uuid}` a
 * UUID. The classes are those of alphabet.ts. A run takes all it can and gives nothing back, so matching never
 * backtracks.
 */
export interface Shape {
  readonly source: string;
  readonly steps: readonly Step[];
  /** The literal that is searched for, and how many characters of the token stand before it. */
  readonly anchor: string;
  readonly offset: number;
  /** Most characters that a match can have. */
  readonly longest: number;
}

export type Step = string | Run;
export interface Run {
  readonly name: string;
  readonly mask: number;
  readonly min: number;
  readonly max: number;
}

const UUID = '{H8}-{H4}-{H4}-{H4}-{H12}';

export function parseShape(source: string): Shape {
  const steps: Step[] = [];
  const full = source.includes('{uuid}') ? source.replaceAll('{uuid}', UUID) : source;
  for (let at = 0; at < full.length;) {
    const open = full.indexOf('{', at);
    if (open !== at) steps.push(full.slice(at, open < 0 ? full.length : open));
    if (open < 0) break;
    const close = full.indexOf('}', open);
    steps.push(parseRun(full.charAt(open + 1), full.slice(open + 2, close), source));
    at = close + 1;
  }
  const { anchor, offset } = anchorOf(steps);
  return { source, steps, anchor, offset, longest: steps.reduce((sum, step) => sum + longest(step), 0) };
}

function parseRun(name: string, counts: string, source: string): Run {
  const comma = counts.indexOf(',');
  const min = Number(comma < 0 ? counts : counts.slice(0, comma));
  const max = comma < 0 ? min : Number(counts.slice(comma + 1));
  if (!(min >= 1 && max >= min)) throw new TypeError(`\`${source}\` is not a shape`);
  return { name, mask: bitOf(name), min, max };
}

/** The longest literal of those that stand at a fixed place. */
function anchorOf(steps: readonly Step[]): { anchor: string; offset: number } {
  let best = { anchor: '', offset: 0 };
  let offset = 0;
  for (const step of steps) {
    if (typeof step === 'string') {
      if (step.length > best.anchor.length) best = { anchor: step, offset };
      offset += step.length;
    } else if (step.min === step.max) offset += step.min;
    else break;
  }
  return best;
}

function longest(step: Step): number {
  return typeof step === 'string' ? step.length : step.max;
}

/** Where the token that starts at `at` ends; -1 when there is none. It must not go on as a longer word. */
export function matchShape(shape: Shape, reader: Reader, at: number): number {
  let i = at;
  let last = 0;
  for (const step of shape.steps) {
    if (typeof step === 'string') {
      if (!reader.has(step, i)) return -1;
      i += step.length;
      last = 0;
      continue;
    }
    const end = reader.run(i, step.mask, step.max);
    if (end - i < step.min) return -1;
    i = end;
    last = step.mask;
  }
  return isIn(reader.code(i), last | IDENTIFIER) ? -1 : i;
}
