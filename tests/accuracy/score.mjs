/** @module Precision, recall and F2 of found spans against wanted ones. */

export const ENOUGH = 0.75;

export function overlap(one, other) {
  const shared = Math.min(one.end, other.end) - Math.max(one.start, other.start);
  if (shared <= 0) return 0;
  return shared / (Math.max(one.end, other.end) - Math.min(one.start, other.start));
}

/** Pairs spans of the same category one to one, the best overlap first. */
export function match(wanted, found) {
  const pairs = wanted
    .flatMap((want) =>
      found
        .filter((find) => find.category === want.category)
        .map((find) => ({ want, find, share: overlap(want, find) })),
    )
    .filter(({ share }) => share >= ENOUGH)
    .sort((one, other) => other.share - one.share);
  const used = new Set();
  for (const { want, find } of pairs) {
    if (used.has(want) || used.has(find)) continue;
    used.add(want);
    used.add(find);
  }
  return { missed: wanted.filter((want) => !used.has(want)), extra: found.filter((find) => !used.has(find)) };
}

export class Tally {
  wanted = 0;
  hit = 0;
  extra = 0;

  add(wanted, missed, extra) {
    this.wanted += wanted;
    this.hit += wanted - missed;
    this.extra += extra;
  }

  get precision() {
    return this.hit + this.extra === 0 ? 1 : this.hit / (this.hit + this.extra);
  }

  get recall() {
    return this.wanted === 0 ? 1 : this.hit / this.wanted;
  }

  get f2() {
    const { precision, recall } = this;
    return precision + recall === 0 ? 0 : (5 * precision * recall) / (4 * precision + recall);
  }
}
