/** @module JSON that is the content of a string: what is found in it is replaced, and it stays JSON. */
import type { Find } from '../kernel/sanitizer.ts';
import { JsonWriter } from './json-writer.ts';
import type { Span } from './points.ts';
import { replacementOf, reported } from './replace.ts';
import { coverSpans } from './spans.ts';

/** Longer texts are looked at as the text that they are. */
const MOST_JSON = 1 << 20;

/** Whether a text begins as JSON that holds other text. Costs a look at its first characters. */
export function looksLikeJson(text: string): boolean {
  let at = 0;
  let code = text.charCodeAt(0);
  while (code === 32 || code === 10 || code === 13 || code === 9) code = text.charCodeAt(++at);
  return (code === 123 || code === 91 || code === 34) && text.length <= MOST_JSON;
}

/** Whether a text is JSON: one document, or one in each line. */
export function isJson(text: string): boolean {
  if (parses(text)) return true;
  return text.includes('\n') && text.split('\n').every((line) => line.trim() === '' || parses(line));
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Rewrites the strings of a JSON text that are spelt with escapes: what they say is not what stands there. All else
 * keeps its spelling.
 *
 * @param fn - is given what a string says, and the key that it stands under
 */
export function mapEscapedStrings(json: string, fn: (text: string, name: string | undefined) => string): string {
  let now = '';
  let done = 0;
  let name: string | undefined;
  for (let at = json.indexOf('"'); at !== -1; at = json.indexOf('"', at)) {
    const start = at;
    at = endOfString(json, at);
    const inner = json.slice(start + 1, at - 1);
    const isKey = /^\s*:/.test(json.slice(at, at + 16));
    if (inner.includes('\\')) {
      const text = JSON.parse(json.slice(start, at)) as string;
      const mapped = fn(text, isKey ? undefined : name);
      if (mapped !== text) {
        now += json.slice(done, start) + JSON.stringify(mapped);
        done = at;
      }
    }
    if (isKey) name = inner;
  }
  return done === 0 ? json : now + json.slice(done);
}

function endOfString(json: string, start: number): number {
  for (let at = start + 1; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === 92) at++;
    else if (code === 34) return at + 1;
  }
  return json.length;
}

/** Replaces spans in a JSON text, so that it stays JSON: a number that was found becomes a string. */
export function replaceInJson(json: string, spans: readonly Span[], found: (find: Find) => void): string | undefined {
  const place = new JsonWriter();
  const writer = new JsonWriter();
  const finds: Find[] = [];
  let clean = '';
  let read = 0;
  let done = 0;
  for (const { start, end, winner } of coverSpans(spans)) {
    if (end <= done) continue;
    const at = Math.max(start, done);
    place.plain(json.slice(read, at));
    read = at;
    // Half a number is no number.
    const from = place.inString ? at : Math.max(done, numberStart(json, at));
    const to = place.inString ? end : numberEnd(json, end);
    clean += writer.plain(json.slice(done, from));
    clean += writer.replaced(replacementOf(winner, json), json.slice(from, to));
    done = to;
    finds.push(...reported(winner));
  }
  clean += writer.plain(json.slice(done));
  if (!isJson(clean)) return undefined;
  finds.forEach(found);
  return clean;
}

const NUMBER = /[0-9+\-.eE]/;

function numberStart(json: string, at: number): number {
  let start = at;
  while (start > 0 && at - start < 400 && NUMBER.test(json.charAt(start - 1))) start--;
  return start;
}

function numberEnd(json: string, at: number): number {
  let end = at;
  while (end < json.length && end - at < 400 && NUMBER.test(json.charAt(end))) end++;
  return end;
}
