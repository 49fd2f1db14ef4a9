/** @module Writes tests/data/accuracy/*.jsonl anew, the same on every machine: `node tests/accuracy/make/run.mjs [FOLDER]`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { corpora } from './corpora.mjs';

const out = process.argv[2] ?? fileURLToPath(new URL('../../data/accuracy/', import.meta.url));
mkdirSync(out, { recursive: true });
let bytes = 0;
for (const [name, lines] of Object.entries(corpora())) {
  const text = `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`;
  bytes += Buffer.byteLength(text);
  writeFileSync(join(out, `${name}.jsonl`), text);
}
console.log(`${Math.round(bytes / 1024)} KB`);
