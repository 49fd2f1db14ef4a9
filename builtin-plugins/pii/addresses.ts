/** @module IP addresses of both versions. */
import { isIPv6 } from 'node:net';
import type { Range } from './range.ts';

const OCTET = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const V4 = new RegExp(`(?<!\\w)${OCTET}(?:\\.${OCTET}){3}(?!\\w)`, 'g');
/** Anything that could be version 6, with an embedded version 4 address and a zone; `isIPv6` decides. */
const V6 = /(?<![\w:.])[\da-f:][\da-f:.]{1,44}(?:%\w[\w.-]{0,15})?/gi;

export function findAddresses(text: string): Range[] {
  const found: Range[] = [];
  if (text.includes('.')) {
    for (const match of text.matchAll(V4)) found.push({ start: match.index, end: match.index + match[0].length });
  }
  const colon = text.indexOf(':');
  if (colon < 0 || text.indexOf(':', colon + 1) < 0) return found;
  for (const match of text.matchAll(V6)) {
    const address = longestAddress(match[0]);
    if (address > 0) found.push({ start: match.index, end: match.index + address });
  }
  return found;
}

/** The length of the address at the start of a candidate. A sentence may go on after it with a dot or a colon. */
function longestAddress(candidate: string): number {
  if (!/\d/.test(candidate)) return 0;
  for (let text = candidate; text.length > 2; text = text.slice(0, -1)) {
    if (isIPv6(text)) return text.length;
    if (!/[.:%]$|%/.test(text)) return 0;
  }
  return 0;
}
