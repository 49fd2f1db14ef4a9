/** @module Who is given the checkpoints of a trail: a file elsewhere, or a witness on the network. */
import { closeSync, constants, fdatasyncSync, openSync, writeSync } from 'node:fs';
import type { LogWitness } from 'enforcecore/sdk';

/**
 * Appends every checkpoint to a file, one JSON object a line: on a file system, or with an attribute (`chattr +a`), that
 * the operator of the log cannot rewrite.
 *
 * @example
 * ```ts
 * fileWitness('witness.jsonl').name; // 'witness.jsonl'
 * ```
 */
export function fileWitness(path: string): LogWitness {
  return {
    name: path,
    witness(note) {
      const fd = openSync(path, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT, 0o644);
      try {
        const line = `${JSON.stringify({ size: sizeOf(note), checkpoint: note })}\n`;
        if (writeSync(fd, line) !== Buffer.byteLength(line)) throw new Error(`\`${path}\` takes no more bytes`);
        fdatasyncSync(fd);
      } finally {
        closeSync(fd);
      }
    },
  };
}

/** The witness at a URL, or the file at a path. */
export function witnessAt(place: string): LogWitness {
  return /^https?:\/\//i.test(place) ? httpWitness(place) : fileWitness(place);
}

const TIMEOUT_MS = 10_000;
const LONGEST_ANSWER = 64 * 1024;
const COSIGNATURES = /^(?:\u2014 [^\s+]+ [A-Za-z0-9+/]+={0,2}\n)+$/;

/**
 * Sends every checkpoint to a witness: https://c2sp.org/tlog-witness. Its signatures are kept with the checkpoint.
 *
 * @param url - what `/add-checkpoint` is put behind; https, or http on this machine
 * @throws TypeError for another URL
 *
 * @example
 * ```ts
 * httpWitness('https://witness.example').name; // 'https://witness.example'
 * ```
 */
export function httpWitness(url: string): LogWitness {
  const { protocol, hostname } = new URL(url);
  const local = hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]';
  if (protocol !== 'https:' && !(protocol === 'http:' && local)) throw new TypeError('a witness is reached by https');
  let known = 0;
  return {
    name: url,
    async witness(note, proofFrom) {
      let answer = await send(url, note, known, proofFrom);
      if (answer.status === 409) {
        // It has seen another size, and says which.
        known = sizeIn(answer.text, sizeOf(note));
        answer = await send(url, note, known, proofFrom);
      }
      if (answer.status !== 200) throw new Error(`the witness answered with ${answer.status}`);
      if (!COSIGNATURES.test(answer.text)) throw new Error('the witness answered with no signature');
      known = sizeOf(note);
      return answer.text;
    },
  };
}

async function send(
  url: string,
  note: string,
  old: number,
  proofFrom: (size: number) => readonly Buffer[],
): Promise<{ readonly status: number; readonly text: string }> {
  const proof = old === 0 ? [] : proofFrom(old);
  const body = [`old ${old}`, ...proof.map((hash) => hash.toString('base64')), '', note].join('\n');
  const response = await fetch(`${url.replace(/\/$/, '')}/add-checkpoint`, {
    method: 'POST',
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  return { status: response.status, text: await textOf(response) };
}

async function textOf({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > LONGEST_ANSWER) throw new Error('the answer of the witness is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function sizeOf(note: string): number {
  return Number(note.split('\n', 2)[1]);
}

function sizeIn(text: string, most: number): number {
  const size = /^(?:0|[1-9]\d{0,15})\n?$/.test(text) ? Number(text) : -1;
  if (size < 0 || size > most) throw new Error('the witness has seen a larger log than this one');
  return size;
}
