/** @module URLs that carry a password, of the web and of databases. */
import { AUTHORITY_END, isIn, SCHEME, SEPARATOR } from '../alphabet.ts';
import type { Range, Reader } from '../reader.ts';

/** How many characters a scheme has at most. */
export const LONGEST_SCHEME = 24;
const LONGEST_USER = 96;
const LONGEST_PASSWORD = 160;
const LONGEST_REST = 512;
export const URL_SPAN = 8 + LONGEST_USER + LONGEST_PASSWORD + LONGEST_REST;

const COLON = 0x3a;
const AT = 0x40;
const TRAILING = '.,;:!?)]}|\\';
/** Stands where a password would be put in: a variable, a format, asterisks, dots. */
const TEMPLATE = /^(?:[$%{[(*.]|\.\.\.)|\$\{|\{\{|^x+$/i;

const DATABASES =
  /^(?:jdbc:)?(?:postgres(?:ql)?|mysqlx?|mariadb|mongodb|rediss?|valkeys?|amqps?|mssql|sqlserver|oracle|clickhouses?|cockroachdb|cassandra|couchdb|neo4j|bolt|influxdb|memcached|snowflake|nats|kafka|ldaps?)(?:[+][\w+]+)?$/i;

/** `scheme://user:password@host...`, found at the `://` in it. */
export function findUrl(reader: Reader, at: number): Range | undefined {
  let start = at;
  while (start > 0 && at - start < LONGEST_SCHEME && isIn(reader.code(start - 1), SCHEME)) start--;
  while (start < at && !isLetter(reader.code(start))) start++;
  if (start === at || !reader.opens(start)) return undefined;
  const user = at + 3;
  const colon = userEnd(reader, user);
  if (reader.code(colon) !== COLON) return undefined;
  const end = endOfPassword(reader, colon + 1);
  if (end <= colon + 1 || TEMPLATE.test(reader.slice(colon + 1, end))) return undefined;
  const host = end + 1;
  let last = until(reader, host, LONGEST_REST, SEPARATOR);
  while (last > host && TRAILING.includes(reader.slice(last - 1, last))) last--;
  return last > host ? { start, end: last } : undefined;
}

/** {@link findUrl} for the schemes of databases and brokers. */
export function findDatabaseUrl(reader: Reader, at: number): Range | undefined {
  const found = findUrl(reader, at);
  return found && DATABASES.test(reader.slice(found.start, at)) ? found : undefined;
}

function userEnd(reader: Reader, from: number): number {
  let at = from;
  for (; at < from + LONGEST_USER; at++) {
    const code = reader.code(at);
    if (code < 0 || code === COLON || code === AT || isIn(code, SEPARATOR | AUTHORITY_END)) break;
  }
  return at;
}

/** The last `@` before the path: passwords are found with an `@` in them too. */
function endOfPassword(reader: Reader, from: number): number {
  const stop = until(reader, from, LONGEST_PASSWORD, SEPARATOR | AUTHORITY_END);
  for (let at = stop - 1; at >= from; at--) if (reader.code(at) === AT) return at;
  return -1;
}

function until(reader: Reader, from: number, most: number, stops: number): number {
  let at = from;
  for (; at < from + most; at++) {
    const code = reader.code(at);
    if (code < 0 || isIn(code, stops)) break;
  }
  return at;
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}
