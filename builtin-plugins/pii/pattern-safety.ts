/** @module Which engine a pattern may run on: V8 when it is proven to take linear time there, else RE2, else none. */
import type { AST } from '@eslint-community/regexpp';
import { RedactionError } from './errors.ts';
import { library, loadIfThere } from './libraries.ts';
import { Inexpressible, toRe2 } from './pattern-linear.ts';
import { isPlainlyLinear } from './pattern-proof.ts';
import type { Range } from './range.ts';

/** The most time that the proof of one pattern may take. */
const PROOF_TIMEOUT_MS = 1_500;

/** Finds the first match that starts at or after a place. */
export type Matcher = (text: string, at: number) => Range | undefined;

/** A pattern on the engine that it runs on. */
export interface Engine {
  readonly name: 'v8' | 're2js' | 're2';
  /** A matcher; one that leaves at least so many characters after its matches. */
  matcher(spare: number): Matcher;
}

/**
 * The engine for a pattern.
 *
 * @throws RedactionError `EC_PII_PATTERN_UNSAFE`
 */
export function engineFor(pattern: AST.Pattern, flags: string): Engine {
  const { raw } = pattern;
  if (isPlainlyLinear(pattern, flags)) return onV8(raw, flags);
  const verdict = library('recheck').checkSync(raw, flags, { timeout: PROOF_TIMEOUT_MS });
  // What is only known by trying is no proof.
  if (verdict.status === 'safe' && verdict.checker === 'automaton') return onV8(raw, flags);
  const why =
    verdict.status === 'vulnerable'
      ? `takes ${verdict.complexity.type} time, for one on ${shapeOfAttack(verdict.attack)}`
      : `could not be proven to take linear time within ${PROOF_TIMEOUT_MS} ms`;
  try {
    return onRe2(toRe2(pattern, flags));
  } catch (error) {
    const kept = error instanceof Inexpressible ? ` cannot express ${error.message}` : ' does not take it';
    throw new RedactionError(`the pattern ${why}, and the engine that always does${kept}`, {
      code: 'EC_PII_PATTERN_UNSAFE',
      cause: error,
    });
  }
}

/** Only what is repeated, cut short: the whole can be megabytes. */
function shapeOfAttack({ pumps, suffix }: { pumps: { prefix: string; pump: string }[]; suffix: string }): string {
  const short = (text: string): string => JSON.stringify(text.length > 24 ? `${text.slice(0, 24)}...` : text);
  const repeated = pumps.map(({ prefix, pump }) => `${short(prefix)} and ${short(pump)} many times`).join(', ');
  return `${repeated}, then ${short(suffix)}`;
}

function onV8(source: string, flags: string): Engine {
  return {
    name: 'v8',
    matcher(spare) {
      const regex = new RegExp(spare === 0 ? source : `(?:${source})(?=[^]{${spare}})`, `g${flags}`);
      return (text, at) => {
        regex.lastIndex = at;
        const match = regex.exec(text);
        return match ? { start: match.index, end: match.index + match[0].length } : undefined;
      };
    },
  };
}

interface NativeRe2 {
  new (source: string, flags: string): RegExp;
}

/** The linear engine. */
export function onRe2(source: string): Engine {
  const withSpare = (spare: number): string => (spare === 0 ? `(${source})` : `(${source})(?s:.{${spare}})`);
  const native = loadIfThere('re2') as NativeRe2 | undefined;
  if (native) return onNative(native, withSpare);
  const { RE2JS } = library('re2js');
  RE2JS.compile(source);
  return {
    name: 're2js',
    matcher(spare) {
      const compiled = RE2JS.compile(withSpare(spare));
      return (text, at) => {
        const matcher = compiled.matcher(text);
        return at <= text.length && matcher.find(at) ? { start: matcher.start(), end: matcher.end(1) } : undefined;
      };
    },
  };
}

function onNative(Re2: NativeRe2, withSpare: (spare: number) => string): Engine {
  return {
    name: 're2',
    matcher(spare) {
      const regex = new Re2(withSpare(spare), 'gu');
      return (text, at) => {
        regex.lastIndex = at;
        const match = regex.exec(text);
        return match ? { start: match.index, end: match.index + (match[1] ?? '').length } : undefined;
      };
    },
  };
}
