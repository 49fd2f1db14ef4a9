/** @module The grammar of IPv4 addresses. */
import { isDigitAt } from '../characters.ts';

const DOT = 46;

/** The end of four octets without leading zeros, or -1 (RFC 3986, 3.2.2). */
export function endOfV4(text: string, start: number): number {
  let at = start;
  for (let octet = 0; octet < 4; octet++) {
    if (octet > 0 && text.charCodeAt(at++) !== DOT) return -1;
    let value = 0;
    const first = at;
    while (isDigitAt(text, at) && at - first < 4) value = value * 10 + text.charCodeAt(at++) - 48;
    if (at === first || value > 255 || (at - first > 1 && text.charCodeAt(first) === 48)) return -1;
  }
  return at;
}
