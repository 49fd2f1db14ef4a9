/**
 * @module Files that nobody's auditor wrote, given to the verifier, to the reader and to a writer that starts: each gives
 * a report or an `AuditError`, in bounded time and memory, in a process of its own.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, symlinkSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson, hashEntry } from 'enforcecore/sdk';
import { crashOf, inParallel, startChild } from './children.mjs';
import { sorted } from './known.mjs';
import { trailIn, write } from './trail.mjs';

/** A lock that nobody holds is taken over after 1.5 s. */
const LIMIT_MS = { short: 10_000, full: 20_000 };
/** Node itself takes some 70 MB. A line is looked at up to 16 MiB, at most a few times over at once. */
const MOST_MB = 350;
const MB = 1024 * 1024;

export async function run({ short, report, folder }) {
  const honest = trailIn(folder, 'honest');
  await write(honest, ['a', 'b', 'c']);
  const lines = readFileSync(honest);
  const cases = { ...contents(lines), ...(short ? {} : manyLines()), ...large(short), ...places(), ...locks() };
  const tasks = Object.entries(cases).map(([name, make], index) => async () => {
    for (const action of short ? ['verify', 'start'] : ['verify', 'load', 'start']) {
      const here = join(folder, `${index}-${action}`);
      mkdirSync(here);
      const problem = await problemOf(here, name, make, {
        action,
        honest: lines,
        limit: LIMIT_MS[short ? 'short' : 'full'],
      });
      const { open, known } = sorted(problem ? [`${name}, ${action}: ${problem}`] : []);
      for (const why of known) report.skip(`hostile: ${name}, ${action}`, `known: ${why}`);
      if (known.size === 0) report(`hostile: ${name}, ${action}`, open[0]);
      rmSync(here, { recursive: true });
    }
  });
  await inParallel(2, tasks);
}

async function problemOf(here, name, make, { action, honest, limit }) {
  const trail = make(trailIn(here), honest) ?? trailIn(here);
  const ended = await startChild({ do: 'hostile', trail, action }, { limit }).ended;
  const crash = crashOf(ended);
  if (crash) return crash;
  const { ms, mb } = JSON.parse(ended.answered[0]);
  if (mb > MOST_MB) return `it took ${Math.round(mb)} MB, and ${Math.round(ms)} ms`;
  const harmless = name.startsWith('harmless');
  const sound = harmless || name.startsWith('lock');
  if (action === 'verify' && !sound && ended.reported.length === 0 && ended.told[0] === '[]')
    return 'verify finds nothing';
  if (harmless && ended.reported.length > 0) return ended.reported[0];
  const [id] = ended.acknowledged;
  if (id && !readFileSync(trail).includes(id)) return 'what was acknowledged is not there';
  return undefined;
}

/** What stands in the file. */
function contents(honest) {
  const text = honest.toString();
  const [first, second] = text.split('\n');
  const say = (change) => {
    const entry = { ...JSON.parse(second), ...change };
    return canonicalJson({ ...entry, entry_hash: hashEntry(entry) });
  };
  const put = (content) => (trail) => writeFileSync(trail, content);
  const after = (...more) =>
    put(Buffer.concat([Buffer.from(`${first}\n`), ...more.map((one) => Buffer.from(one)), Buffer.from('\n')]));
  return {
    'harmless: an honest trail': put(honest),
    'not JSON': put('these are words\n'),
    'JSON that is no object': put('null\n[]\n1\n"text"\ntrue\n'),
    'empty objects': put('{}\n{}\n'),
    'a blank line': put('\n'),
    'not UTF-8': after(Buffer.from([0xff, 0xfe, 0xc0, 0x80, 0xf5, 0x80])),
    'a surrogate in bytes': after('{"a":"', Buffer.from([0xed, 0xa0, 0x80]), '"}'),
    'a lone surrogate, hashed': after(say({ tool_name: '\ud800' }), 'x'),
    'U+2028 as it is': after('{"entry_id":"\u2028"}'),
    'NUL in a line': after('{"a":"\0"}\0\0'),
    'a torn tail of NULs': put(Buffer.concat([honest, Buffer.alloc(5000)])),
    'lines of NULs': put(Buffer.concat([honest, Buffer.alloc(500, '\0\n')])),
    'a byte order mark': put(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), honest])),
    'carriage returns': put(text.replaceAll('\n', '\r\n')),
    'arrays 100,000 deep': after('['.repeat(100_000), ']'.repeat(100_000)),
    'objects 100,000 deep': after('{"a":'.repeat(100_000), '1', '}'.repeat(100_000)),
    'an open object 1,000,000 deep': after('{"entry_hash":'.repeat(70_000)),
    'names of the prototype': after(`{"__proto__":{"entry_hash":"${'a'.repeat(64)}"},"constructor":1,"toString":2}`),
    'a seq that is no number': after(say({ seq: '1' })),
    'a seq beyond all numbers': after(say({ seq: 1 }).replace('"seq":1', '"seq":1e999')),
    'the highest seq there is': after(say({ seq: Number.MAX_SAFE_INTEGER })),
    'a negative seq': after(say({ seq: -7 })),
    'a million digits': after(`{"a":${'9'.repeat(1_000_000)}}`),
    'a hundred thousand keys': after(`{${Array.from({ length: 100_000 }, (_, n) => `"${n}":0`).join()}}`),
    'a million backslashes': after(`{"a":"${'\\\\'.repeat(500_000)}"}`),
  };
}

