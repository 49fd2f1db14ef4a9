/** @module How a target is written when it is held against rules. */
import { realpathSync } from 'node:fs';
import { canonicalPaths } from './canonical.ts';
import type { Place } from './canonical.ts';
import { embeddedIPv4 } from './host-name.ts';
import type { Host } from './host-name.ts';
import { decodeFully } from './variants.ts';

/**
 * One thing a target may mean. A rule allows it by matching any spelling of `allow`, and denies it by matching any of
 * either list. A target is allowed when each of its meanings is.
 */
export interface Meaning {
  readonly allow: readonly string[];
  readonly deny: readonly string[];
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = {
  http: '80',
  https: '443',
  ws: '80',
  wss: '443',
  ftp: '21',
  ssh: '22',
};

/**
 * A host in its fullest form, `scheme://host:port` as far as they are known. No shorter form is offered: rules hold
 * what is not known against the target, and nothing that is known may be left out.
 */
export function hostMeaning({ scheme, host, port }: Host): Meaning {
  const known = port || (DEFAULT_PORTS[scheme] ?? '');
  const spelt = (name: string): string => {
    const place = known === '' ? name : `${name}:${known}`;
    return scheme === '' ? place : `${scheme}://${place}`;
  };
  const four = embeddedIPv4(host);
  return { allow: [spelt(host)], deny: four === undefined ? [] : [spelt(four)] };
}

/** An API target as it is declared; a web address also as its origin and path, parsed and decoded, without its query. */
export function apiMeanings(text: string): readonly Meaning[] | undefined {
  const trimmed = text.trim();
  if (!/^[a-z][a-z0-9+.-]*:/i.test(trimmed) || !/^(?:https?|wss?|ftp):|:\/\//i.test(trimmed)) {
    return [{ allow: [trimmed], deny: [] }];
  }
  let url: URL;
  try {
    url = new URL(trimmed);
  } catch {
    // INVARIANT: an address that cannot be parsed has no meaning, and what has none is not allowed.
    return undefined;
  }
  const host = url.hostname.replace(/\.$/, '');
  const place = url.port === '' ? host : `${host}:${url.port}`;
  const scheme = url.protocol.slice(0, -1);
  const decoded = new URL(url);
  decoded.pathname = decodeFully(url.pathname);
  const paths = new Set([url.pathname, decoded.pathname, decodeFully(url.pathname)]);
  const origin = [host, place, `${scheme}://${host}`, `${scheme}://${place}`];
  return [...paths].map((path) => ({
    allow: [`${scheme}://${place}${path}`, `${place}${path}`, ...origin],
    deny: [`${host}${path}`, `${scheme}://${host}${path}`],
  }));
}

/** Folders that rules may be relative to, each with its real path: they may be reached through links themselves. */
export class Roots {
  readonly place: Place;
  readonly #roots: readonly (readonly [folder: string, ...prefixes: string[]])[];

  constructor(place: Place) {
    this.place = place;
    this.#roots = [
      [slashed(place.base), './', ''],
      [realFolder(place.base), './', ''],
      [slashed(place.home), '~/'],
      [realFolder(place.home), '~/'],
    ];
  }

  /** The meanings of a path: where it points as written, and where it leads. */
  meanings(text: string, follow: boolean): readonly Meaning[] | undefined {
    return canonicalPaths(text, this.place, follow)?.map((path) => this.#meaning(path));
  }

  #meaning(path: string): Meaning {
    const allow = this.#spellings(path);
    if (this.place.platform !== 'win32' && this.place.platform !== 'darwin') return { allow, deny: [] };
    // The case of a name does not matter there, so no spelling of it gets around a rule in lower case.
    return { allow, deny: allow.map((one) => one.toLowerCase()) };
  }

  #spellings(path: string): string[] {
    const all = new Set([path]);
    for (const [folder, ...prefixes] of this.#roots) {
      const inside = folder === '/' ? path : path.startsWith(`${folder}/`) ? path.slice(folder.length) : undefined;
      if (inside !== undefined && inside !== '/') for (const prefix of prefixes) all.add(prefix + inside.slice(1));
      else if (path === folder) all.add(prefixes[0]?.slice(0, -1) as string);
    }
    return [...all];
  }
}

function slashed(path: string): string {
  const plain = path.replaceAll('\\', '/').normalize('NFC');
  return plain.length > 1 ? plain.replace(/\/+$/, '') : plain;
}

function realFolder(path: string): string {
  try {
    return slashed(realpathSync.native(path));
  } catch {
    // A folder that does not exist has no other name.
    return slashed(path);
  }
}
