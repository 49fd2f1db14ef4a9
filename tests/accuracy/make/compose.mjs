/** @module Puts the values of a category into frames, so that each kind of frame meets each kind of value. */
import { fill, noise } from './fill.mjs';
import { BARE, flat, LABELLED } from './frames.mjs';
import { WORDS } from './words.mjs';

const labelled = flat(LABELLED);
const bare = flat(BARE);

/** `bareShare`: how many of the values that need no context stand without any. */
export function compose(rng, category, values, { bareShare = 0.35 } = {}) {
  const words = WORDS[category];
  const turn = { labelled: rng.int(0, 99), bare: rng.int(0, 99), sentence: rng.int(0, 99) };
  const next = (list, name) => list[turn[name]++ % list.length];
  const lines = [];
  for (const entry of values) {
    const frame = choose(rng, entry, words, next, bareShare);
    const key = rng.pick(entry.keys ?? words.keys);
    const slots = {
      ...noise(rng),
      k: () => key,
      l: () => rng.pick(entry.labels ?? words.labels),
      v: () => ({ value: entry.value, category }),
    };
    lines.push(fill(frame.template, slots, [frame.kind, entry.kind].filter(Boolean).join('/')));
  }
  return lines;
}

function choose(rng, entry, words, next, bareShare) {
  if (entry.template !== undefined) return { template: entry.template, kind: 'around' };
  if (entry.needs !== true && rng.chance(bareShare)) return next(bare, 'bare');
  if (entry.keys === undefined && words.sentences.length > 0 && rng.chance(0.45)) {
    return { template: next(words.sentences, 'sentence'), kind: 'sentence' };
  }
  const frame = next(labelled, 'labelled');
  // `address:::1` could be read in two ways.
  return entry.value.startsWith(':') && frame.template.includes(':{v}') ? next(labelled, 'labelled') : frame;
}
