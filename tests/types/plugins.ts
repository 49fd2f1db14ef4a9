/** @module definePlugin infers the configuration from the sections and the dependencies from the needs. */
import { z } from 'zod';
import { abstain, definePlugin, GUARDS, optional, point, token } from 'enforcecore/sdk';
import type { Plugin, PluginHost, Running, StandardSchema } from 'enforcecore/sdk';
import type { Equal, Expect } from './assert.ts';

interface Clock {
  now(): number;
}
const CLOCK = token<Clock>('types/clock');
const LABELS = token<readonly string[]>('types/labels');
const WORDS = point<string>('types/words');

const officeHours = definePlugin({
  name: 'office-hours',
  version: '1.0.0',
  policy: {
    sections: {
      office_hours: z.strictObject({ open: z.number().default(9), close: z.number().default(17) }).prefault({}),
      holidays: z.array(z.string()).default([]),
    },
    main: 'office_hours',
  },
  needs: { clock: CLOCK, labels: optional(LABELS) },
  provides: [LABELS],
  setup(host, deps, config) {
    type Inferred = [
      Expect<Equal<typeof host, PluginHost>>,
      Expect<Equal<typeof deps.clock, Clock>>,
      Expect<Equal<typeof deps.labels, readonly string[] | undefined>>,
      Expect<Equal<typeof config.office_hours, { open: number; close: number }>>,
      Expect<Equal<typeof config.holidays, string[]>>,
    ];
    // @ts-expect-error no such section
    void config.opening_hours;
    // @ts-expect-error no such dependency
    void deps.calendar;
    // @ts-expect-error configuration is read-only
    config.holidays = [];
    // @ts-expect-error not what the token stands for
    host.provide(CLOCK, { today: 1 });
    // @ts-expect-error not what the point takes
    host.contribute(WORDS, 1);
    // @ts-expect-error a token is no point
    host.contribute(CLOCK, deps.clock);
    // @ts-expect-error no such event
    host.on('before_call', () => {});
    host.on('violation', ({ violationType }) => void violationType.length);
    host.contribute(WORDS, 'one', 'two');
    host.contribute(GUARDS, { check: () => abstain() });
    host.provide(LABELS, host.read(WORDS));
    return { start: async () => {}, stop: () => {} } satisfies Running & { readonly inferred?: Inferred };
  },
});
export type Configured = Expect<
  Equal<
    typeof officeHours,
    Plugin<{ readonly office_hours: { open: number; close: number }; readonly holidays: string[] }>
  >
>;
export const late: typeof officeHours = officeHours.with({ open: 8 });

// A schema of any library, or of none.
const seconds: StandardSchema<number> = {
  '~standard': { version: 1, vendor: 'own', validate: (value) => ({ value: Number(value ?? 30) }) },
};
export const timer = definePlugin({
  name: 'timer',
  version: '1.0.0',
  policy: { sections: { timer_seconds: seconds } },
  setup(_host, deps, config) {
    const limit: number = config.timer_seconds;
    // @ts-expect-error nothing was asked for
    void deps.clock;
    return void limit;
  },
});

export const bare = definePlugin({ name: 'bare', version: '1.0.0', setup() {} });

// @ts-expect-error a name is needed
definePlugin({ version: '1.0.0', setup() {} });
// @ts-expect-error a version is needed
definePlugin({ name: 'unversioned', setup() {} });
// @ts-expect-error a setup is needed
definePlugin({ name: 'idle', version: '1.0.0' });
// @ts-expect-error a section needs a schema
definePlugin({ name: 'loose', version: '1.0.0', policy: { sections: { loose: {} } }, setup() {} });
// @ts-expect-error `main` is one of the sections
definePlugin({ name: 'astray', version: '1.0.0', policy: { sections: { a: seconds }, main: 'b' }, setup() {} });
// @ts-expect-error a string is no token
definePlugin({ name: 'stringly', version: '1.0.0', needs: { clock: 'clock' }, setup() {} });
// @ts-expect-error a setup that waits would let the enforcer start without it
definePlugin({ name: 'waiting', version: '1.0.0', async setup() {} });
// @ts-expect-error a start that is no function
definePlugin({ name: 'odd', version: '1.0.0', setup: () => ({ start: true }) });
