/** @module `inject` is checked against the constructor, both ways, by the plain functions. */
import { abstain, defineAuditBackend, defineGuard, defineRedactor, deny, optional, token } from 'enforcecore/sdk';
import type { Plugin, ToolCall, Verdict } from 'enforcecore/sdk';
import type { Equal, Expect } from './assert.ts';

interface Clock {
  now(): number;
}
const CLOCK = token<Clock>('types/clock');
const NAME = token<string>('types/name');
const options = { name: 'office-hours' } as const;

class NeedsNothing {
  check(): Verdict {
    return abstain();
  }
}
class NeedsClock {
  readonly clock: Clock;
  constructor(clock: Clock) {
    this.clock = clock;
  }
  check(call: ToolCall): Verdict {
    return this.clock.now() > 0 ? abstain() : deny(call.tool);
  }
}
class ClockByDefault {
  readonly clock: Clock;
  constructor(clock: Clock = { now: () => 0 }) {
    this.clock = clock;
  }
  check(): Verdict {
    return abstain();
  }
}
class MayHaveClock {
  readonly clock: Clock | undefined;
  constructor(clock: Clock | undefined) {
    this.clock = clock;
  }
  check(): Verdict {
    return abstain();
  }
}
class ClockThenName {
  readonly clock: Clock;
  readonly label: string;
  constructor(clock: Clock, label = 'unnamed') {
    this.clock = clock;
    this.label = label;
  }
  check(): Verdict {
    return abstain();
  }
}

// What fits.
export const fits = [
  defineGuard(options, NeedsNothing),
  defineGuard({ ...options, inject: [] }, NeedsNothing),
  defineGuard({ ...options, inject: [CLOCK] }, NeedsClock),
  defineGuard({ ...options, inject: [CLOCK] }, ClockByDefault),
  defineGuard({ ...options, inject: [optional(CLOCK)] }, MayHaveClock),
  defineGuard({ ...options, inject: [CLOCK] }, MayHaveClock),
  defineGuard({ ...options, inject: [CLOCK, NAME] }, ClockThenName),
];
export type AGuardIsAPlugin = Expect<Equal<(typeof fits)[number], Plugin<unknown>>>;

// A defaulted parameter has to be named too: silence would mean that the default decides.
// @ts-expect-error the token of a defaulted parameter is missing
defineGuard(options, ClockByDefault);
// @ts-expect-error the token of a defaulted parameter is missing, and the list is empty
defineGuard({ ...options, inject: [] }, ClockByDefault);
// @ts-expect-error the second parameter has a default and no token
defineGuard({ ...options, inject: [CLOCK] }, ClockThenName);
// @ts-expect-error too few tokens
defineGuard(options, NeedsClock);
// @ts-expect-error too many tokens
defineGuard({ ...options, inject: [CLOCK] }, NeedsNothing);
// @ts-expect-error too many tokens
defineGuard({ ...options, inject: [CLOCK, NAME] }, NeedsClock);
// @ts-expect-error the wrong type
defineGuard({ ...options, inject: [NAME] }, NeedsClock);
// @ts-expect-error the wrong order
defineGuard({ ...options, inject: [NAME, CLOCK] }, ClockThenName);
// @ts-expect-error absent is not what the constructor takes
defineGuard({ ...options, inject: [optional(CLOCK)] }, NeedsClock);
// @ts-expect-error a value is no token
defineGuard({ ...options, inject: [{ now: () => 0 }] }, NeedsClock);

class Shout {
  readonly by: string;
  constructor(by: string) {
    this.by = by;
  }
  readonly categories = ['shouting'];
  redact(text: string): { text: string; count: number } {
    return { text: text.toLowerCase(), count: this.by.length };
  }
}
class Memory {
  readonly clock: Clock;
  constructor(clock: Clock) {
    this.clock = clock;
  }
  write(): void {}
}
export const others = [
  defineRedactor({ ...options, inject: [NAME] }, Shout),
  defineAuditBackend({ ...options, inject: [CLOCK] }, Memory),
];
// @ts-expect-error too few tokens
defineRedactor(options, Shout);
// @ts-expect-error the wrong type
defineRedactor({ ...options, inject: [CLOCK] }, Shout);
// @ts-expect-error too few tokens
defineAuditBackend(options, Memory);
// @ts-expect-error the wrong type
defineAuditBackend({ ...options, inject: [NAME] }, Memory);

// A class of another kind.
// @ts-expect-error a redactor does not check
defineGuard({ ...options, inject: [NAME] }, Shout);
// @ts-expect-error a guard does not redact
defineRedactor(options, NeedsNothing);
// @ts-expect-error a guard does not write
defineAuditBackend(options, NeedsNothing);
