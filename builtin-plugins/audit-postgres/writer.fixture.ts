/** @module A process that writes to a trail in PostgreSQL. The tests build and start it. */
import { appendFileSync } from 'node:fs';
import { entryFields } from 'enforcecore/sdk';
import { PostgreSQLBackend } from './index.ts';
import type { PostgreSQLOptions } from './index.ts';

/** What a writer is to do: `count` entries, so many at a time. */
export interface WriterTask {
  readonly options: PostgreSQLOptions;
  /** A file that gets the id of every entry that was acknowledged. */
  readonly acked: string;
  readonly count: number;
  readonly atOnce: number;
}

const task = JSON.parse(process.argv[2] ?? '{}') as WriterTask;
const backend = new PostgreSQLBackend(task.options);
let begun = 0;
const refusals = new Map<string, number>();
const write = async (): Promise<void> => {
  while (begun++ < task.count) {
    const fields = entryFields({ toolName: `tool_${begun}`, policyName: 'p', context: { process: process.pid } });
    try {
      await backend.append(fields);
      appendFileSync(task.acked, `${fields.entry_id}\n`);
    } catch (error) {
      const { code = String(error) } = error as { code?: string };
      refusals.set(code, (refusals.get(code) ?? 0) + 1);
    }
  }
};
await Promise.all(Array.from({ length: task.atOnce }, write));
await backend.close();
process.stdout.write(JSON.stringify([...refusals]));
