/** @module What a forger tries, by name: each gives the changes to an honest request, one by one. */
import { checkpointText, keyId, makeKey, signNote, verifierKey } from './reference.mjs';

export function forgedCheckpoints({ notes, verifier, name, signer, root }, size) {
  const note = notes.get(size);
  const text = note.slice(0, note.indexOf('\n\n') + 1);
  const signature = note.slice(text.length + 1);
  const bytes = Buffer.from(signature.trimEnd().split(' ')[2], 'base64');
  const id = bytes.subarray(0, 4);
  const withText = (changed) => ({ note: `${changed}\n${signature}` });
  const withSignature = (changed) => ({ note: `${text}\n\u2014 ${name} ${changed.toString('base64')}\n` });
  const [, typed] = /^[^+]+\+[0-9a-f]{8}\+(.+)$/.exec(verifier);
  const key = Buffer.from(typed, 'base64').subarray(1);
  const other = 'elsewhere.example/trail';
  return {
    'its size changed': [withText(text.replace(`\n${size}\n`, `\n${size + 1}\n`))],
    'its root changed': [withText(checkpointText(name, size, flip(root(size), 0)))],
    'its origin changed': [withText(text.replace(name, other))],
    'a line added': [withText(`${text}more\n`)],
    'a line taken away': [withText(text.split('\n').slice(0, 2).join('\n') + '\n')],
    'a byte of its signature changed': [4, 35, 67].map((at) => withSignature(flip(bytes, at))),
    'a shorter signature': [withSignature(bytes.subarray(0, -1)), withSignature(id)],
    'the signature of another key': [{ note: signNote(signer, text) }],
    'the signature of another key under this key id': [{ note: signNote({ ...signer, id }, text) }],
    'no signature': [{ note: text }, { note: `${text}\n` }],
    'the signature of another checkpoint': [...notes]
      .filter(([at]) => at !== size)
      .slice(0, 3)
      .map(([, another]) => ({ note: `${text}\n${another.slice(another.indexOf('\n\n') + 2)}` })),
    'another name in the verifier key': [
      { verifier: verifier.replace(name, other) },
      { verifier: verifierKey(other, key) },
    ],
    'another key in the verifier key': [
      { verifier: makeKey(name).verifier },
      {
        verifier: `${name}+${keyId(name, key).toString('hex')}+${makeKey(name).verifier.split('+').slice(2).join('+')}`,
      },
    ],
  };
}

export function forgedLines({ lines, notes, signed, root }, size, { index }) {
  const line = lines[index];
  const base64 = (bytes) => ({ line: bytes.toString('base64') });
  const others = [...notes.keys()].filter((other) => other !== size);
  return {
    'a byte of the line changed': [0, line.length >> 1, line.length - 1].map((at) => base64(flip(line, at))),
    'a byte more or less in the line': [
      base64(line.subarray(1)),
      base64(line.subarray(0, -1)),
      base64(Buffer.concat([line, Buffer.from('\n')])),
      base64(Buffer.concat([line, Buffer.from('\r')])),
    ],
    'another line': [index - 1, index + 1].filter((at) => at >= 0 && at < size).map((at) => base64(lines[at])),
    'another index': [index - 1, index + 1, index ^ 2, size, -1]
      .filter((at) => at !== index)
      .map((at) => ({ index: at })),
    'the checkpoint of another size': others.map((other) => ({ note: notes.get(other) })),
    'a signed root that is not the root': [0, 31].map((at) => signed(size, flip(root(size), at))),
    'a signed root of another size': others.map((other) => signed(size, root(other))),
  };
}

export function forgedProofs({ proof }) {
  const hashes = proof.map((hash) => Buffer.from(hash, 'base64'));
  const extra = Buffer.alloc(32, 7).toString('base64');
  const last = proof.length - 1;
  const change = (at) => proof.map((hash, i) => (i === at ? flip(hashes[at], at % 32).toString('base64') : hash));
  const swap = (at) => proof.map((hash, i) => (i === at ? proof[at + 1] : i === at + 1 ? proof[at] : hash));
  const indexes = proof.map((_, at) => at);
  return {
    'a hash missing in the proof': indexes.map((at) => ({ proof: proof.toSpliced(at, 1) })),
    'a hash too many in the proof': [
      [extra, ...proof],
      [...proof, extra],
      ...(last < 0 ? [] : [[...proof, proof[last]]]),
    ].map((longer) => ({ proof: longer })),
    'no proof': proof.length > 0 ? [{ proof: [] }] : [],
    'a bit of the proof changed': indexes.map((at) => ({ proof: change(at) })),
    'two hashes of the proof swapped': indexes.slice(0, -1).map((at) => ({ proof: swap(at) })),
  };
}

/** Contents of trail files that are not the trail. */
export function forgedTrails(lines, size) {
  const first = lines.slice(0, size);
  const file = (changed) => Buffer.concat(changed.flatMap((line) => [line, Buffer.from('\n')]));
  const middle = size >> 1;
  return {
    'a byte changed': file(first.with(middle, flip(first[middle], 3))),
    'a line removed': file(lines.slice(0, size + 1).toSpliced(middle, 1)),
    'a line inserted': file(first.toSpliced(middle, 0, Buffer.from('{}'))),
    'carriage returns': file(first.map((line) => Buffer.concat([line, Buffer.from('\r')]))),
    'its last newline cut off': file(first).subarray(0, -1),
    ...(size > 1 && { 'two lines swapped': file(first.with(0, first[1]).with(1, first[0])) }),
  };
}

function flip(bytes, at) {
  const changed = Buffer.from(bytes);
  changed[at] ^= 1;
  return changed;
}
