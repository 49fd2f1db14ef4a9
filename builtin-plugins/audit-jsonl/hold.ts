/** @module A trail that is held: nothing of it is removed until it is released. */
import { randomUUID } from 'node:crypto';
import { existsSync, lstatSync } from 'node:fs';
import { auditTimestamp, AuditError, registerCodes } from 'enforcecore/sdk';
import type { AuditEntry } from 'enforcecore/sdk';
import { removeFile, replaceFile } from './durable.ts';
import { noteOnce } from './note.ts';
import { readPlain } from './plain-file.ts';
import { besideTrail } from './segments.ts';
import { realTrail } from './trail-path.ts';
import { inTurn } from './turn.ts';

registerCodes({
  EC_AUDIT_HELD: {
    summary: 'the trail is held: nothing of it may be removed',
    hint: 'whoever placed the hold may end it: `enforcecore audit release TRAIL`',
  },
  EC_AUDIT_NOT_HELD: { summary: 'the trail is not held', hint: 'check the path of the trail' },
});

interface Hold {
  readonly reason: string;
  readonly since: string;
  readonly entry_id: string;
  /** Absent while its entry may not be in the trail. */
  readonly noted?: boolean | undefined;
  /** The id of the entry that ends it, once that was begun. */
  readonly release_id?: string | undefined;
}

/** Whether a trail is held. What cannot be looked at counts as held. */
export function isHeld(trail: string): boolean {
  try {
    lstatSync(holdPath(trail));
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}

/** @throws AuditError `EC_AUDIT_HELD` */
export function mustNotBeHeld(trail: string): void {
  if (isHeld(trail)) throw new AuditError(`the trail is held: \`${trail}\``, { code: 'EC_AUDIT_HELD' });
}

/**
 * Holds a trail, for a court or an investigation: no entry, and no payload, is removed until {@link releaseTrail}. When
 * this resolves, whatever was removing something has ended.
 *
 * @param reason - stands in the trail: no secrets, no personal data
 * @throws AuditError `EC_AUDIT_HELD` when it is held already, `EC_AUDIT_NOT_FOUND`, `EC_AUDIT_WRITE`
 * @example
 * ```ts
 * new Auditor({ outputPath: 'held.jsonl' }).record({ toolName: 'search', policyName: 'demo' });
 * (await holdTrail('held.jsonl', 'case 7')).entryType; // 'hold'
 * ```
 */
export async function holdTrail(path: string, reason: string): Promise<AuditEntry> {
  const trail = realTrail(path);
  return inTurn(trail, async () => {
    const file = holdPath(trail);
    const known = read(file);
    // Killed between the file and the entry: only the entry is to be made up for.
    if (known.noted) mustNotBeHeld(trail);
    const hold: Hold = {
      since: known.since ?? auditTimestamp(),
      reason: reason.slice(0, LONGEST_REASON),
      entry_id: known.entry_id ?? randomUUID(),
    };
    replaceFile(file, `${JSON.stringify(hold)}\n`);
    const entry = await noteOnce(trail, hold.entry_id, 'hold', { reason: hold.reason });
    replaceFile(file, `${JSON.stringify({ ...hold, noted: true })}\n`);
    return entry;
  });
}

/**
 * Ends the hold of a trail.
 *
 * @throws AuditError `EC_AUDIT_NOT_HELD`, `EC_AUDIT_NOT_FOUND`, `EC_AUDIT_WRITE`
 * @example
 * ```ts
 * new Auditor({ outputPath: 'trail.jsonl' }).record({ toolName: 'search', policyName: 'demo' });
 * await holdTrail('trail.jsonl', 'case 7');
 * (await releaseTrail('trail.jsonl')).entryType; // 'release'
 * ```
 */
export async function releaseTrail(path: string): Promise<AuditEntry> {
  const trail = realTrail(path);
  return inTurn(trail, async () => {
    const file = holdPath(trail);
    if (!isHeld(trail)) throw new AuditError(`the trail is not held: \`${trail}\``, { code: 'EC_AUDIT_NOT_HELD' });
    const hold = read(file);
    const id = hold.release_id ?? randomUUID();
    replaceFile(file, `${JSON.stringify({ ...hold, noted: true, release_id: id })}\n`);
    // The entry first: killed in between, the trail stays held.
    const entry = await noteOnce(trail, id, 'release', { reason: hold.reason, since: hold.since });
    removeFile(file);
    return entry;
  });
}

const LONGEST_REASON = 4096;

function holdPath(trail: string): string {
  return besideTrail(trail, '.hold.json');
}

/** A hold that cannot be read is one nevertheless. */
function read(file: string): Partial<Hold> {
  if (!existsSync(file)) return {};
  try {
    const { reason, since, entry_id, noted, release_id } = JSON.parse(readPlain(file).toString('utf8')) as Hold;
    return { reason, since, entry_id, noted, release_id };
  } catch {
    return {};
  }
}
