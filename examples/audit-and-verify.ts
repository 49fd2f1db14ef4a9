/** Shows the audit trail: an entry before a tool starts and one when it ended, chained so that no byte can be changed. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEnforcer, loadTrail, verifyTrail } from 'enforcecore';

const folder = await mkdtemp(join(tmpdir(), 'enforcecore-example-'));
const trail = join(folder, 'trail.jsonl');
const enforcer = await createEnforcer({
  policy: { name: 'audited', rules: { deniedTools: ['shell'] } },
  settings: { auditPath: folder },
});
await enforcer.enforceAsync((text: string) => text, ['jane@example.com'], { toolName: 'echo' });
await enforcer.enforceAsync((text: string) => text, ['rm -rf /'], { toolName: 'shell' }).catch(() => undefined);
await enforcer.stop();

for (const entry of loadTrail(trail)) {
  console.log(entry.entryType, entry.toolName, entry.decision, entry.violationType ?? '-');
}
const { isValid, totalEntries, chainIntact } = await verifyTrail(trail);
console.log({ isValid, totalEntries, chainIntact });

await writeFile(trail, (await readFile(trail, 'utf8')).replace('"blocked"', '"allowed"'));
console.log((await verifyTrail(trail)).isValid);
await rm(folder, { recursive: true });

/* prints
intent echo allowed -
outcome echo allowed -
outcome shell blocked tool_denied
{ isValid: true, totalEntries: 3, chainIntact: true }
false
*/
