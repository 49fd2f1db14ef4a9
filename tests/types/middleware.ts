/** @module A middleware gives back what `next` gave, or what `refuse` gave. Anything else does not compile. */
import { definePlugin } from 'enforcecore/sdk';
import type { Middleware, Outcome, PluginHost, ToolCall } from 'enforcecore/sdk';

declare const host: PluginHost;
const violation = { type: 'rate_limit', reason: 'too often' };

host.use({ phase: 'contain', handle: (call, next) => next(call) });
host.use({ phase: 'contain', handle: async (call, next) => await next(call) });
host.use({ phase: 'contain', handle: (call, next) => host.refuse(call, violation) ?? next(call) });
host.use({
  phase: 'transform',
  after: ['another'],
  async handle(call, next) {
    const outcome = await next(call.with({ args: ['changed'], labels: [...call.labels, 'seen'] }));
    return outcome.status === 'returned' ? outcome.replace('changed') : outcome;
  },
});

// @ts-expect-error `next` is called, and its outcome forgotten
host.use({ phase: 'contain', handle: (call, next) => void next(call) });
// @ts-expect-error `next` is awaited, and its outcome forgotten
host.use({ phase: 'contain', handle: async (call, next) => void (await next(call)) });
// prettier-ignore
// @ts-expect-error a body that forgets `return`
host.use({ phase: 'contain', handle(call, next) { next(call); } });
// @ts-expect-error a refusal can be nothing: then the call has to go on
host.use({ phase: 'contain', handle: (call) => host.refuse(call, violation) });
// @ts-expect-error an invented outcome
host.use({ phase: 'contain', handle: () => ({ status: 'returned', value: 'allowed' }) });
// @ts-expect-error a copy of an outcome
host.use({ phase: 'contain', handle: async (call, next) => ({ ...(await next(call)) }) });
// @ts-expect-error an outcome that was made to look like one
host.use({ phase: 'contain', handle: (): Pick<Outcome, keyof Outcome> => ({}) as Pick<Outcome, keyof Outcome> });
// @ts-expect-error no such phase
host.use({ phase: 'authorize', handle: (call, next) => next(call) });
// @ts-expect-error no phase
host.use({ handle: (call, next) => next(call) });
// @ts-expect-error the tool of a call cannot be changed
host.use({ phase: 'contain', handle: (call, next) => next(call.with({ tool: 'rm' })) });

export const counting = definePlugin({
  name: 'counting',
  version: '1.0.0',
  setup(given) {
    let calls = 0;
    const middleware: Middleware = {
      phase: 'observe',
      handle(call: ToolCall, next) {
        calls += 1;
        return next(call);
      },
    };
    given.use(middleware);
    return { stop: () => void (calls = 0) };
  },
});

// @ts-expect-error only the kernel makes one
export const outcome: Outcome = { status: 'returned', value: 1, error: undefined, violation: undefined };
