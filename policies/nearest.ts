/** @module Finds the known word that was probably meant. */

const LONGEST_WORD = 64;

/** The known word nearest to a wrong one, or nothing when none is near. Case, `-` and `_` do not count. */
function nearest(word: string, known: Iterable<string>): string | undefined {
  if (word.length > LONGEST_WORD) return undefined;
  const plain = bare(word);
  let best: string | undefined;
  let least = Math.max(1, Math.floor(plain.length / 3)) + 1;
  for (const candidate of known) {
    const distance = edits(plain, bare(candidate), least);
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

/** A hint for a wrong word: the nearest known one, or else all that are known when they are few. */
export function suggestion(word: string, known: Iterable<string>): string | undefined {
  const all = [...new Set(known)].sort();
  const near = nearest(word, all);
  if (near !== undefined) return `did you mean \`${near}\`?`;
  if (all.length === 0 || all.length > MOST_LISTED) return undefined;
  return `known are ${all.map((name) => `\`${name}\``).join(', ')}`;
}

const MOST_LISTED = 20;

function bare(word: string): string {
  return word.toLowerCase().replace(/[-_\s]/g, '');
}

/** Optimal string alignment distance, given up at `limit`. */
function edits(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    [before, last] = [last, row];
  }
  return last[b.length] ?? limit;
}
