import { describe, expect, it } from 'vitest';
import { POLICY } from '../tests/corridor.ts';
import { GUARDS, abstain } from './decision.ts';
import { Observers } from './events.ts';
import { Lifecycle } from './lifecycle.ts';
import { definePlugin } from './plugin.ts';
import type { AnyPlugin } from './plugin.ts';
import { optional, point, token } from './tokens.ts';

const CLOCK = token<{ now(): number }>('test/clock');
const STORE = token<string>('test/store');
const WORDS = point<string>('test/words');
const life = (...plugins: readonly AnyPlugin[]) =>
  new Lifecycle(
    plugins.map((plugin) => ({ plugin, config: {} })),
    POLICY,
    new Observers(),
  );
const noop = (): void => undefined;

describe('a lifecycle', () => {
  it('sets providers up before those who need them, starts in that order and stops in reverse', async () => {
    const notes: string[] = [];
    const noted = (name: string) => ({
      start: () => void notes.push(`start ${name}`),
      stop: () => void notes.push(`stop ${name}`),
    });
    const user = definePlugin({
      name: 'user',
      version: '1',
      needs: { clock: CLOCK },
      setup: (_host, { clock }) => (notes.push(`clock ${clock.now()}`), noted('user')),
    });
    const clock = definePlugin({
      name: 'clock',
      version: '1',
      provides: [CLOCK],
      setup: (host) => (host.provide(CLOCK, { now: () => 7 }), noted('clock')),
    });
    const made = life(user, clock);
    await made.start();
    await made.stop();
    expect(notes).toEqual(['clock 7', 'start clock', 'start user', 'stop user', 'stop clock']);
  });

  it('resolves an optional need to undefined, and refuses one that nobody provides', () => {
    let got: unknown = 'unset';
    life(
      definePlugin({
        name: 'relaxed',
        version: '1',
        needs: { clock: optional(CLOCK) },
        setup: (_host, { clock }) => {
          got = clock;
        },
      }),
    );
    expect(got).toBeUndefined();
    expect(() => life(definePlugin({ name: 'needy', version: '1', needs: { clock: CLOCK }, setup: noop }))).toThrow(
      expect.objectContaining({ code: 'EC_TOKEN_MISSING' }),
    );
  });

  it('reports a circle with its path', () => {
    const a = definePlugin({ name: 'a', version: '1', needs: { x: CLOCK }, provides: [STORE], setup: noop });
    const b = definePlugin({ name: 'b', version: '1', needs: { x: STORE }, provides: [CLOCK], setup: noop });
    expect(() => life(a, b)).toThrow(
      expect.objectContaining({ code: 'EC_PLUGIN_CYCLE', message: expect.stringContaining('a → b → a') as string }),
    );
  });

  it('refuses two plugins of one name and two providers of one token', () => {
    const one = definePlugin({ name: 'same', version: '1', setup: noop });
    expect(() => life(one, one)).toThrow(expect.objectContaining({ code: 'EC_PLUGIN_DUPLICATE' }));
    const provider = (name: string) =>
      definePlugin({ name, version: '1', provides: [STORE], setup: (host) => host.provide(STORE, name) });
    expect(() => life(provider('a'), provider('b'))).toThrow(expect.objectContaining({ code: 'EC_TOKEN_DUPLICATE' }));
  });

  it('names the plugin that throws in setup or start', async () => {
    const throwing = () => {
      throw new Error('broken');
    };
    expect(() => life(definePlugin({ name: 'bad', version: '1', setup: throwing }))).toThrow(
      expect.objectContaining({ code: 'EC_PLUGIN_SETUP', message: expect.stringContaining('bad') as string }),
    );
    const late = life(definePlugin({ name: 'late', version: '1', setup: () => ({ start: async () => throwing() }) }));
    await expect(late.start()).rejects.toMatchObject({ code: 'EC_PLUGIN_SETUP' });
  });

  it('stops every plugin even when one fails, and then says so', async () => {
    const stopped: string[] = [];
    const stopping = (name: string, fails = false) =>
      definePlugin({
        name,
        version: '1',
        setup: () => ({
          stop: () => {
            stopped.push(name);
            if (fails) throw new Error(name);
          },
        }),
      });
    const made = life(stopping('a'), stopping('b', true), stopping('c'));
    await made.start();
    await expect(made.stop()).rejects.toThrow('b');
    expect(stopped).toEqual(['c', 'b', 'a']);
  });

  it('lets points be read from start on, and sealed what was given late', () => {
    let read: readonly string[] = [];
    const reader = definePlugin({
      name: 'reader',
      version: '1',
      setup(host) {
        expect(() => host.read(WORDS)).toThrow(expect.objectContaining({ code: 'EC_NOT_READY' }));
        return {
          start() {
            read = host.read(WORDS);
            expect(() => host.contribute(GUARDS, { check: abstain })).toThrow(
              expect.objectContaining({ code: 'EC_CONTAINER_SEALED' }),
            );
          },
        };
      },
    });
    const writer = definePlugin({ name: 'writer', version: '1', setup: (host) => host.contribute(WORDS, 'a', 'b') });
    void life(reader, writer).start();
    expect(read).toEqual(['a', 'b']);
  });

  it('refuses a token that was promised and not provided, or provided and not promised', () => {
    expect(() => life(definePlugin({ name: 'p', version: '1', provides: [STORE], setup: noop }))).toThrow(
      expect.objectContaining({ code: 'EC_TOKEN_MISSING' }),
    );
    expect(() => life(definePlugin({ name: 'q', version: '1', setup: (host) => host.provide(STORE, 'x') }))).toThrow(
      expect.objectContaining({ code: 'EC_PLUGIN_SETUP' }),
    );
  });

  it('makes a lazy value once', () => {
    let made = 0;
    const lazy = definePlugin({
      name: 'lazy',
      version: '1',
      provides: [STORE],
      setup: (host) => host.provideLazily(STORE, () => `made ${++made}`),
    });
    const { container } = life(lazy);
    expect([container.find(STORE), container.find(STORE), made]).toEqual(['made 1', 'made 1', 1]);
  });

  it('refuses what is not a plugin', () => {
    expect(() => life({ name: 'fake', version: '1' } as never)).toThrow(
      expect.objectContaining({ code: 'EC_PLUGIN_INVALID' }),
    );
    expect(() => definePlugin({ name: '', version: '1', setup: noop })).toThrow(
      expect.objectContaining({ code: 'EC_PLUGIN_INVALID' }),
    );
  });
});
