/** @module The checkpoints that a trail is held against. */
import { AuditError, openCheckpoint, verifierKey } from 'enforcecore/sdk';
import type { Checkpoint } from 'enforcecore/sdk';
import type { TrailProblem } from './problems.ts';

/** A checkpoint and the key it is to be signed with, in PEM or as a signed-note verifier key. */
export interface SignedNote {
  readonly note: string;
  readonly publicKey: string;
}

/** What somebody else kept of a log: checkpoints one after the other, or JSONL with a `checkpoint` in each line. */
export interface Witness {
  readonly text: string;
  readonly publicKey: string;
}

/**
 * Those checkpoints of a witness that are signed with the key.
 *
 * @throws AuditError `EC_AUDIT_CHECKPOINT` when there is none, or one whose signature does not hold; `EC_AUDIT_KEY`
 */
export function openWitness({ text, publicKey }: Witness): Checkpoint[] {
  const opened = notesIn(text).flatMap((note) => (isBy(note, publicKey) ? [openCheckpoint(note, publicKey)] : []));
  if (opened.length > 0) return opened;
  throw new AuditError('the witness has no checkpoint that is signed with this key', { code: 'EC_AUDIT_CHECKPOINT' });
}

/** What is wrong with a trail of `size` entries, by the checkpoints of it. */
export function againstCheckpoints(
  checkpoints: readonly Checkpoint[],
  size: number,
  roots: ReadonlyMap<number, Buffer>,
): TrailProblem[] {
  return [...distinct(checkpoints)].flatMap(([signed, views]): TrailProblem[] => {
    const found = views.length < 2 ? [] : [splitView(signed, views.length)];
    if (size < signed) return [...found, behind(signed, size)];
    const own = roots.get(signed);
    if (own !== undefined && views.some((root) => root.equals(own))) return found;
    return [...found, { line: signed, code: 'not_in_checkpoint', message: own ? otherThan(signed) : unknown(signed) }];
  });
}

/** The different roots of each size, the smallest size first. */
function distinct(checkpoints: readonly Checkpoint[]): ReadonlyMap<number, readonly Buffer[]> {
  const bySize = new Map<number, Buffer[]>();
  for (const { size, root } of checkpoints.toSorted((a, b) => a.size - b.size)) {
    const views = bySize.get(size) ?? [];
    if (!views.some((view) => view.equals(root))) views.push(root);
    bySize.set(size, views);
  }
  return bySize;
}

function splitView(size: number, views: number): TrailProblem {
  const message = `${views} different checkpoints were signed over ${size} entries: others were shown another trail`;
  return { line: size, code: 'split_view', message };
}

function behind(signed: number, size: number): TrailProblem {
  const message = `the checkpoint was signed over ${signed} entries, and the trail has ${size}`;
  return { line: size + 1, code: 'behind_checkpoint', message };
}

const otherThan = (size: number): string =>
  `the first ${size} entries are not those that the checkpoint was signed over`;
const unknown = (size: number): string =>
  `the first ${size} entries cannot be held against the checkpoint: of some that are gone the hashes were not kept`;

/** A note ends with its signatures, which each begin with a dash. */
const SIGNATURE = /^\u2014 (\S+) ([A-Za-z0-9+/]+={0,2})$/;

function notesIn(text: string): string[] {
  if (/^\s*\{/.test(text))
    return text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map(noteOf);
  const notes: string[] = [];
  let note = '';
  for (const line of text.split('\n')) {
    if (note.includes('\n\n\u2014 ') && !line.startsWith('\u2014 ')) {
      notes.push(note);
      note = '';
    }
    if (note !== '' || line !== '') note += `${line}\n`;
  }
  return note.trim() === '' ? notes : [...notes, note];
}

function noteOf(line: string, i: number): string {
  try {
    const { checkpoint } = JSON.parse(line) as { readonly checkpoint?: unknown };
    if (typeof checkpoint === 'string') return checkpoint;
  } catch {
    // Said below: a line that is cut off is as wrong as one that says something else.
  }
  throw new AuditError(`line ${i + 1} of the witness is no checkpoint`, { code: 'EC_AUDIT_CHECKPOINT' });
}

/** Whether one of a note's signatures names the key: what others signed says nothing here. */
function isBy(note: string, publicKey: string): boolean {
  const origin = note.slice(0, note.indexOf('\n'));
  const given = publicKey.trim();
  const [name, id] = (given.startsWith('-----') ? verifierKey(origin, publicKey) : given).split('+');
  const signatures = note
    .split('\n')
    .flatMap((line) => [SIGNATURE.exec(line) ?? []])
    .filter((found) => found.length > 0);
  // What was cut, or is something else, must not pass for somebody else's.
  if (signatures.length === 0)
    throw new AuditError('the witness has something in it that is no checkpoint', { code: 'EC_AUDIT_CHECKPOINT' });
  return signatures.some(([, signer, base64 = '']) => {
    return signer === name && signer === origin && Buffer.from(base64, 'base64').toString('hex', 0, 4) === id;
  });
}
