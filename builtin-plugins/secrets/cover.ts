/** @module Puts replacements in the place of what was found. */
import type { Span } from 'enforcecore/sdk';

/** The text with everything that was found covered: what overlaps as one, named by the longest. */
export function cover(text: string, spans: readonly Span[]): string {
  if (spans.length === 0) return text;
  const parts: string[] = [];
  let done = 0;
  let open: { start: number; end: number; winner: Span } | undefined;
  const close = (): void => {
    if (!open) return;
    parts.push(text.slice(done, open.start), open.winner.replacement as string);
    done = open.end;
  };
  for (const span of spans) {
    if (open && span.start < open.end) {
      open.end = Math.max(open.end, span.end);
      if (span.end - span.start > open.winner.end - open.winner.start) open.winner = span;
      continue;
    }
    close();
    open = { start: span.start, end: span.end, winner: span };
  }
  close();
  parts.push(text.slice(done));
  return parts.join('');
}
