/** @module What has to hold of the plugin, whichever compiler built it. */
import assert from 'node:assert/strict';
import { createEnforcer } from 'enforcecore';
import type { PluginInput } from 'enforcecore';
import { Desk, hours, OfficeHours, officeHoursTwin } from './plugin.js';

export const checks: Readonly<Record<string, () => Promise<void>>> = {
  'the trap is set: with its default the guard allows': async () => {
    const call = { tool: 'open-safe' } as Parameters<OfficeHours['check']>[0];
    assert.equal(new OfficeHours().check(call).effect, 'allow');
  },
  'the decorated guard gets its dependency and denies': () => denies(OfficeHours, 'office-hours'),
  'the twin without a decorator denies as well': () => denies(officeHoursTwin, 'office-hours-twin'),
  'an enforced method is denied before it runs': async () => {
    const desk = new Desk();
    assert.throws(() => desk.shred(), { code: 'EC_TOOL_DENIED', toolName: 'shred' });
    await assert.rejects(desk.shredLater(), { code: 'EC_TOOL_DENIED', toolName: 'shred' });
    assert.deepEqual(desk.papers, ['contract']);
  },
  'an enforced method keeps its `this`, its arguments and its defaults': async () => {
    const desk = new Desk();
    assert.equal(desk.count(), 1);
    assert.equal(desk.count(2), 3);
  },
};

async function denies(guard: PluginInput, name: string): Promise<void> {
  const enforcer = await createEnforcer({
    policy: { name: 'office', rules: {} },
    plugins: [hours, guard],
    settings: { auditEnabled: false },
  });
  let ran = 0;
  const run = (toolName: string): Promise<number> => enforcer.enforceAsync(() => (ran += 1), [], { toolName });
  assert.equal(await run('look'), 1);
  await assert.rejects(run('open-safe'), { reason: 'the office is closed', toolName: 'open-safe' }, name);
  assert.equal(ran, 1, 'the tool did not run');
  await enforcer.stop();
}
