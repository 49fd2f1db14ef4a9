/** @module Verdicts: the helpers, and what is no verdict. */
import { abstain, allow, ask, defineGuard, deny, Guard } from 'enforcecore/sdk';
import type { GuardLike, ToolCall, Verdict } from 'enforcecore/sdk';
import type { Equal, Expect } from './assert.ts';

const options = { name: 'verdicts' } as const;

export type HelpersGiveVerdicts = [
  Expect<Equal<ReturnType<typeof allow>, Verdict>>,
  Expect<Equal<ReturnType<typeof deny>, Verdict>>,
  Expect<Equal<ReturnType<typeof ask>, Verdict>>,
  Expect<Equal<ReturnType<typeof abstain>, Verdict>>,
];

// In a class, without a return type, the helpers are what keeps the effect from widening to `string`.
@Guard(options)
export class Narrow {
  check(call: ToolCall) {
    if (call.tool === 'rm') return deny('not here', { code: 'tool_denied', rule: 'no-rm' });
    if (call.tool === 'pay') return ask('somebody has to look');
    return call.tool === 'read' ? allow() : abstain();
  }
}
export class Wide {
  check() {
    return { effect: 'deny', reason: 'a string, as far as the compiler knows' };
  }
}
// @ts-expect-error the effect widened to `string`
defineGuard(options, Wide);

// Where the type is known, a literal is fine.
export const literal = defineGuard(options, () => ({ effect: 'deny', reason: 'no' }));
export const later = defineGuard(options, async (call) => (call.args.length > 3 ? deny('too many') : abstain()));
export const guard: GuardLike = { check: () => ({ effect: 'abstain' }) };

// @ts-expect-error not an effect
defineGuard(options, () => ({ effect: 'permit' }));
// @ts-expect-error a boolean is no verdict
defineGuard(options, () => true);
// @ts-expect-error nothing is no verdict
defineGuard(options, () => {});
// @ts-expect-error a guard that forgets to return on one path
defineGuard(options, (call) => (call.tool === 'rm' ? deny('no') : undefined));
// @ts-expect-error a denial says why
deny();
// @ts-expect-error details cannot turn a denial around
deny('no', { effect: 'allow' });
// @ts-expect-error the call cannot be changed in place
defineGuard(options, (call) => ((call.tool = 'read'), abstain()));
// @ts-expect-error nor its arguments
defineGuard(options, (call) => (call.args.push('more'), abstain()));
