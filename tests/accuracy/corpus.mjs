/** @module The texts that are measured on: the files of tests/data/accuracy, or with `--seed N` others made in the same manner. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const DATA = fileURLToPath(new URL('../data/accuracy/', import.meta.url));
const at = process.argv.indexOf('--seed');
export const seed = at < 0 ? 0 : Number(process.argv[at + 1]);
const made = seed === 0 ? {} : (await import('./make/corpora.mjs')).corpora(seed);

export const lines = (name) =>
  made[name] ??
  readFileSync(`${DATA}${name}.jsonl`, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

export const names = () =>
  readdirSync(DATA)
    .filter((file) => file.endsWith('.jsonl'))
    .map((file) => file.slice(0, -'.jsonl'.length))
    .sort();
