/** @module What was found in a text, replaced. */
import type { Find } from '../kernel/sanitizer.ts';
import type { Span } from './points.ts';
import { coverSpans } from './spans.ts';

/** A span whose finds were told already: those of a text inside it. */
export interface ToldSpan extends Span {
  readonly told?: boolean;
}

/** Replaces spans, however they overlap. */
export function replaceSpans(text: string, spans: readonly Span[], found: (find: Find) => void): string {
  for (const span of spans) checkSpan(span, text);
  let clean = '';
  let done = 0;
  for (const { start, end, winner } of coverSpans(spans)) {
    clean += text.slice(done, start) + replacementOf(winner, text);
    done = end;
    reported(winner).forEach(found);
  }
  return clean + text.slice(done);
}

/** What is to be told of a span that won. */
export function reported({ category, told }: ToldSpan): readonly Find[] {
  return told ? NOTHING : [{ category }];
}
const NOTHING: readonly Find[] = [];

/** What stands in place of a span that won. */
export function replacementOf({ replacement, start, end }: Span, text: string): string {
  return typeof replacement === 'function' ? replacement(text.slice(start, end)) : replacement;
}

/** A span that is none would leave text uncovered: the value is withheld instead. */
export function checkSpan({ start, end }: Span, text: string): void {
  if (Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start < end && end <= text.length) return;
  throw new RangeError('a redactor gave a span outside its text');
}
