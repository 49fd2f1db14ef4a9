/** A client of the PostgreSQL benchmark: writes entries, many at once, and says how long it took. */
import { once } from 'node:events';
import { PostgreSQLBackend } from 'enforcecore/auditstore/backends';
import { entryFields } from 'enforcecore/sdk';

const { options, count, atOnce } = JSON.parse(process.argv[2]);
const backend = new PostgreSQLBackend(options);
await backend.open();
process.stdout.write('ready\n');
await once(process.stdin, 'data');
const write = () => backend.append(entryFields({ toolName: 'search_web', policyName: 'default', overheadMs: 1.25 }));
const start = performance.now();
let left = count;
await Promise.all(
  Array.from({ length: atOnce }, async () => {
    while (left-- > 0) await write();
  }),
);
process.stdout.write(`${performance.now() - start}\n`);
await backend.close();
process.exit(0);
