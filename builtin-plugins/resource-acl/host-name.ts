/** @module A host, and its one spelling. */

/** A host as it is matched: lower-case, punycode, IPv4 in dotted decimals, IPv6 in brackets, no final dot. */
export interface Host {
  /** Lower-case without the colon, or empty when the text names none. */
  readonly scheme: string;
  readonly host: string;
  /** Decimal digits, or empty when none is given. */
  readonly port: string;
}

export interface FoundHost extends Host {
  /** Surely meant as a host. Otherwise it only looks like one, and only a deny rule counts against it. */
  readonly evident: boolean;
}

/** No text that is longer is a host with its userinfo. */
export const LONGEST_AUTHORITY = 2048;

/** The host as the URL parser of WHATWG spells it, or `undefined` when it accepts none. */
export function normaliseHost(name: string): string | undefined {
  if (name.length > LONGEST_AUTHORITY || /[\s/\\?#@]/.test(name)) return undefined;
  // The port is off by now, so a colon belongs to an address of IPv6 or to nothing.
  if (name.includes(':') && !name.startsWith('[')) return undefined;
  // A zone (RFC 6874) says by which interface, not to which host. Parsers disagree about it; connecting does not.
  const url = `http://${name.startsWith('[') ? name.replace(/%[^\]]*\]$/, ']') : name}/`;
  // INVARIANT: a host that cannot be parsed is no host; the callers refuse it or match it as it is written.
  // Asking first: the error that the parser throws costs many times the parsing, and hostile text has many of these.
  if (!URL.canParse(url)) return undefined;
  return new URL(url).hostname.replace(/\.$/, '') || undefined;
}

/**
 * The address of IPv4 that one of IPv6 stands for: mapped (RFC 4291), compatible, or translated (RFC 6052). The system
 * connects to that.
 */
export function embeddedIPv4(host: string): string | undefined {
  const [, high = '0', low] = /^\[(?:::ffff:|::|64:ff9b::)(?:([0-9a-f]{1,4}):)?([0-9a-f]{1,4})\]$/.exec(host) ?? [];
  if (low === undefined) return undefined;
  const bytes = [high, low].map((part) => Number.parseInt(part, 16)).flatMap((part) => [part >> 8, part & 0xff]);
  return bytes.join('.');
}