function manyLines() {
  return {
    'a hundred thousand blank lines': (trail) => writeFileSync(trail, '\n'.repeat(100_000)),
    'a hundred thousand lines that are no entries': (trail) => writeFileSync(trail, '{"seq":7}\n'.repeat(100_000)),
  };
}

/** 100 MB in one line. */
function large(short) {
  const cases = {
    'a line of 100 MB': [Buffer.alloc(MB, 'x'), '\n'],
    'a torn tail of 100 MB': [Buffer.alloc(MB, 'x'), ''],
    'a line of 100 MB in JSON': [Buffer.alloc(MB, 'x'), '"}\n', '{"entry_hash":"'],
    '100 MB of brackets': [Buffer.alloc(MB, '['), '\n'],
    '100 MB of NULs': [Buffer.alloc(MB), '\n'],
  };
  const some = Object.entries(cases).slice(0, short ? 1 : undefined);
  return Object.fromEntries(some.map(([name, parts]) => [name, (trail, honest) => fill(trail, honest, parts)]));
}

function fill(trail, honest, [part, end, start = '']) {
  const fd = openSync(trail, 'w');
  try {
    writeSync(fd, Buffer.concat([honest, Buffer.from(start)]));
    for (let n = 0; n < 100; n++) writeSync(fd, part);
    writeSync(fd, end || ' ');
  } finally {
    closeSync(fd);
  }
}

/** What the name leads to. */
function places() {
  const special =
    (command, ...args) =>
    (trail) => {
      if (spawnSync(command, [trail, ...args]).status !== 0) mkdirSync(trail); // not allowed here: a folder is one too
    };
  const linked = (target, content) => (trail, honest) => {
    if (content) writeFileSync(join(trail, '..', target), honest);
    symlinkSync(target, trail);
  };
  return {
    'a folder': (trail) => mkdirSync(trail),
    'a FIFO': special('mkfifo'),
    'a device': special('mknod', 'c', '1', '5'),
    'harmless: a symlink to a trail': linked('elsewhere.jsonl', true),
    'a symlink to itself': linked('trail.jsonl'),
    'a symlink to a folder': linked('.'),
    'a file as its folder': (trail, honest) => {
      writeFileSync(trail, honest);
      return join(trail, 'trail.jsonl');
    },
    'a name that is too long': (trail) => trail.replace('trail.jsonl', `${'n'.repeat(300)}.jsonl`),
    'a name with a NUL': (trail) => `${trail}\0.jsonl`,
  };
}

/** What stands where the lock is to be. */
function locks() {
  const lock = (make) => (trail, honest) => {
    writeFileSync(trail, honest);
    make(`${trail}.lock`);
  };
  return {
    'harmless: a lock of garbage': lock((path) => writeFileSync(path, 'garbage')),
    'harmless: an empty lock': lock((path) => writeFileSync(path, '')),
    'harmless: a lock that says `null`': lock((path) => writeFileSync(path, 'null')),
    'lock: a folder': lock((path) => mkdirSync(path)),
    'lock: a FIFO': lock((path) => void spawnSync('mkfifo', [path])),
    'lock: a symlink to itself': lock((path) => symlinkSync('trail.jsonl.lock', path)),
  };
}
