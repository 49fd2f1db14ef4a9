/** @module Erasure: the key of a subject is destroyed, so that nobody can read its payloads, and every proof holds. */
import { hash, randomUUID } from 'node:crypto';
import { AuditError } from 'enforcecore/sdk';
import { removeFile, replaceFile } from './durable.ts';
import { mustNotBeHeld } from './hold.ts';
import { noteOnce, withAppender } from './note.ts';
import { dropPayloads } from './payload-file.ts';
import { readPlain } from './plain-file.ts';
import { besideTrail } from './segments.ts';
import { SubjectKeys } from './subject-keys.ts';
import { realTrail } from './trail-path.ts';
import { inTurn } from './turn.ts';

/** What an erasure did. */
export interface Erasure {
  /** How the trail names the subject; null when there was nothing of it. */
  readonly subjectRef: string | null;
  /** How many payloads there were. */
  readonly entries: number;
}

/**
 * Erases the payloads of a subject: its key is destroyed, its ciphertexts are overwritten, and an entry says so. What is
 * recorded of the subject afterwards has another key, and another name in the trail.
 *
 * Copies of `<trail>.subjects` in backups can decrypt what is in backups: keep them apart, or keep the keys wrapped.
 *
 * @throws AuditError `EC_AUDIT_HELD`, `EC_AUDIT_NOT_FOUND`, `EC_AUDIT_WRITE`, `EC_AUDIT_LOCKED`
 * @example
 * ```ts
 * const auditor = new Auditor({ outputPath: 'trail.jsonl' });
 * auditor.record({ toolName: 'search', policyName: 'demo', subject: 'ann', payload: { q: 'flights' } });
 * (await eraseSubject('trail.jsonl', 'ann')).entries; // 1
 * ```
 */
export async function eraseSubject(path: string, subject: string): Promise<Erasure> {
  const trail = realTrail(path);
  return inTurn(trail, async () => {
    mustNotBeHeld(trail);
    const begun = readPending(pendingPath(trail));
    const before = await finishErasing(trail);
    const subjectRef = new SubjectKeys(trail).refOf(subject);
    if (subjectRef === undefined) {
      // Killed in the middle, the key is gone already: then it may be this subject that was just finished.
      const same = begun !== undefined && checkOf(begun.salt, subject) === begun.check;
      return same && before ? before : { subjectRef: null, entries: 0 };
    }
    const [entry_id, salt] = [randomUUID(), randomUUID()];
    const pending: Pending = { subject_ref: subjectRef, entry_id, salt, check: checkOf(salt, subject) };
    replaceFile(pendingPath(trail), JSON.stringify(pending));
    return (await finishErasing(trail)) as Erasure;
  });
}

/** Ends what a process began that was killed. Needs the turn. */
export async function finishErasing(trail: string): Promise<Erasure | undefined> {
  const path = pendingPath(trail);
  const pending = readPending(path);
  if (pending === undefined) return undefined;
  const { subject_ref: subjectRef, entry_id } = pending;
  await withAppender(trail, async (appender) =>
    // Who records has the same lock: the key is not used any more when this returns.
    appender.exclusively(() => appender.payloads.keys.destroy(subjectRef)),
  );
  const entries = await dropPayloads(trail, subjectRef);
  await noteOnce(trail, entry_id, 'erased', { entries }, { subject_ref: subjectRef });
  removeFile(path);
  return { subjectRef, entries };
}

interface Pending {
  readonly subject_ref: string;
  readonly entry_id: string;
  /** Whose it is, for whoever knows the name. The file goes when all is done. */
  readonly salt: string;
  readonly check: string;
}

function checkOf(salt: string, subject: string): string {
  return hash('sha256', `${salt} ${subject}`, 'hex');
}

function pendingPath(trail: string): string {
  return besideTrail(trail, '.erasing.json');
}

function readPending(path: string): Pending | undefined {
  try {
    const pending = JSON.parse(readPlain(path).toString('utf8')) as Pending;
    if (!/^[0-9a-f]{64}$/.test(pending.subject_ref)) throw new Error('it names no subject');
    return pending;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new AuditError(`what was begun cannot be read: \`${path}\``, { code: 'EC_AUDIT_READ', cause });
  }
}
