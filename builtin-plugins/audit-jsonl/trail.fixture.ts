/** @module Trails for tests. */
import { entryFields, sealEntry } from 'enforcecore/sdk';
import type { AuditEntryInit } from 'enforcecore/sdk';

/** The lines of a trail with these entries. */
export function sealed(entries: readonly Partial<AuditEntryInit>[]): string[] {
  let previous = '';
  return entries.map((entry, seq) => {
    const { line, entryHash } = sealEntry(entryFields({ toolName: 't', policyName: 'p', ...entry }), previous, seq);
    previous = entryHash;
    return line;
  });
}

export const text = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');
