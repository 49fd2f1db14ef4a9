/** Shows a policy file in its list form, and what is said about a file with a mistake in it. */
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Policy, PolicyEngine } from 'enforcecore';

const engine = new PolicyEngine(fileURLToPath(new URL('policy-file.yaml', import.meta.url)));
for (const tool of ['read_notes', 'read_secrets', 'delete_notes']) {
  const { decision, violationType } = engine.evaluatePreCall(tool);
  console.log(tool, decision, violationType ?? '-');
}

const folder = await mkdtemp(join(tmpdir(), 'enforcecore-example-'));
const path = join(folder, 'misspelt.yaml');
writeFileSync(path, 'name: misspelt\nrules:\n  alowed_tools: [search]\n');
for (const { code, line, message, hint } of Policy.validateFile(path)) {
  console.log(code, `line ${line}:`, message);
  console.log(hint);
}
await rm(folder, { recursive: true });

/* prints
read_notes allowed -
read_secrets blocked tool_denied
delete_notes blocked tool_not_allowed
EC_POLICY_UNKNOWN_KEY line 3: the key `rules.alowed_tools` is not known
did you mean `allowed_tools`?
*/
