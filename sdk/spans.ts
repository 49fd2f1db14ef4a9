/** @module Spans that overlap, as one: the union of what was found is always covered, and the longest names it. */
import type { Span } from './points.ts';

/** A piece of a text that is replaced as a whole. */
export interface Cover<S extends Span = Span> {
  readonly start: number;
  readonly end: number;
  /** The longest of the spans; of several, that of the highest rank; of those, the first. */
  readonly winner: S;
  /** It was closed for its length: what overlaps its end is a piece of its own. */
  readonly closed?: boolean;
}

/** A piece is closed at this length, so that a stream need not wait for the end of a chain of overlapping finds. */
export const MOST_COVERED = 4_096;

/**
 * Merges spans, in whatever order they come. What is given back is in order and does not overlap.
 *
 * @param from - what is before this place is covered already
 * @example
 * ```ts
 * const [a, b] = [{ start: 0, end: 3, category: 'a', replacement: '' }, { start: 2, end: 9, category: 'b', replacement: '' }];
 * coverSpans([a, b]).map(({ start, end, winner }) => [start, end, winner.category]); // [[0, 9, 'b']]
 * ```
 */
export function coverSpans<S extends Span>(spans: readonly S[], from = 0): readonly Cover<S>[] {
  const covers: Cover<S>[] = [];
  const ordered = isOrdered(spans) ? spans : [...spans].sort((a, b) => a.start - b.start || b.end - a.end);
  let done = from;
  for (let i = 0; i < ordered.length;) {
    const first = ordered[i++] as S;
    if (first.end <= done) continue;
    const start = Math.max(first.start, done);
    let { end } = first;
    let winner = first;
    for (; i < ordered.length && end - start <= MOST_COVERED && (ordered[i] as S).start < end; i++) {
      const other = ordered[i] as S;
      if (other.end > end) end = other.end;
      if (names(other, winner)) winner = other;
    }
    covers.push(end - start > MOST_COVERED ? { start, end, winner, closed: true } : { start, end, winner });
    done = end;
  }
  return covers;
}

function names(one: Span, other: Span): boolean {
  const longer = one.end - one.start - (other.end - other.start);
  return longer > 0 || (longer === 0 && (one.rank ?? 0) > (other.rank ?? 0));
}

function isOrdered(spans: readonly Span[]): boolean {
  for (let i = 1; i < spans.length; i++) {
    const [before, after] = [spans[i - 1] as Span, spans[i] as Span];
    if (before.start > after.start || (before.start === after.start && before.end < after.end)) return false;
  }
  return true;
}
