/**
 * @module What somebody does to a trail on purpose, and who finds it: the chain alone, or only a checkpoint that was kept
 * apart. What is known not to be found by the chain alone is stated as such, so that it cannot change unnoticed.
 */
import { copyFileSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson, generateLogKeys, hashEntry, sealEntry } from 'enforcecore/sdk';
import { checkpointOf, linesOf, trailIn, verdict, write } from './trail.mjs';

export async function run({ short, report, folder, random }) {
  const scene = await setUp(folder);
  await flips(scene, { report, random, bits: short ? 1 : 8 });
  for (const [name, lines] of Object.entries({ ...moved(scene.lines), ...forged(scene.lines) }))
    await expectCase(report, `attack: ${name}, found by the chain`, await scene.check(lines), 'found');
  for (const [name, lines] of Object.entries(rewritten(scene))) {
    await expectCase(report, `attack: ${name}, the chain alone cannot know`, await scene.check(lines), 'unknown');
    await expectCase(report, `attack: ${name}, found by a checkpoint`, await scene.check(lines, scene.kept), 'found');
  }
  await checkpoints(scene, report);
  await symlinks(scene, report);
}

async function setUp(folder) {
  const source = trailIn(folder, 'source');
  await write(source, ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']);
  const { lines } = linesOf(readFileSync(source));
  const keys = generateLogKeys();
  const signed = (some, { privateKey, publicKey } = keys) => ({ note: checkpointOf(some, privateKey), publicKey });
  const target = trailIn(folder, 'target');
  const put = (some) => writeFileSync(target, Buffer.isBuffer(some) ? some : text(some));
  const check = (some, checkpoint) => {
    put(some);
    return verdict(target, checkpoint);
  };
  return { folder, source, target, lines, keys, signed, kept: signed(lines), put, check };
}

function expectCase(report, name, codes, what) {
  const found = codes.length > 0;
  report(name, found === (what === 'found') ? undefined : `verify says ${JSON.stringify(codes)}`);
}

/** Every byte of the file, one after the other. */
async function flips({ lines, check, kept }, { report, random, bits }) {
  const whole = text(lines);
  const missed = [];
  for (let at = 0; at < whole.length; at++)
    for (let n = 0; n < bits; n++) {
      const changed = Buffer.from(whole);
      const bit = bits === 8 ? n : Math.floor(random() * 8);
      changed[at] ^= 1 << bit;
      if ((await check(changed)).length === 0) missed.push(`bit ${bit} of byte ${at}`);
    }
  report(`attack: a bit of each of ${whole.length} bytes flipped, found by the chain`, missed[0]);
  const sound = [...(await check(lines)), ...(await check(lines, kept))];
  report('attack: none, nothing found by the chain or by the checkpoint', sound[0]);
}

function moved(lines) {
  const cases = {};
  for (let i = 0; i < lines.length; i++) {
    const here = `of line ${i + 1}`;
    if (i < lines.length - 1) {
      cases[`deletion ${here}`] = lines.toSpliced(i, 1);
      cases[`swap with the next ${here}`] = lines.with(i, lines[i + 1]).with(i + 1, lines[i]);
    }
    cases[`repetition ${here}`] = lines.toSpliced(i, 0, lines[i]);
    cases[`repetition at the end ${here}`] = [...lines, lines[i]];
  }
  cases['an order from the last to the first'] = lines.toReversed();
  cases['a blank line'] = lines.toSpliced(3, 0, Buffer.alloc(0));
  cases['a second trail put after the first'] = [...lines, ...lines];
  cases['the last newline cut off'] = text(lines).subarray(0, -1);
  return cases;
}

/** Lines that a forger made. What can be made to fit, fits: only the one thing that is named is wrong. */
function forged(lines) {
  const third = JSON.parse(lines[2]);
  const raw = lines[2].toString();
  const put = (line) => lines.with(2, Buffer.from(line));
  const fitted = (entry) => [
    ...lines.slice(0, 2),
    ...linked([entry, ...lines.slice(3).map((line) => JSON.parse(line))]),
  ];
  const decision = '"decision":"allowed"';
  const insert = sealed(third, JSON.parse(lines[1]).entry_hash, 2);
  return {
    'a field changed': put(raw.replace(decision, '"decision":"blocked"')),
    'a field changed and its entry hash made anew': put(rehashed({ ...third, decision: 'blocked' })),
    'an unknown field, all after it fitted': fitted({ ...third, note: 'x' }),
    'no schema version, all after it fitted': fitted(without(third, 'schema_version')),
    'no seq, all after it fitted': fitted(without(third, 'seq')),
    'a seq of another place, all after it fitted': fitted({ ...third, seq: 3 }),
    'another schema version, all after it fitted': fitted({ ...third, schema_version: 3 }),
    'a line too long, all after it fitted': fitted({ ...third, context: 'x'.repeat(70_000) }),
    'a duplicate key': put(raw.replace(decision, `${decision},${decision}`)),
    'a duplicate key of another value': put(raw.replace(decision, `"decision":"blocked",${decision}`)),
    'spaces between': put(raw.replace(decision, decision.replace(':', ': '))),
    'another spelling of a letter': put(raw.replace('"allowed"', '"\\u0061llowed"')),
    'an entry put in between that follows the one before it': lines.toSpliced(2, 0, Buffer.from(insert)),
    'two trails spliced': [...lines.slice(0, 4), ...chain(lines.slice(2, 6), '', 0)],
    'two trails spliced where the places fit': [...lines.slice(0, 4), ...chain(lines.slice(4), 'ab'.repeat(32), 4)],
  };
}

/** A chain made anew is a whole chain: only who kept a checkpoint knows that it was another. */
function rewritten({ lines }) {
  const anew = (changed) => chain(changed, '', 0);
  const changed = Buffer.from(lines[4].toString().replace('"decision":"allowed"', '"decision":"blocked"'));
  return {
    'all rewritten from a changed entry on': anew(lines.with(4, changed)),
    'all rewritten without an entry, and one more at the end': anew([...lines.toSpliced(3, 1), lines[0]]),
    'all rewritten in another order': anew(lines.toReversed()),
    'an entry put in between and all rewritten': anew(lines.toSpliced(1, 0, lines[6])),
    'the last entry replaced by another': anew(lines.with(7, changed)),
    'the tail cut before the checkpoint': lines.slice(0, 6),
    'all but the first cut': lines.slice(0, 1),
  };
}

async function checkpoints({ lines, keys, signed, kept, check }, report) {
  const other = chain(lines.toReversed(), '', 0);
  const next = generateLogKeys();
  const cases = {
    'rewritten with the key and signed anew, found by the checkpoint that was kept': [other, kept],
    'the same size with another root, found by that checkpoint': [lines, signed(other)],
    'rolled back with the checkpoint of that time, found by the newer one': [lines.slice(0, 5), kept],
    'an old key that signs newer entries, found by the key of today': [
      lines,
      { ...signed(lines, keys), publicKey: next.publicKey },
    ],
    'a key of the attacker, found by the key that is trusted': [
      other,
      { ...signed(other, next), publicKey: keys.publicKey },
    ],
    'a checkpoint of more than there is': [lines, signed([...lines, ...lines])],
    'a checkpoint with another size on its text': [
      lines,
      { ...kept, note: kept.note.replace(`\n${lines.length}\n`, `\n${lines.length - 1}\n`) },
    ],
    'a checkpoint cut short': [lines, { ...kept, note: kept.note.slice(0, -10) }],
    'an empty checkpoint': [lines, { ...kept, note: '' }],
    'an emptied trail': [[], kept],
  };
  for (const [name, [some, checkpoint]] of Object.entries(cases))
    await expectCase(report, `attack: ${name}`, await check(some, checkpoint), 'found');
  const limits = {
    'rewritten with the key, and only the new checkpoint is known: cannot be found': [other, signed(other)],
    'rolled back, and only the old checkpoint is known: cannot be found': [
      lines.slice(0, 5),
      signed(lines.slice(0, 5)),
    ],
  };
  for (const [name, [some, checkpoint]] of Object.entries(limits))
    await expectCase(report, `attack: ${name}`, await check(some, checkpoint), 'unknown');
}

/** The name of the trail is made to lead elsewhere. */
async function symlinks({ folder, lines, target, kept, put }, report) {
  const elsewhere = join(folder, 'elsewhere.jsonl');
  const lead = (some) => {
    writeFileSync(elsewhere, text(some));
    rmSync(target, { force: true });
    symlinkSync(elsewhere, target);
  };
  const there = [
    ['a rewritten trail, found by a checkpoint', chain(lines.toReversed(), '', 0), kept],
    ['an older copy, found by a checkpoint', lines.slice(0, 3), kept],
    ['a trail with a gap, found by the chain', lines.toSpliced(2, 1)],
  ];
  for (const [what, some, checkpoint] of there) {
    lead(some);
    await expectCase(report, `attack: a symlink to ${what}`, await verdict(target, checkpoint), 'found');
  }
  rmSync(target);
  symlinkSync(join(folder, 'nowhere'), target);
  await expectCase(report, 'attack: a symlink to nowhere, refused', await verdict(target), 'found');
  rmSync(target);
  put(lines);
  const copy = trailIn(folder, 'copy');
  copyFileSync(target, copy);
  await expectCase(report, 'attack: a true copy under another name is the trail', await verdict(copy, kept), 'unknown');
}

function chain(lines, previous, start) {
  return lines.map((line, i) => {
    const { line: made, entryHash } = sealEntry(JSON.parse(line), previous, start + i);
    previous = entryHash;
    return Buffer.from(made);
  });
}

const sealed = (fields, previous, seq) => sealEntry(fields, previous, seq).line;
const text = (lines) => Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')]));

function without(entry, key) {
  const { [key]: _, ...rest } = entry;
  return rest;
}

/** Entries put one after the other by their hashes, all else as it is. */
function linked(entries) {
  let previous;
  return entries.map((entry) => {
    const placed = previous === undefined ? entry : { ...entry, previous_hash: previous };
    previous = hashEntry(placed);
    return Buffer.from(rehashed(placed));
  });
}

/** A line in canonical form whose entry hash is right, whatever it says. */
function rehashed(entry) {
  return canonicalJson({ ...entry, entry_hash: hashEntry(entry) });
}
