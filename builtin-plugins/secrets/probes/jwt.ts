/** @module JSON Web Tokens: three parts, the first of which must decode to a header. */
import { BASE64URL, isIn } from '../alphabet.ts';
import type { Range, Reader } from '../reader.ts';

const LONGEST_HEADER = 1_024;
const LONGEST_PART = 4_096;
/** The shortest signature in use (HS256) takes 43 characters; less is not a token that anybody accepts. */
const LEAST_SIGNATURE = 32;
export const JWT_SPAN = LONGEST_HEADER + 2 * LONGEST_PART + 8;
const DOT = 0x2e;

export function findJwt(reader: Reader, start: number): Range | undefined {
  if (!reader.opens(start) || isIn(reader.code(start - 1), BASE64URL) || !reader.has('eyJ', start)) return undefined;
  const header = reader.run(start, BASE64URL, LONGEST_HEADER);
  if (reader.code(header) !== DOT || !isHeader(reader.slice(start, header))) return undefined;
  const payload = reader.run(header + 1, BASE64URL, LONGEST_PART);
  if (payload - header < 3 || reader.code(payload) !== DOT) return undefined;
  const end = reader.run(payload + 1, BASE64URL, LONGEST_PART);
  return end - payload > LEAST_SIGNATURE ? { start, end } : undefined;
}

function isHeader(text: string): boolean {
  try {
    const header: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return typeof header === 'object' && header !== null && typeof (header as { alg?: unknown }).alg === 'string';
  } catch {
    // What does not decode is not a token.
    return false;
  }
}
