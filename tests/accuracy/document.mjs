/** @module The generated part of docs/redaction.md: the table of categories, and the figures beside their aims. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import * as aim from './aims.mjs';
import { CATALOGUE } from './catalogue.mjs';
import { known, redactor } from './detectors.mjs';
import { heldBack } from './hold-back.mjs';

const FILE = fileURLToPath(new URL('../../docs/redaction.md', import.meta.url));
const BEGIN = '<!-- accuracy: begin, written by `npm run accuracy -- --write` -->';
const END = '<!-- accuracy: end -->';

/** The file as it should be; the text around the generated part is its authors'. */
export async function document(figures, rows) {
  const now = existsSync(FILE) ? readFileSync(FILE, 'utf8') : `# Redaction\n\n## Categories\n\n${BEGIN}\n${END}\n`;
  const [before, rest] = split(now, BEGIN);
  const [, after] = split(rest, END);
  const text = `${before}${BEGIN}\n\n${await categories(figures)}\n\n${judged(rows)}\n\n${END}${after}`;
  return {
    now: existsSync(FILE) ? now : undefined,
    wanted: await format(text, { ...(await resolveConfig(FILE)), parser: 'markdown' }),
  };
}

export const write = (text) => writeFileSync(FILE, text);

function split(text, mark) {
  const at = text.indexOf(mark);
  if (at < 0) throw new Error(`docs/redaction.md has no line ${mark}`);
  return [text.slice(0, at), text.slice(at + mark.length)];
}

async function categories(figures) {
  const lines = [
    '| category | example | placeholder | mask | validator | hold-back | precision | recall | F2 |',
    '|---|---|---|---|---|--:|--:|--:|--:|',
  ];
  for (const { category, built, precision, recall, f2 } of figures) {
    if (!built) continue;
    const [example, validator] = CATALOGUE[category];
    const shown =
      known([category]).length > 0
        ? await asRedacted(category, example)
        : { found: example, placeholder: '', mask: '' };
    const held = category === 'person_name' || category === 'location' ? undefined : await heldBack(category);
    const cells = [
      code(category),
      code(shown.found),
      code(shown.placeholder),
      code(shown.mask),
      validator,
      held ?? '',
      aim.text(precision),
      aim.text(recall),
      aim.text(f2),
    ];
    lines.push(`| ${cells.join(' | ')} |`);
  }
  return lines.join('\n');
}

const code = (text) => (text === '' ? '' : `\`${text.replace(/\|/g, '\\|')}\``);

async function asRedacted(category, example) {
  const { detect } = redactor({ categories: [category] });
  const [find] = await detect(example);
  if (find === undefined) return { found: example, placeholder: 'not found', mask: '' };
  const cut = async (strategy) => {
    const text = await redactor({ categories: [category], strategy }).redact(example);
    return text.slice(find.start, text.length - (example.length - find.end));
  };
  return { found: example, placeholder: await cut('placeholder'), mask: await cut('mask') };
}

const judged = (rows) =>
  [
    '| figure | measured | asked |',
    '|---|--:|--:|',
    ...rows.map(({ figure, value, aim: asked }) => `| ${figure} | ${value} | ${asked} |`),
  ].join('\n');
