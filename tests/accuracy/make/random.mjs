/** @module Seeded randomness (mulberry32): the same seed makes the same data on every machine. */

export function random(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const int = (least, most) => least + Math.floor(next() * (most - least + 1));
  const pick = (list) => list[int(0, list.length - 1)];
  const chars = (alphabet, count) => Array.from({ length: count }, () => pick(alphabet)).join('');
  return { next, int, pick, chars, digits: (count) => chars('0123456789', count), chance: (share) => next() < share };
}

const SHAPE = /\[([^\]]+)\](?:\{(\d+)(?:,(\d+))?\})?|\(([^)]*)\)/g;

/** Expands `abc_[A-Za-z0-9]{20,24}-(live|test)`: the shape is committed, what it makes is not. */
export function fromShape(rng, shape) {
  return shape.replace(SHAPE, (_, set, least, most, choices) => {
    if (choices !== undefined) return rng.pick(choices.split('|'));
    const count = rng.int(Number(least ?? 1), Number(most ?? least ?? 1));
    return rng.chars(alphabetOf(set), count);
  });
}

function alphabetOf(set) {
  return set.replace(/(\w)-(\w)/g, (_, first, last) =>
    String.fromCharCode(
      ...Array.from({ length: last.charCodeAt(0) - first.charCodeAt(0) + 1 }, (__, at) => first.charCodeAt(0) + at),
    ),
  );
}
