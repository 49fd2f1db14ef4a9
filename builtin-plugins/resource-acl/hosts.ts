/** @module Finds the hosts that a text names, as every reader of URLs might read them. */
import { isIPv6 } from 'node:net';
import { bareHosts, looksLikeDomain } from './bare-hosts.ts';
import { LONGEST_AUTHORITY as LONGEST, normaliseHost } from './host-name.ts';
import type { FoundHost, Host } from './host-name.ts';
import { Unjudgeable } from './unjudgeable.ts';

/**
 * The hosts in a text: URLs of any scheme, `//host`, `https:host`, backslashes, userinfo, names and addresses without
 * a scheme. Where readers of URLs disagree about the host, all readings are given.
 *
 * Standard: WHATWG URL for what a host means, RFC 3986 for the second reading of backslashes.
 *
 * @throws Unjudgeable for an address of more digits than are read: the caller fails closed
 */
export function findHosts(text: string): FoundHost[] {
  return [...hostsIn(text)];
}

/** {@link findHosts}, one by one. */
export function* hostsIn(text: string): Generator<FoundHost> {
  yield* afterSlashes(text);
  yield* wholeText(text);
  yield* bareHosts(text);
}

/** Reads a text that is declared to be a host or a URL. `undefined` when it cannot be one. */
export function readHost(text: string): Host[] | undefined {
  const trimmed = text.replace(EDGES, '').replace(BREAKS, '');
  if (isIPv6(trimmed)) return [{ scheme: '', host: normaliseHost(`[${trimmed}]`) as string, port: '' }];
  const [, scheme = '', rest = ''] =
    /^(?:([a-z][a-z0-9+.-]*):(?=[\\/]|(?!\d+(?:[\\/?#]|$))))?[\\/]*([^]*)$/i.exec(trimmed) ?? [];
  const readings = [authority(rest, /[\\/?#]/), authority(rest, /[/?#]/)];
  const hosts = [...new Set(readings)].map((one) => parseAuthority(one, scheme.toLowerCase()));
  if (hosts.some((one) => one === undefined || !one.valid)) return undefined;
  return (hosts as Parsed[]).map(({ scheme: name, host, port }) => ({ scheme: name, host, port }));
}

// What the URL parser of WHATWG ignores around a URL, and within.
const EDGES = /^[\x00-\x20]+|[\x00-\x20]+$/g; // eslint-disable-line no-control-regex
const BREAKS = /[\t\r\n]/g;

const START = /(https?|wss?|ftp):[\\/]*|[\\/]{2,}/gi;
/** What may stand before a `//` that begins an address. Within a path, two slashes are one. */
const OPENING = /[\s"'`(=,;[{<>|&@!:]/;

function* afterSlashes(text: string): Generator<FoundHost> {
  const alone = !/\s/.test(text);
  const plain = new Authorities(text, /[^\s"'`<>/\\?#]*/y);
  const lenient = new Authorities(text, /[^\s"'`<>/?#]*/y);
  const seen = new Set<string>();
  for (const match of text.matchAll(START)) {
    const end = match.index + match[0].length;
    const scheme = match[1]?.toLowerCase() ?? schemeBefore(text, match.index);
    // `foo:///x` has no host; `///x` and `https:///x` have, for those who follow WHATWG.
    if (match[1] === undefined && scheme !== '' && match[0].length > 2) continue;
    if (scheme === '' && match.index > 0 && !OPENING.test(text.charAt(match.index - 1))) continue;
    const readings = [plain.at(end), ...(lenient.hasUserinfo(end) ? [lenient.at(end)] : [])];
    // Hostile text repeats itself without end. What was read once is not read again.
    const key = [scheme, ...readings].join('\n');
    if (seen.has(key)) continue;
    if (seen.size >= MOST_REMEMBERED) seen.clear();
    seen.add(key);
    for (const one of new Set(readings.flatMap(cutAtPunctuation))) {
      const parsed = parseAuthority(one, scheme);
      if (!parsed) continue;
      yield {
        ...parsed,
        evident: scheme === '' ? alone || looksLikeDomain(parsed.host, parsed.port) : scheme.length > 1,
      };
    }
  }
}

/** The text between the slashes and the path. Runs that overlap are read once: hostile text repeats `https:`. */
class Authorities {
  readonly #text: string;
  readonly #run: RegExp;
  #end = -1;
  #lastAt = -1;

  constructor(text: string, run: RegExp) {
    this.#text = text;
    this.#run = run;
  }

  hasUserinfo(from: number): boolean {
    this.#read(from);
    return this.#lastAt >= from;
  }

  /** From `from` on, without userinfo. */
  at(from: number): string {
    this.#read(from);
    const start = Math.max(from, this.#lastAt + 1);
    const host = this.#text.slice(start, Math.min(this.#end, start + LONGEST_HOST));
    // INVARIANT: only a number can go on for longer than that and still be an address.
    if (this.#end - start > LONGEST_HOST && /^[0-9a-fx.]+$/i.test(host))
      throw new Unjudgeable('the arguments have an address that is too long to judge');
    return host;
  }

  #read(from: number): void {
    if (from < this.#end) return;
    this.#run.lastIndex = from;
    const run = this.#run.exec(this.#text)?.[0] ?? '';
    this.#end = from + run.length;
    this.#lastAt = run.includes('@') ? from + run.lastIndexOf('@') : -1;
  }
}

/** Longer than any name in DNS with its port (RFC 1035: 253), so that what is cut off is no host anyway. */
const LONGEST_HOST = 300;
const MOST_REMEMBERED = 10_000;

function schemeBefore(text: string, at: number): string {
  if (text.charAt(at - 1) !== ':') return '';
  const before = text.slice(Math.max(0, at - 1 - 64), at - 1);
  return /[a-z0-9+.-]*$/i.exec(before)?.[0].toLowerCase() ?? '';
}

/**
 * `a.com,https:` is the middle of a list; `a.com;b` is a host for some and ends at the `;` for others, as `a.com\0b` ends
 * at the NUL and `a.com:80:b` at the first colon.
 */
function cutAtPunctuation(authority: string): string[] {
  const host = authority.lastIndexOf('@') + 1;
  const name = authority.slice(host);
  // eslint-disable-next-line no-control-regex
  const at = name.search(name.startsWith('[') ? /[\0,;|!$&()*+=]/ : /[\0,;|!$&()*+=]|:(?=[^:]*:)/);
  if (at < 0) return [authority];
  const first = authority.slice(0, host + at);
  return /^[,;|][a-z][a-z0-9+.-]*:$/i.test(authority.slice(first.length)) ? [first] : [first, authority];
}

/**
 * What a URL parser makes of the text as a whole. It drops tabs and line breaks and lets userinfo hold spaces and
 * quotes, so it can end up at another host than the one a reader sees.
 */
function* wholeText(text: string): Generator<FoundHost> {
  const trimmed = text.replace(EDGES, '');
  if (!/^[a-z][a-z\t\r\n]*:/i.test(trimmed)) return;
  const joined = trimmed.replace(BREAKS, '');
  const [, scheme, rest] = /^(https?|wss?|ftp):[\\/]*([^]*)$/i.exec(joined) ?? [];
  if (scheme === undefined || rest === undefined) return;
  const name = authority(rest, /[\\/?#]/);
  const listed =
    joined !== trimmed && trimmed.split(/[\t\r\n]+/).every((line) => /^[a-z][a-z0-9+.-]*:\/\//i.test(line));
  if (listed || (joined === trimmed && !name.includes('@'))) return;
  const parsed = parseAuthority(name, scheme.toLowerCase());
  if (parsed?.valid) yield { ...parsed, evident: true };
}

function authority(rest: string, end: RegExp): string {
  const at = rest.search(end);
  return at < 0 ? rest : rest.slice(0, at);
}

interface Parsed extends Host {
  readonly valid: boolean;
}

/** The host of `userinfo@host:port`. One that no parser accepts stays as it is written: then nothing can allow it. */
function parseAuthority(text: string, scheme: string): Parsed | undefined {
  const written = text.slice(text.lastIndexOf('@') + 1).replace(/[.,;:!?)}*'"]{1,64}$/, '');
  const hostport = written.includes('[') ? written : written.replace(/\]+$/, '');
  if (hostport === '') return undefined;
  const [, name = hostport, port = ''] = /^(.*):(\d{1,5})$/s.exec(hostport) ?? [];
  const host = normaliseHost(name);
  return {
    scheme,
    host: host ?? name.slice(0, LONGEST).toLowerCase(),
    port: port && String(Number(port)),
    valid: host !== undefined,
  };
}
