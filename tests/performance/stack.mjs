/** The rooms that are on by themselves, and redaction, around a tool with a 130-character argument. p50 of single calls. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEnforcer, HookRegistry } from 'enforcecore';

const TEXT =
  'Please look up the order of jane.doe@example.com and call her back on 555-123-4567 about the delivery, thank you very much, team!';
const policy = { name: 'bench', rules: { allowed_tools: ['lookup'], pii_redaction: { enabled: true } } };

export async function stackRows({ quick }) {
  const folder = mkdtempSync(join(tmpdir(), 'enforcecore-bench-'));
  try {
    const rows = [];
    for (const [audit, aim] of [
      [true, 25],
      [false, 8],
    ]) {
      const enforcer = await createEnforcer({
        policy,
        hooks: new HookRegistry(),
        settings: { auditEnabled: audit, auditPath: folder },
      });
      const lookup = enforcer.wrap((text) => text.length, { toolName: 'lookup' });
      const { p50, p99 } = singles(() => lookup(TEXT), quick ? 2000 : 30_000);
      await enforcer.stop();
      rows.push({
        figure: `default stack, audit ${audit ? 'to file (two entries a call)' : 'off'}, p50`,
        value: p50,
        unit: 'µs',
        aim,
      });
      rows.push({ figure: `default stack, audit ${audit ? 'to file' : 'off'}, p99`, value: p99, unit: 'µs' });
    }
    return rows;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function singles(body, calls) {
  for (let i = 0; i < calls / 2; i++) body();
  const times = new Float64Array(calls);
  for (let i = 0; i < calls; i++) {
    const start = process.hrtime.bigint();
    body();
    times[i] = Number(process.hrtime.bigint() - start) / 1000;
  }
  times.sort();
  return { p50: times[calls >> 1], p99: times[Math.floor(calls * 0.99)] };
}
