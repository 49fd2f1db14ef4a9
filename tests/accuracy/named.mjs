/** @module Measures persons and places with the name recognizer of the package at its default threshold. */
import { lines } from './corpus.mjs';
import { names } from './detectors.mjs';
import { measure } from './structured.mjs';

const FILES = { person_name: 'persons', location: 'locations' };

export async function named() {
  const find = await names();
  if (find === undefined) return undefined;
  const rows = [];
  for (const [category, file] of Object.entries(FILES)) {
    const figures = await measure(lines(file), [category], find);
    const { tally, misses, kinds } = figures[category];
    const { wanted, extra, precision, recall, f2 } = tally;
    rows.push({ category, built: true, wanted, extra, precision, recall, f2, kinds, misses });
  }
  return rows;
}
