/** @module Prints what was measured: tables, the recall by kind, and misses to learn from. */
import Table from 'cli-table3';
import * as aim from './aims.mjs';

export function print(head, lines) {
  const colAligns = head.map((_, at) => (at === 0 ? 'left' : 'right'));
  const table = new Table({ head, style: { head: [], border: [] }, colAligns });
  table.push(...lines);
  console.log(table.toString());
}

const isCategory = (word) => word !== undefined && !word.startsWith('--');
const chosen = (figures, word) =>
  figures.filter(({ category, built }) => built && (!isCategory(word) || category === word));

export function kinds(figures, word) {
  for (const { category, kinds: tallies } of chosen(figures, word)) {
    const rows = Object.entries(tallies ?? {}).map(([kind, { wanted, hit, extra, recall }]) => [
      kind,
      wanted,
      wanted - hit,
      extra,
      aim.text(recall),
    ]);
    print(
      [category, 'wanted', 'missed', 'false', 'recall'],
      rows.sort((one, other) => other[2] - one[2]),
    );
  }
}

export function misses(measured, figures, word) {
  for (const { category, misses: list, missesAll } of chosen(figures, word)) {
    show(category, list);
    if (missesAll !== undefined && missesAll.length !== list.length) show(`${category}, all categories on`, missesAll);
  }
  if (isCategory(word)) return;
  const { clean, disguised, secrets } = measured;
  show('logs', clean.five);
  show('logs, all categories on', clean.all);
  show('disguised, missed', disguised.missed);
  show('disguised, misaligned', disguised.misaligned);
  if (secrets === undefined) return;
  show('secrets missed', secrets.found.missed);
  show('near-miss tokens taken', secrets.near.raised);
  show('source files with an alarm', secrets.source.raised);
}

/** The first of each kind, so that few lines show all there is to learn. */
function show(title, list) {
  const first = new Map();
  for (const miss of list) {
    const kind = [miss.what, miss.kind ?? miss.category].filter(Boolean).join(' ');
    if (!first.has(kind)) first.set(kind, miss);
  }
  console.log(`\n${title}: ${list.length}`);
  for (const [kind, { value, found, text }] of [...first].slice(0, 40)) {
    console.log(`  ${kind}: ${JSON.stringify(value ?? found ?? '')} in ${JSON.stringify(text)}`);
  }
}
