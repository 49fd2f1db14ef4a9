/** @module A plugin as its author would write it: a decorated guard, its twin without a decorator, an enforced method. */
import { enforce } from 'enforcecore';
import { allow, defineGuard, definePlugin, deny, Guard, token } from 'enforcecore/sdk';
import type { ToolCall, Verdict } from 'enforcecore/sdk';

export interface Hours {
  isOpen(tool: string): boolean;
}
export const HOURS = token<Hours>('toolchains/hours');

/** Closed, for every tool but one. */
export const hours = definePlugin({
  name: 'hours',
  version: '1.0.0',
  provides: [HOURS],
  setup: (host) => host.provide(HOURS, { isOpen: (tool) => tool === 'look' }),
});

/** The trap: where a compiler loses what is to be injected, this is what the constructor gets, and it allows. */
const ALWAYS: Hours = { isOpen: () => true };

@Guard({ name: 'office-hours', inject: [HOURS] })
export class OfficeHours {
  readonly hours: Hours;
  constructor(hours: Hours = ALWAYS) {
    this.hours = hours;
  }
  check(call: ToolCall): Verdict {
    return this.hours.isOpen(call.tool) ? allow() : deny('the office is closed');
  }
}

export const officeHoursTwin = defineGuard(
  { name: 'office-hours-twin', inject: [HOURS] },
  class {
    readonly hours: Hours;
    constructor(hours: Hours = ALWAYS) {
      this.hours = hours;
    }
    check(call: ToolCall): Verdict {
      return this.hours.isOpen(call.tool) ? allow() : deny('the office is closed');
    }
  },
);

const options = { deniedTools: ['shred'], settings: { auditEnabled: false } } as const;

export class Desk {
  readonly papers = ['contract'];

  @enforce(options)
  shred(): number {
    return this.papers.splice(0).length;
  }

  @enforce(options)
  count(more = 0): number {
    return this.papers.length + more;
  }

  @enforce({ ...options, toolName: 'shred' })
  async shredLater(): Promise<number> {
    return this.papers.splice(0).length;
  }
}
