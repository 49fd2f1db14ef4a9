/** The corridor by itself: middleware, guards and redactors that do nothing. */
import { Enforcer, HookRegistry } from 'enforcecore';
import { abstain, definePlugin, GUARDS, REDACTORS } from 'enforcecore/sdk';
import { bytesPerCall, medianUs } from './measure.mjs';

const PHASES = ['observe', 'admit', 'transform', 'contain', 'commit'];
const bare = (a) => a + 1;

/** An enforcer with the name guard and, besides, rooms that do nothing. */
function corridor({ middleware = 0, guards = 0, redactors = 0 }) {
  const idle = definePlugin({
    name: 'idle',
    version: '1.0.0',
    setup(host) {
      for (let i = 0; i < middleware; i++)
        host.use({ phase: PHASES[i % 5], sync: true, handle: (call, next) => next(call) });
      for (let i = 0; i < guards; i++) host.contribute(GUARDS, { sync: true, check: abstain });
      for (let i = 0; i < redactors; i++) host.contribute(REDACTORS, { name: `idle-${i}`, find: () => [] });
    },
  });
  return new Enforcer(
    { name: 'bench', rules: {} },
    { plugins: [idle], defaults: ['tool-acl'], hooks: new HookRegistry(), settings: { auditEnabled: false } },
  );
}

const names = (count) => Array.from({ length: count }, (_, i) => `tool_${i}`);
const lists = (count) =>
  new Enforcer(
    { name: 'bench', rules: { allowed_tools: names(count) } },
    { defaults: ['tool-acl'], hooks: new HookRegistry(), settings: { auditEnabled: false } },
  );

export async function corridorRows(options) {
  const eight = corridor({ middleware: 8 }).wrap(bare, { toolName: 'tool' });
  const full = corridor({ middleware: 8, guards: 3, redactors: 2 });
  const fullSync = full.wrap(bare, { toolName: 'tool' });
  const withId = corridor({ middleware: 8, guards: 3, redactors: 2 });
  withId.corridor.on('violation', () => undefined);
  const later = async (a) => a + 1;
  const fullAsync = full.wrap(later, { toolName: 'tool' });
  const denying = new Enforcer(
    { name: 'bench', rules: { denied_tools: ['rm'] } },
    { defaults: ['tool-acl', 'hardening'], hooks: new HookRegistry(), settings: { auditEnabled: false } },
  ).wrap(bare, { toolName: 'rm' });
  const [ten, thousands] = [lists(10), lists(10_000)];
  const spread = names(10_000);
  const tasks = {
    bare: (i) => bare(i),
    bareAsync: async (i) => later(i),
    eight: (i) => eight(i),
    full: (i) => fullSync(i),
    async: async (i) => fullAsync(i),
    ten: (i) => ten.judge(spread[i % 10]),
    thousands: (i) => thousands.judge(spread[(i * 7919) % 10_000]),
    denied: (i) => {
      try {
        denying(i);
      } catch (error) {
        if (error.code !== 'EC_TOOL_DENIED') throw error;
      }
    },
  };
  const us = await medianUs(tasks, options);
  const rows = [
    { figure: '8 middleware, sync, over the bare function', value: us.eight - us.bare, unit: 'µs', aim: 1 },
    { figure: '8 middleware + 4 guards + 2 redactors, scope entered', value: us.full - us.bare, unit: 'µs', aim: 2 },
    { figure: 'the same, async', value: us.async - us.bareAsync, unit: 'µs', aim: 5 },
    { figure: 'decision by name, 10 tools', value: us.ten, unit: 'µs', aim: 1 },
    { figure: 'decision by name, 10,000 tools, more than with 10', value: us.thousands - us.ten, unit: 'µs', aim: 0.2 },
    { figure: 'denied call, error thrown and caught', value: us.denied, unit: 'µs', aim: 15 },
  ];
  const bytes = bytesPerCall(tasks.full);
  if (bytes !== undefined) rows.push({ figure: 'allocated by one such call', value: bytes, unit: 'bytes' });
  return rows;
}
