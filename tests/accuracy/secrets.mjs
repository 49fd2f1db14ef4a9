/** @module Measures the secret scanner: found tokens, alarms on tokens that are none, alarms on ordinary source files. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { seed } from './corpus.mjs';
import { secretScanner } from './detectors.mjs';
import { random } from './make/random.mjs';
import { nearTokens, secrets } from './make/secrets.mjs';
import { ENOUGH, overlap } from './score.mjs';

const MODULES = fileURLToPath(new URL('../../node_modules/', import.meta.url));
const PACKAGES = [
  'commander',
  'zod',
  'yaml',
  'hono',
  'fast-check',
  'prettier',
  'cosmiconfig',
  'eventemitter3',
  'picocolors',
  'typescript',
  'vitest',
  'tinybench',
  'knip',
];
/** A find may hold the name in front of a token too, as the built-in category of AWS keys does. */
const ROOM_FOR_NAME = 60;

export async function secretFigures() {
  const scan = secretScanner();
  if (scan === undefined) return undefined;
  const found = await recall(scan, secrets(random(31337 + seed)));
  const near = await alarms(scan, nearTokens(random(271828 + seed)));
  const source = await alarms(scan, sources());
  return { found, near, source };
}

async function recall(scan, lines) {
  const missed = [];
  let aligned = 0;
  for (const line of lines) {
    const [want] = line.spans;
    const finds = await scan(line.text);
    const covered = finds.some(
      ({ start, end }) =>
        start <= want.start && end >= want.end && end - start <= want.end - want.start + ROOM_FOR_NAME,
    );
    if (finds.some((find) => overlap(find, want) >= ENOUGH)) aligned += 1;
    else if (!covered) missed.push({ kind: line.kind, text: shown(line.text) });
  }
  const providers = new Set(lines.map(({ kind }) => kind));
  return {
    samples: lines.length,
    providers: providers.size,
    aligned: aligned / lines.length,
    recall: 1 - missed.length / lines.length,
    missed,
  };
}

async function alarms(scan, lines) {
  const raised = [];
  for (const line of lines) {
    const finds = await scan(line.text);
    if (finds.length > 0)
      raised.push({
        kind: line.kind,
        text: shown(line.text.slice(Math.max(0, finds[0].start - 30), finds[0].end + 10)),
        category: finds[0].category,
      });
  }
  return { samples: lines.length, rate: raised.length / lines.length, raised };
}

/** The result is written to a file: enough of a made-up token to know it by, not the whole. */
const shown = (text) =>
  text.slice(0, 400).replace(/[A-Za-z0-9+/_-]{24,}/g, (run) => `${run.slice(0, 18)}…(${run.length})`);

export function sources(limit = 400) {
  const all = PACKAGES.flatMap((name) => walk(join(MODULES, name)).sort());
  const stride = Math.max(1, Math.floor(all.length / limit));
  return all
    .filter((_, at) => at % stride === 0)
    .slice(0, limit)
    .map((file) => ({ text: readFileSync(file, 'utf8'), spans: [], kind: file.slice(MODULES.length) }));
}

function walk(folder) {
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : walk(path);
    return /\.(m?js|cjs|ts|json|md)$/.test(entry.name) && statSync(path).size < 100_000 ? [path] : [];
  });
}
