/** @module Rules about hosts: `host`, `host:port`, `scheme://host`. `*` spans dots; `*.x` does not match `x`. */
import { domainToASCII } from 'node:url';
import { alternatives, chars, foldTokens, parseGlob, PatternError } from './pattern.ts';
import type { Token } from './pattern.ts';
import { quote } from './problems.ts';
import type { RuleAction, RuleAnswer, RuleSet } from './rules.ts';
import { RuleTable } from './rule-table.ts';

const READING = { crossing: true, dots: true, below: false };
const DEFAULT_PORTS: ReadonlyMap<string, string> = new Map([
  ['http', '80'],
  ['https', '443'],
  ['ws', '80'],
  ['wss', '443'],
  ['ftp', '21'],
]);

interface Endpoint {
  readonly scheme?: string | undefined;
  readonly port?: string | undefined;
}
interface HostPattern extends Endpoint {
  readonly tokens: readonly Token[];
}

export class HostRules implements RuleSet {
  #size = 0;
  readonly #tables = { deny: new RuleTable<Endpoint>(), allow: new RuleTable<Endpoint>() };
  readonly #fold: (text: string) => string;

  constructor(fold: (text: string) => string = (text) => text.toLowerCase()) {
    this.#fold = fold;
  }

  get size(): number {
    return this.#size;
  }

  add(rule: string, action: RuleAction, pattern: string): void {
    const parsed = alternatives(pattern).map(parseHostPattern);
    for (const { tokens, ...endpoint } of parsed) {
      this.#tables[action].add(rule, endpoint, foldTokens(tokens, this.#fold), READING);
    }
    this.#size++;
  }

  /** @param target `host`, `host:port` or `scheme://host:port`, folded as the patterns are */
  match(target: string): RuleAnswer | undefined {
    const { scheme, host, port } = parseTarget(target);
    const known = port ?? (scheme === undefined ? undefined : DEFAULT_PORTS.get(scheme));
    // What is not known of the target counts against it: a deny rule that asks for it matches, an allow rule does not.
    const agrees = (asked: string | undefined, is: string | undefined, unknown: boolean): boolean =>
      asked === undefined || (is === undefined ? unknown : asked === is);
    for (const action of ['deny', 'allow'] as const) {
      const accepts = (tag: Endpoint): boolean =>
        agrees(tag.scheme, scheme, action === 'deny') && agrees(tag.port, known, action === 'deny');
      const table = this.#tables[action];
      const name = action === 'deny' ? host.replace(/\.$/, '') : host;
      const rule = table.exact(name, accepts) ?? table.glob(name, accepts);
      if (rule !== undefined) return { action, rule };
    }
    return undefined;
  }
}

function parseHostPattern(text: string): HostPattern {
  const lead = /^([a-z][a-z0-9+.-]*|\*):\/\//i.exec(text);
  const scheme = lead?.[1] === '*' ? undefined : lead?.[1]?.toLowerCase();
  const rest = text.slice(lead?.[0].length ?? 0).replace(/\/$/, '');
  if (/[/@#\s]/.test(rest))
    throw new PatternError(
      `is not a host in ${quote(text)}`,
      'a network pattern is a host with an optional scheme and port',
    );
  const six = /^(\[[0-9a-f.]*:[0-9a-f:.]*\])(?::(\d+|\*))?$/i.exec(rest);
  if (six?.[1] !== undefined) return { tokens: chars(asTarget(six[1])), scheme, port: portOf(six[2], text) };
  const colon = rest.indexOf(':');
  const host = colon < 0 ? rest : rest.slice(0, colon);
  if (host === '') throw new PatternError(`has no host in ${quote(text)}`);
  return {
    tokens: parseGlob(inAscii(host, text), 'ordinary'),
    scheme,
    port: portOf(colon < 0 ? undefined : rest.slice(colon + 1), text),
  };
}

/** A host as targets are spelt, or as it is written when nobody can parse it. */
function asTarget(host: string): string {
  const url = `http://${host}/`;
  return URL.canParse(url) ? new URL(url).hostname.replace(/\.$/, '') : host;
}

/**
 * A host pattern in the spelling of targets: a rule for `b\u00fccher.de`, `127.1` or `evil\u3002com` would otherwise match
 * nothing, and a denial that matches nothing is worse than none.
 */
function inAscii(host: string, text: string): string {
  const plain = host.replace(/[\u3002\uff0e\uff61]/g, '.').replace(/\.$/, '');
  if (!/[*?[\](){}^$+\\]/.test(plain)) return asTarget(plain);
  const labels = plain.split('.').map((label) => {
    if (!NOT_ASCII.test(label)) return label;
    const ascii = /[*?[\]]/.test(label) ? '' : domainToASCII(label);
    if (ascii !== '') return ascii;
    throw new PatternError(
      `has letters beyond ASCII beside a wildcard in ${quote(text)}`,
      'hosts are compared in punycode, where a part of a label cannot be matched: write the label in full',
    );
  });
  return labels.join('.');
}

const NOT_ASCII = /[^\0-\x7f]/; // eslint-disable-line no-control-regex

function portOf(port: string | undefined, text: string): string | undefined {
  if (port === undefined || port === '*') return undefined;
  if (/^\d{1,5}$/.test(port) && Number(port) <= 65_535) return String(Number(port));
  throw new PatternError(
    `has no valid port in ${quote(text)}`,
    'a port is a number; an IPv6 address stands in brackets: `[::1]:8080`',
  );
}

function parseTarget(target: string): { scheme: string | undefined; host: string; port: string | undefined } {
  const lead = /^([a-z][a-z0-9+.-]*):\/\//i.exec(target);
  const rest = target.slice(lead?.[0].length ?? 0);
  const tail = /:(\d{1,5})$/.exec(rest);
  // The last group of a bare IPv6 address is not a port.
  const isPort =
    tail !== null && (rest.startsWith('[') ? rest[tail.index - 1] === ']' : rest.indexOf(':') === tail.index);
  const host = isPort ? rest.slice(0, tail.index) : rest;
  return { scheme: lead?.[1]?.toLowerCase(), host, port: isPort ? String(Number(tail[1])) : undefined };
}
