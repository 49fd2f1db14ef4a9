/** @module The targets that a call's arguments name, declared or recognised. */
import { readDeclared } from './declared.ts';
import type { Host } from './host-name.ts';
import { hostsIn, readHost } from './hosts.ts';
import { KINDS, NO_MAPPING } from './mapping.ts';
import type { Access, Declaration, Kind, Mapping } from './mapping.ts';
import { findPaths } from './paths.ts';
import { Unjudgeable } from './unjudgeable.ts';
import { variants } from './variants.ts';
import { textsIn } from './walk.ts';

/**
 * How sure it is that a text is a target. `declared`: the mapping says so. `evident`: it looks like one and must be
 * allowed. `possible`: it could be one (`and/or`, `report.csv`), so only a deny rule counts against it.
 */
export type Certainty = 'declared' | 'evident' | 'possible';

export interface Target {
  readonly kind: Kind;
  readonly certainty: Certainty;
  /** As it was found. `undefined`: a declared value that cannot be read as a target. */
  readonly text: string | undefined;
  /** For files that are declared with one. */
  readonly access?: Access | undefined;
  /** For `network`. */
  readonly host?: Host | undefined;
}

/** More targets in one call are not judged one by one: the call is refused. */
const MOST_TARGETS = 10_000;

/**
 * The targets that arguments name: what the mapping declares, then what looks like a path, a host or a URL anywhere in
 * them. Each is given once. Touches no disk and no network.
 *
 * @param kinds - the kinds to look for; all by default
 * @throws Unjudgeable for more than 10,000 different targets, or one beyond all bounds: the caller fails closed
 * @example
 * ```ts
 * extractTargets(['see https://user:pw@evil.com/x'], NO_MAPPING);
 * // [{ kind: 'network', certainty: 'evident', text: 'evil.com', host: { scheme: 'https', host: 'evil.com', port: '' } }, …]
 * ```
 */
export function extractTargets(
  args: readonly unknown[],
  mapping: Mapping = NO_MAPPING,
  kinds: readonly Kind[] = KINDS,
): Target[] {
  const found = new Collection(kinds);
  const { values, slots } = readDeclared(args, mapping);
  for (const { declarations, text } of values) {
    for (const declaration of declarations) addDeclared(found, declaration, text);
  }
  for (const { text, declared, binary } of textsIn(args, slots)) {
    if (!MAY_NAME_SOMETHING.test(text)) continue;
    for (const one of variants(text)) recognise(found, one, declared, binary);
  }
  return [...found.targets.values()];
}

/** One scan that spares most short strings the rest. */
const MAY_NAME_SOMETHING = /[/\\:.~%]|[^\x00-\x7f]|^\s*(?:localhost|\$|0x)/i; // eslint-disable-line no-control-regex

class Collection {
  readonly targets = new Map<string, Target>();
  readonly #kinds: readonly Kind[];

  constructor(kinds: readonly Kind[]) {
    this.#kinds = kinds;
  }

  wants(kind: Kind): boolean {
    return this.#kinds.includes(kind);
  }

  add(target: Target): void {
    const { kind, certainty, text = '\0', access = '', host } = target;
    const where = host ? `${host.scheme}://${host.host}:${host.port}` : '';
    const key = [kind, certainty, access, where, text].join('\n');
    this.targets.set(key, target);
    if (this.targets.size > MOST_TARGETS)
      throw new Unjudgeable('the arguments name too many targets to judge them all');
  }
}

function addDeclared(found: Collection, { kind, access }: Declaration, text: string | undefined): void {
  if (!found.wants(kind)) return;
  const certainty = 'declared';
  if (kind !== 'network') return found.add({ kind, certainty, text: isForeign(kind, text) ? undefined : text, access });
  const hosts = text === undefined ? undefined : readHost(text);
  if (!hosts) return found.add({ kind, certainty, text: undefined });
  for (const host of hosts) found.add({ kind, certainty, text: host.host, host });
}

/** A URL that is not a file's has no meaning as a file, though something may well fetch it. */
function isForeign(kind: Kind, text: string | undefined): boolean {
  return kind === 'filesystem' && text !== undefined && /^\s*(?!file:)[a-z][a-z0-9+.-]+:[\\/]{2}/i.test(text);
}

function recognise(
  found: Collection,
  text: string,
  declared: readonly Declaration[] | undefined,
  binary: boolean,
): void {
  const isFile = declared?.some(({ kind }) => kind === 'filesystem') ?? false;
  if (found.wants('network')) {
    for (const { evident, ...host } of hostsIn(text)) {
      // What is declared to be a file is not also a host because of a dot in its name.
      if (isFile && host.scheme === '') continue;
      const certainty = evident && !(declared && host.scheme === '') ? 'evident' : 'possible';
      found.add({ kind: 'network', certainty, text: host.host, host });
    }
  }
  if (found.wants('api')) for (const url of urlsIn(text)) found.add({ kind: 'api', certainty: 'evident', text: url });
  if (!found.wants('filesystem')) return;
  for (const { text: path, evident } of findPaths(text)) {
    // Of a declared argument only the declaration counts, but for an address that says of itself that it is a file's.
    if (declared && !/^\s*file:/i.test(path)) continue;
    found.add({ kind: 'filesystem', certainty: evident && !binary ? 'evident' : 'possible', text: path });
  }
}

/** The web addresses in a text, each up to the next space, quote or bracket. */
function* urlsIn(text: string): Generator<string> {
  for (const word of text.split(/[\s"'`<>]+/)) {
    let from = word.search(WEB);
    for (let i = 0; from >= 0; i++) {
      if (i >= MOST_NESTED) throw new Unjudgeable('the arguments nest too many addresses to judge them all');
      yield word.slice(from).replace(/[.,;:!?)}\]]{1,64}$/, '');
      const next = word.slice(from + 1).search(WEB);
      from = next < 0 ? -1 : from + 1 + next;
    }
  }
}

const WEB = /(?:https?|wss?):(?=[\\/]|\w)/i;
const MOST_NESTED = 32;
