/** @module Measures the redactor on tests/data/accuracy: five categories by themselves, then all together. */
import { lines, names } from './corpus.mjs';
import { ALONE, FIVE, known, redactor, STRUCTURED } from './detectors.mjs';
import { match, Tally } from './score.mjs';

/** Measured apart, or with other detectors. */
const OTHER = new Set(['evasions', 'persons', 'locations', ...ALONE]);

export async function structured() {
  const texts = names()
    .filter((name) => !OTHER.has(name))
    .flatMap(lines);
  const five = await measure(texts, known(FIVE));
  const all = await measure(texts, known(STRUCTURED));
  const rows = STRUCTURED.map((category) => row(category, five[category], all[category]));
  for (const category of ALONE) {
    const alone = await measure(lines(category), known([category]));
    rows.push(row(category, undefined, alone[category]));
  }
  return rows;
}

/** `figures` are of the five default categories where the category is one of them, else of all together. */
function row(category, five, all) {
  const figures = five ?? all;
  if (figures === undefined) return { category, built: false };
  const { tally, misses, kinds } = figures;
  return {
    category,
    built: true,
    wanted: tally.wanted,
    extra: tally.extra,
    precision: tally.precision,
    recall: tally.recall,
    f2: tally.f2,
    f2All: all?.tally.f2,
    kinds,
    misses,
    missesAll: all?.misses,
  };
}

export async function measure(texts, categories, detect) {
  const figures = Object.fromEntries(
    categories.map((category) => [category, { tally: new Tally(), misses: [], kinds: {} }]),
  );
  if (categories.length === 0) return figures;
  const find = detect ?? redactor({ categories }).detect;
  for (const line of texts) note(figures, line, await find(line.text, categories));
  return figures;
}

function note(figures, line, found) {
  for (const [category, { tally, misses, kinds }] of Object.entries(figures)) {
    const wanted = line.spans.filter((span) => span.category === category);
    const hits = found.filter((span) => span.category === category);
    if (wanted.length + hits.length === 0) continue;
    const { missed, extra } = match(wanted, hits);
    tally.add(wanted.length, missed.length, extra.length);
    (kinds[sort(line.kind)] ??= new Tally()).add(wanted.length, missed.length, extra.length);
    const show = (what, span) =>
      misses.push({
        what,
        kind: line.kind,
        value: line.text.slice(span.start, span.end),
        text: line.text.length > 160 ? around(line.text, span) : line.text,
      });
    missed.forEach((span) => show('missed', span));
    extra.forEach((span) => show('false', span));
  }
}

/** Frames and documents are many: what is told apart is what the value is, else where it stands. */
const sort = (kind) => (/^(document|neighbours|near)\//.test(kind) ? kind.split('/')[0] : kind.split('/').at(-1));

const around = (text, { start, end }) => `…${text.slice(Math.max(0, start - 60), end + 40)}…`;
