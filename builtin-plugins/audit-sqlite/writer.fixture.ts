/** @module A process that writes to a database. The tests build and start it. */
import { appendFileSync } from 'node:fs';
import { AuditEntry } from 'enforcecore/sdk';
import { SQLiteBackend } from './backend.ts';

/** What a writer is to do. */
export interface WriterTask {
  readonly path: string;
  /** A file that gets the id of every entry that was acknowledged. */
  readonly acked: string;
  readonly count: number;
}

const task = JSON.parse(process.argv[2] ?? '{}') as WriterTask;
const backend = new SQLiteBackend({ dbPath: task.path });
for (let i = 0; i < task.count; i++) {
  const { entryId } = backend.record(AuditEntry.create({ toolName: `tool_${i}`, policyName: 'p', context: { i } }));
  appendFileSync(task.acked, `${entryId}\n`);
}
backend.close();
