/**
 * @module What every party is asked. A case is `{ name, accept, requests }`: all its requests are to be accepted, or every
 * single one refused.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { forgedCheckpoints, forgedLines, forgedProofs, forgedTrails } from './forgeries.mjs';
import { checkpointText, makeKey, signNote, treeHash } from './reference.mjs';

/** What of a log the cases are made from: its lines as bytes, its notes by size, and a second key under its name. */
export function evidenceOf(log, lines) {
  const name = log.key.verifier.split('+', 1)[0];
  const notes = new Map(log.checkpoints.map(({ size, note }) => [size, note]));
  const signer = makeKey(name);
  return {
    log,
    lines,
    name,
    notes,
    signer,
    verifier: log.key.verifier,
    /** A note that really is signed, about a tree that need not be the trail's. */
    signed: (size, root) => ({ verifier: signer.verifier, note: signNote(signer, checkpointText(name, size, root)) }),
    root: (size) => treeHash(lines.slice(0, size)),
  };
}

export function checkpointCases(evidence, size) {
  const { notes, verifier } = evidence;
  const request = { do: 'checkpoint', verifier, note: notes.get(size) };
  const expected = { size, root: evidence.root(size).toString('base64') };
  return [
    { name: `checkpoint ${size} is accepted`, accept: true, expected, requests: [request] },
    ...refused(`checkpoint ${size}`, request, forgedCheckpoints(evidence, size)),
  ];
}

export function inclusionCases(evidence, size) {
  const { log, lines, notes, verifier } = evidence;
  const request = (index) => ({
    do: 'inclusion',
    verifier,
    note: notes.get(size),
    line: lines[index].toString('base64'),
    index,
    proof: log.inclusion(index, size),
  });
  const name = `inclusion in ${size}`;
  const few = someOf(size);
  const honest = size > 100 ? few : Array.from({ length: size }, (_, index) => index);
  return [
    { name: `${name} is accepted`, accept: true, requests: honest.map(request) },
    {
      name: `${name} is accepted under another key that signs the same tree`,
      accept: true,
      requests: few.map((index) => ({ ...request(index), ...evidence.signed(size, evidence.root(size)) })),
    },
    ...merged(
      few.flatMap((index) => {
        const asked = request(index);
        return refused(name, asked, { ...forgedLines(evidence, size, asked), ...forgedProofs(asked) });
      }),
    ),
  ];
}

export function consistencyCases(evidence, size) {
  const { log, notes, verifier } = evidence;
  const older = [...notes.keys()].filter((other) => other < size);
  const request = (old) => ({
    do: 'consistency',
    verifier,
    old: notes.get(old),
    note: notes.get(size),
    proof: log.consistency(old, size),
  });
  const name = `consistency of ${size}`;
  if (older.length === 0) return [];
  return [
    { name: `${name} is accepted`, accept: true, requests: older.map(request) },
    ...merged(
      older.flatMap((old) => {
        const asked = request(old);
        return refused(name, asked, { ...forgedTrees(evidence, old, size), ...forgedProofs(asked) });
      }),
    ),
  ];
}

/** Whole trails, whose root a party computes from the lines of the file. */
export function trailCases(evidence, size, folder) {
  const { log, lines, notes, verifier, signer, root } = evidence;
  const foreign = signNote(signer, checkpointText('elsewhere.example/trail', size, root(size)));
  const request = { do: 'trail', verifier, note: notes.get(size), trail: log.trail };
  const file = (name, content) => {
    const path = join(folder, `${size}-${name.replaceAll(' ', '-')}.jsonl`);
    writeFileSync(path, content);
    return path;
  };
  const forged = Object.entries(forgedTrails(lines, size)).map(([name, content]) => [
    name,
    [{ trail: file(name, content) }],
  ]);
  return [
    { name: `trail of ${size} is accepted`, accept: true, requests: [request] },
    ...refused(`trail of ${size}`, request, {
      ...Object.fromEntries(forged),
      'another size': [size - 1, size + 1].map((other) => evidence.signed(other, root(size))),
      'an origin that is not the name of its key': [{ verifier: signer.verifier, note: foreign }],
    }),
  ];
}

function forgedTrees({ notes, root, signed, signer, name }, old, size) {
  const sign = (n, hash) => signNote(signer, checkpointText(name, n, hash));
  const wrong = (hash) => Buffer.from(hash.map((byte, i) => (i === 0 ? byte ^ 1 : byte)));
  const others = [...notes.keys()].filter((other) => other !== old && other !== size);
  return {
    'old and new swapped': [{ old: notes.get(size), note: notes.get(old) }],
    'another old checkpoint': others.filter((other) => other < size).map((other) => ({ old: notes.get(other) })),
    'another new checkpoint': others.filter((other) => other > old).map((other) => ({ note: notes.get(other) })),
    'a signed old root of another history': [{ ...signed(size, root(size)), old: sign(old, wrong(root(old))) }],
    'a signed new root of another history': [{ ...signed(size, wrong(root(size))), old: sign(old, root(old)) }],
  };
}

function refused(what, request, forgeries) {
  return Object.entries(forgeries)
    .filter(([, changes]) => changes.length > 0)
    .map(([name, changes]) => ({
      name: `${what} is refused with ${name}`,
      accept: false,
      requests: changes.map((change) => ({ ...request, ...change })),
    }));
}

/** Cases of one name become one. */
function merged(cases) {
  const byName = new Map();
  for (const one of cases) {
    const earlier = byName.get(one.name)?.requests ?? [];
    byName.set(one.name, { ...one, requests: [...earlier, ...one.requests] });
  }
  return [...byName.values()];
}

/** All of a small tree; of a large one the ends, the middle and what lies around the powers of two. */
function someOf(size) {
  if (size <= 9) return Array.from({ length: size }, (_, index) => index);
  const wanted = [0, 1, 31, 32, 63, 64, 511, 512, size >> 1, size - 2, size - 1];
  return [...new Set(wanted)].filter((index) => index < size);
}
