/** @module A sanitizer that finds addresses and numbers, for the tests. */
import type { Destination, SANITIZER, Sanitizer } from '../kernel/sanitizer.ts';
import type { Span, TextRedactor } from './points.ts';
import { redactionPlugin } from './redaction.ts';

export const MAIL = 'ann@example.com';
const SSN = /(?<=ssn\W{1,8}|social\W{1,8})\d{9}|(?<!\w)4111111111111111(?!\w)/gi;
export const finder: TextRedactor = {
  name: 'test',
  find(text, from = 0) {
    const spans: Span[] = [];
    for (const { 0: hit, index } of text.matchAll(/\w+@\w+\.com/g))
      if (index >= from)
        spans.push({ start: index, end: index + hit.length, category: 'email', replacement: '<EMAIL>' });
    for (const { 0: hit, index } of text.matchAll(SSN))
      if (index >= from) spans.push({ start: index, end: index + hit.length, category: 'ssn', replacement: '<SSN>' });
    return spans;
  },
  stream: { before: 48, hold: (text) => text.length },
};

export function sanitizerOf(...redactors: TextRedactor[]): Sanitizer {
  let made: Sanitizer | undefined;
  const plugin = redactionPlugin({ enabled: true });
  const host = { provide: (_: typeof SANITIZER, value: Sanitizer) => (made = value), read: () => redactors };
  const running = plugin.setup(host as never, {} as never, {} as never) as { start(): void };
  running.start();
  return made as Sanitizer;
}
export const sanitizer = sanitizerOf(finder);
export const ignore = (): void => {};
export const clean = (value: unknown, to: Destination = 'output'): unknown => sanitizer.clean(value, to, ignore);
export const base64 = (text: string): string => Buffer.from(text).toString('base64');
