/** @module A plugin in TypeScript that Node runs as it is (22.18 and later): no decorator, nothing but types to strip. */
import assert from 'node:assert/strict';
import { createEnforcer } from 'enforcecore';
import { allow, defineGuard, definePlugin, deny, token } from 'enforcecore/sdk';
import type { ToolCall, Verdict } from 'enforcecore/sdk';

interface Hours {
  isOpen(tool: string): boolean;
}
const HOURS = token<Hours>('toolchains/hours');
const hours = definePlugin({
  name: 'hours',
  version: '1.0.0',
  provides: [HOURS],
  setup: (host) => host.provide(HOURS, { isOpen: () => false }),
});
const guard = defineGuard(
  { name: 'office-hours', inject: [HOURS] },
  class {
    readonly hours: Hours;
    constructor(given: Hours = { isOpen: () => true }) {
      this.hours = given;
    }
    check(call: ToolCall): Verdict {
      return this.hours.isOpen(call.tool) ? allow() : deny('the office is closed');
    }
  },
);

const enforcer = await createEnforcer({
  policy: { name: 'office', rules: {} },
  plugins: [hours, guard],
  settings: { auditEnabled: false },
});
await assert.rejects(
  enforcer.enforceAsync(() => 'ran', [], { toolName: 'open-safe' }),
  { reason: 'the office is closed' },
);
await enforcer.stop();
console.log('1 check');
