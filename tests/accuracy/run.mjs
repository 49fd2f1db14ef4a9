/**
 * @module `npm run accuracy`: measures the built package on tests/data/accuracy and prints tables; accuracy-results.json
 * holds the figures with what was missed. `--misses [CATEGORY]` prints misses, the first of each kind, and
 * `--kinds [CATEGORY]` the recall by kind. `--check` fails when docs/redaction.md is not as
 * measured, so that no figure moves unseen; `--write` generates it. `--seed N` measures other values made in the same manner: a figure that falls
 * there was learnt by heart.
 */
import { writeFileSync } from 'node:fs';
import * as aim from './aims.mjs';
import { clean } from './clean.mjs';
import { seed } from './corpus.mjs';
import { disguised } from './disguised.mjs';
import { document, write } from './document.mjs';
import { named } from './named.mjs';
import { judged } from './report.mjs';
import { secretFigures } from './secrets.mjs';
import { kinds, misses, print } from './show.mjs';
import { structured } from './structured.mjs';

const args = process.argv.slice(2);
const measured = {
  categories: await structured(),
  clean: await clean(),
  names: await named(),
  secrets: await secretFigures(),
  disguised: await disguised(),
};
const rows = judged(measured);
const figures = [...measured.categories, ...(measured.names ?? [])];
print(
  ['category', 'wanted', 'false', 'precision', 'recall', 'F2', 'F2, all on'],
  figures.map(({ category, built, wanted, extra, precision, recall, f2, f2All }) =>
    built
      ? [category, wanted, extra, aim.text(precision), aim.text(recall), aim.text(f2), aim.text(f2All)]
      : [category, 'not built', '', '', '', '', ''],
  ),
);
print(
  ['figure', 'value', 'aim', ''],
  rows.map(({ figure, value, aim: asked, holds }) => [figure, value, asked, holds ? '' : 'MISS']),
);
writeFileSync('accuracy-results.json', `${JSON.stringify({ rows, ...measured }, null, 1)}\n`);
if (args.includes('--kinds')) kinds(figures, args[args.indexOf('--kinds') + 1]);
if (args.includes('--misses')) misses(measured, figures, args[args.indexOf('--misses') + 1]);
if (seed !== 0 && args.includes('--write')) throw new Error('the document shows the committed data: leave --seed out');
if (args.includes('--write') || args.includes('--check')) process.exitCode = await documented(args.includes('--write'));

async function documented(writes) {
  const { now, wanted } = await document(figures, rows);
  if (writes) write(wanted);
  else if (now !== wanted)
    console.error('docs/redaction.md is not what was measured: run `npm run accuracy -- --write`');
  const below = rows.filter(({ holds }) => !holds);
  for (const { figure, value, aim: asked } of below)
    console.error(`below its aim: ${figure} is ${value}, asked ${asked}`);
  return writes || now === wanted ? 0 : 1;
}
