/** @module Names and sizes, checked without an enforcer, against recorded behaviour. */
import { existsSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { scopes } from 'enforcecore/sdk';
import * as room from './index.ts';
import { checkInputSize, HardeningError, InputTooLargeError, InvalidToolNameError, validateToolName } from './index.ts';

interface Vector {
  readonly id: string;
  readonly area: string;
  readonly input: {
    readonly name: string;
    readonly args: unknown[];
    readonly kwargs: object;
    readonly max_bytes: number;
  };
  readonly expect: { readonly ok: boolean; readonly name?: string; readonly error?: string };
  readonly suspect?: boolean;
  readonly believed?: Vector['expect'];
}
/** Recorded behaviour, kept beside the repository; nothing where it is not. */
const read = (name: string): Vector[] => {
  const file = new URL(`../../../shared/vectors/${name}.json`, import.meta.url);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Vector[]) : [];
};
/** What a function gives, or the name of the error that it throws. */
const ending = (body: () => unknown): unknown => {
  try {
    return body();
  } catch (error) {
    return (error as Error).name;
  }
};

describe('validateToolName', () => {
  it.each(read('toolnames').filter(({ area }) => area === 'toolnames.validate'))('$id', ({ input, expect: wanted }) => {
    expect(ending(() => validateToolName(input.name))).toBe(wanted.ok ? wanted.name : wanted.error);
  });

  it.each([
    '\ufefftool',
    'tool\ufeff',
    'tool\u200b',
    '\u202etool',
    'tool\0',
    '\u0085tool',
    'to\u00adol',
    'e\u0301',
    'to/ol',
  ])('refuses %j, which has what nobody sees or what is no letter', (name) => {
    expect(() => validateToolName(name)).toThrow(InvalidToolNameError);
  });

  it.each(['\u00a0tool', 'tool\u3000', '\ttool\r\n', ' tool'])('takes %j for a name with spaces around it', (name) => {
    expect(validateToolName(name)).toBe('tool');
  });

  it('counts characters, not code units', () => {
    expect(validateToolName('𠀀'.repeat(256))).toHaveLength(512);
    expect(() => validateToolName('𠀀'.repeat(257))).toThrow(InvalidToolNameError);
    expect(() => validateToolName(undefined as never)).toThrow(InvalidToolNameError);
  });

  it('does not repeat the name in the message', () => {
    expect(() => validateToolName('my secret')).toThrow(/^(?!.*my secret)/);
  });
});

describe('checkInputSize', () => {
  it.each(read('hardening').filter(({ area }) => area === 'hardening.input_size'))('$id', (vector) => {
    const { args, kwargs, max_bytes } = vector.input;
    const wanted = vector.suspect ? vector.believed : vector.expect;
    const check = (): unknown => ending(() => checkInputSize([...args, kwargs], max_bytes));
    expect(check()).toBe(wanted?.error);
  });

  it('counts what is nested, keys and binary data', () => {
    const big = 'x'.repeat(100);
    for (const value of [{ a: { b: [big] } }, { [big]: 1 }, new Map([[big, 1]]), new Set([big]), Buffer.alloc(100)])
      expect(() => checkInputSize([value], 99)).toThrow(InputTooLargeError);
    expect(() => checkInputSize([big], 100)).not.toThrow();
    expect(() => checkInputSize([], NaN)).toThrow(HardeningError);
  });
});

describe('scopes by hand', () => {
  it('count depth and remember the chain, up to 10', () => {
    scopes.run(undefined, () => {
      room.exitEnforcement();
      expect(room.getEnforcementDepth()).toBe(0);
      for (let i = 1; i <= 10; i++) room.enterEnforcement(`t${i}`);
      expect(room.getEnforcementDepth()).toBe(10);
      expect(() => room.enterEnforcement('t11')).toThrow(room.EnforcementDepthError);
      const chain = room.getEnforcementChain();
      expect(chain.slice(0, 2)).toEqual(['t1', 't2']);
      chain.length = 0;
      expect(room.getEnforcementChain()).toHaveLength(10);
      room.exitEnforcement();
      expect(room.getEnforcementChain().at(-1)).toBe('t9');
    });
  });
});

describe('development mode', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  it.each([
    ['1', true],
    ['TRUE', true],
    ['Yes', true],
    ['0', false],
    ['on', false],
    ['', false],
  ] as const)('ENFORCECORE_DEV_MODE=%s is %s', (value, on) => {
    vi.stubEnv('ENFORCECORE_DEV_MODE', value);
    expect(room.isDevMode()).toBe(on);
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    room.warnFailOpen();
    expect(warn).toHaveBeenCalledTimes(on ? 0 : 1);
  });
});
