/** Every word that leaves an enforcer is redacted: reasons, names, messages, events and the trail. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Enforcer, HookRegistry } from 'enforcecore';
import { defineGuard, deny } from 'enforcecore/sdk';

it('reasons and names hold no personal data, in errors, in events and in the trail', () => {
  const folder = mkdtempSync(join(tmpdir(), 'enforcecore-words-'));
  const Talkative = defineGuard(
    { name: 'talkative', version: '1.0.0' },
    class {
      check() {
        return deny('ask jane@example.com or 555-123-4567 about it');
      }
    },
  );
  const hooks = new HookRegistry();
  const heard: unknown[] = [];
  hooks.addViolation((context) => void heard.push(context));
  const enforcer = new Enforcer(
    { name: 'words', rules: {} },
    { plugins: [Talkative], hooks, settings: { auditPath: folder } },
  );
  try {
    const tool = enforcer.wrap(() => 1, { toolName: 'call-555-123-4567' });
    let thrown: unknown;
    try {
      tool();
    } catch (error) {
      thrown = error;
    }
    const { message, reason, toolName, stack } = thrown as Error & { reason: string; toolName: string };
    expect(reason).toBe('ask <EMAIL> or <PHONE> about it');
    const told = [message, toolName, stack, JSON.stringify(heard), readFileSync(join(folder, 'trail.jsonl'), 'utf8')];
    for (const one of told) expect(one).not.toMatch(/jane@|555-123/);
    expect(heard).toHaveLength(1);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
