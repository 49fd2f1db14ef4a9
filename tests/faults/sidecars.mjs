/**
 * @module What the engine keeps beside a trail, lost, of an earlier time, cut or filled with something else. All of it
 * can be made again from the trail: none of that may stop a writer, raise an alarm, or get into what is signed.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Frontier, leafHash } from 'enforcecore/sdk';
import { goOn, linesOf, problemOf, trailIn, write } from './trail.mjs';

const ENDS = ['.hashes', '.checkpoints', '.checkpoint'];

/** Each gets the bytes that stand there, those of an earlier time, and those of another trail. */
const FAULTS = {
  lost: () => undefined,
  'of an earlier time': (_, earlier) => earlier,
  'of another trail': (_, __, other) => other,
  empty: () => Buffer.alloc(0),
  'cut by a byte': (now) => now.subarray(0, -1),
  'cut in its middle': (now) => now.subarray(0, (now.length >> 1) + 1),
  'a bit flipped in its middle': (now) => flipped(now, now.length >> 1),
  'a bit flipped at its start': (now) => flipped(now, 0),
  'all zeros': (now) => Buffer.alloc(now.length),
  garbage: (now) => Buffer.alloc(now.length, '\u00ff{]\n"', 'latin1'),
  'longer than it can be': (now) => Buffer.concat([now, now]),
};

export async function run({ report, folder }) {
  const [now, earlier, other] = ['now', 'earlier', 'other'].map((name) => join(folder, name));
  for (const place of [now, other]) mkdirSync(place);
  const known = await write(trailIn(now), ['a', 'b', 'c', 'd', 'e']);
  cpSync(now, earlier, { recursive: true });
  known.push(...(await write(trailIn(now), ['f', 'g', 'h', 'i', 'j', 'k'])));
  await write(trailIn(other), ['f', 'g', 'h', 'i', 'j', 'k', 'a', 'b', 'c', 'd', 'e']);
  for (const end of ENDS) {
    const [present, past, foreign] = [now, earlier, other].map((place) => read(trailIn(place) + end));
    if (present === undefined) {
      report.skip(`sidecars: ${end}`, 'the engine keeps none');
      continue;
    }
    for (const [name, fault] of Object.entries(FAULTS)) {
      const here = join(folder, 'here');
      cpSync(now, here, { recursive: true });
      const problem = await afterFault(trailIn(here), end, fault(present, past, foreign), known);
      report(`sidecars: ${end} ${name}`, problem);
      rmSync(here, { recursive: true });
    }
  }
}

async function afterFault(trail, end, bytes, known) {
  try {
    if (bytes === undefined) rmSync(trail + end, { force: true });
    else writeFileSync(trail + end, bytes);
    const first = await problemOf(trail, known);
    if (first) return `before a new start: ${first}`;
    return (await problemOf(trail, [...known, await goOn(trail)])) ?? notRebuilt(trail, end);
  } catch (error) {
    return error.stack;
  }
}

/** Whether what stands beside the trail is what it would be without the fault. */
function notRebuilt(trail, end) {
  const bytes = read(trail + end);
  if (bytes === undefined) return 'it was not made again';
  const { lines } = linesOf(readFileSync(trail));
  if (end === '.hashes') return bytes.equals(storedHashes(lines)) ? undefined : 'it has other hashes than the lines';
  const notes = end === '.checkpoint' ? [bytes.toString()] : [lastNote(bytes)];
  return notes.every((note) => isOf(note, lines)) ? undefined : 'its checkpoint is not of these lines';
}

/** What cannot be read has no checkpoint, and is told as such. */
function lastNote(bytes) {
  try {
    return JSON.parse(linesOf(bytes).lines.at(-1)).checkpoint;
  } catch {
    return '';
  }
}

function isOf(note, lines) {
  const [, size, root] = note.split('\n');
  const tree = new Frontier();
  for (const line of lines.slice(0, Number(size))) tree.append(leafHash(line));
  return tree.size === Number(size) && tree.root().toString('base64') === root;
}

function storedHashes(lines) {
  const tree = new Frontier();
  const hashes = [];
  for (const line of lines) tree.append(leafHash(line), (hash) => hashes.push(hash));
  return Buffer.from(hashes.join(''), 'latin1');
}

function flipped(bytes, at) {
  const changed = Buffer.from(bytes);
  changed[at] ^= 4;
  return changed;
}

const read = (path) => (existsSync(path) ? readFileSync(path) : undefined);
