/** @module Entries that are made from outside of what writes the trail: by a command, or in the background. */
import { AuditEntry } from 'enforcecore/sdk';
import type { AuditFields, LogEntryType } from 'enforcecore/sdk';
import type { Appender } from './appender.ts';
import { openAppender, releaseAppender } from './appenders.ts';
import { findRecent } from './find-entry.ts';
import { ownEntry } from './recovery.ts';

/** Appends what the log says of itself. The disk has it when this resolves. */
async function note(
  trail: string,
  type: LogEntryType,
  context: object,
  more: Partial<AuditFields> = {},
): Promise<AuditEntry> {
  return withAppender(trail, async (appender) => {
    const fields = { ...ownEntry(type, context), ...more };
    const link = appender.append(fields);
    await appender.flush();
    return AuditEntry.of({ ...fields, ...link.shortened }, link);
  });
}

/** The same, unless an entry with this id is there: of the last ones, which is where a process was killed. */
export async function noteOnce(
  trail: string,
  entryId: string,
  type: LogEntryType,
  context: object,
  more: Partial<AuditFields> = {},
): Promise<AuditEntry> {
  const known = findRecent(trail, entryId, LOOKED_AT);
  return known ? AuditEntry.fromDict(known) : note(trail, type, context, { ...more, entry_id: entryId });
}
const LOOKED_AT = 1000;

/** Uses the one writer of a trail in this thread, also when somebody else has it open. */
export async function withAppender<T>(trail: string, body: (appender: Appender) => Promise<T>): Promise<T> {
  const appender = openAppender(trail);
  try {
    return await body(appender);
  } finally {
    await releaseAppender(appender);
  }
}
