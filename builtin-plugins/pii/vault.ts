/** @module Pseudonyms, and what they stand for: kept in the process, apart for each session, for a time. */
import { createHmac, randomBytes } from 'node:crypto';
import type { CallOfValue, Span } from 'enforcecore/sdk';

export interface VaultOptions {
  /** How long an original is kept after it was last found, in seconds. An hour when absent. */
  readonly ttlSeconds?: number | undefined;
  /** How many originals are kept at most; the oldest go first. 10,000 when absent. */
  readonly most?: number | undefined;
  /** The clock, in milliseconds. */
  readonly now?: (() => number) | undefined;
}

interface Kept {
  readonly original: string;
  readonly category: string;
  until: number;
}

/** Letters alone: a pseudonym must not be found as a number. */
const PSEUDONYM = /<([A-Z_]{2,32})_[a-p]{16}>/g;
const NO_SPANS: readonly Span[] = Object.freeze([]);

/**
 * Gives the same pseudonym for the same find within one tenant's session, and leads it back. A pseudonym says nothing
 * of its original: it is an HMAC under a key that never leaves the process.
 */
export class Vault {
  readonly #key = randomBytes(32);
  readonly #kept = new Map<string, Kept>();
  readonly #ttl: number;
  readonly #most: number;
  readonly #now: () => number;

  constructor({ ttlSeconds = 3600, most = 10_000, now = Date.now }: VaultOptions = {}) {
    this.#ttl = ttlSeconds * 1000;
    this.#most = most;
    this.#now = now;
  }

  /** What stands for a find, from now on: `<EMAIL_kfbdjhgapceomnil>`. */
  pseudonym(category: string, original: string, call: CallOfValue | undefined): string {
    const scope = scopeOf(call);
    const mac = createHmac('sha256', this.#key)
      .update(JSON.stringify([scope, category, original]))
      .digest();
    const letters = Array.from(mac.subarray(0, 8), (byte) => letter(byte >> 4) + letter(byte & 15)).join('');
    const name = `<${category.toUpperCase()}_${letters}>`;
    this.#keep(scope + name, { original, category, until: this.#now() + this.#ttl });
    return name;
  }

  /** The pseudonyms of a text that this session may have back, as spans that put the originals in their place. */
  spans(text: string, from: number, call: CallOfValue | undefined): readonly Span[] {
    if (!text.includes('<')) return NO_SPANS;
    const scope = scopeOf(call);
    const found: Span[] = [];
    PSEUDONYM.lastIndex = from;
    for (let match = PSEUDONYM.exec(text); match !== null; match = PSEUDONYM.exec(text)) {
      const kept = this.#kept.get(scope + match[0]);
      if (!kept || kept.until < this.#now()) continue;
      const end = match.index + match[0].length;
      found.push({ start: match.index, end, category: `${kept.category}_restored`, replacement: kept.original });
    }
    return found;
  }

  #keep(key: string, kept: Kept): void {
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    for (const [oldest, { until }] of this.#kept) {
      if (this.#kept.size <= this.#most && until >= this.#now()) break;
      this.#kept.delete(oldest);
    }
  }
}

function scopeOf(call: CallOfValue | undefined): string {
  return JSON.stringify([call?.tenant ?? '', call?.session ?? '']);
}

function letter(value: number): string {
  return String.fromCharCode(97 + value);
}
