/** @module The room in the corridor: what it refuses, in which mode, and at what size. */
import { describe, expect, it } from 'vitest';
import { Corridor } from '../../kernel/enforcer.ts';
import { allow, definePlugin, GUARDS } from 'enforcecore/sdk';
import { EnforcementDepthError, hardening, InputTooLargeError, InvalidToolNameError } from './index.ts';

interface Setup {
  readonly sections?: Record<string, unknown>;
  readonly mode?: 'strict' | 'monitor';
  readonly onViolation?: 'block' | 'log';
}
const guard = definePlugin({
  name: 'any-tool',
  version: '1.0.0',
  setup: (host) => host.contribute(GUARDS, { name: 'any-tool', sync: true, check: () => allow() }),
});

function corridorOf({ sections = {}, mode, onViolation = 'block' }: Setup = {}): Corridor {
  const config: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(hardening.sections)) {
    const result = schema['~standard'].validate(sections[name]) as { value: unknown; issues?: unknown };
    if (result.issues) throw new TypeError(JSON.stringify(result.issues));
    config[name] = result.value;
  }
  return new Corridor({
    policy: { name: 'p', version: '1', mode, onViolation },
    plugins: [{ plugin: hardening, config }, { plugin: guard, config: {} }], // prettier-ignore
  });
}
interface Ended {
  readonly status: string;
  readonly value: unknown;
  readonly error: unknown;
  readonly violation?: { readonly type: string };
}
const send = (corridor: Corridor, tool: string, args: unknown[] = [], result: unknown = 'ran'): Ended =>
  corridor.send({ tool, args, fn: () => result, sync: true }) as unknown as Ended;

describe('names', () => {
  it.each(['my tool', '', 'x'.repeat(257), 'exеcute_shell', 'ｓｈｅｌｌ', 'tool\u200b'])(
    'refuses %j in every mode',
    (tool) => {
      for (const setup of [{}, { mode: 'monitor' }, { onViolation: 'log' }] as const) {
        const { error, violation } = send(corridorOf(setup), tool);
        expect(violation?.type).toBe('invalid_tool_name');
        expect(error).toBeInstanceOf(InvalidToolNameError);
      }
    },
  );

  it('lets names of other scripts through, twice alike', () => {
    const corridor = corridorOf();
    for (const tool of ['工具', 'поиск', 'Über', 'search', 'search', '工具'])
      expect(send(corridor, tool).value).toBe('ran');
  });
});

describe('nesting', () => {
  const nest = (corridor: Corridor, depth: number): Ended => {
    let inner: Ended | undefined;
    const fn = (): unknown => {
      if (depth > 1) inner = nest(corridor, depth - 1);
      return 'ran';
    };
    const outer = corridor.send({ tool: 't', args: [], fn, sync: true }) as unknown as Ended;
    return inner ?? outer;
  };

  it('accepts 10 and refuses 11, also in monitor mode', () => {
    expect(nest(corridorOf(), 10).value).toBe('ran');
    for (const mode of [undefined, 'monitor'] as const) {
      const corridor = corridorOf(mode ? { mode } : {});
      expect(nest(corridor, 11).error).toBeInstanceOf(EnforcementDepthError);
    }
    expect(nest(corridorOf({ sections: { hardening: { max_depth: 2 } } }), 3).violation?.type).toBe('depth_exceeded');
  });

  it('is not shared by calls side by side', () => {
    const corridor = corridorOf();
    for (let i = 0; i < 30; i++) expect(send(corridor, 't').value).toBe('ran');
  });
});

describe('input', () => {
  const sections = { hardening: { max_input_bytes: 64 } };

  it('refuses what is larger, nested too, and passes what is as large', () => {
    const corridor = corridorOf({ sections });
    expect(send(corridor, 't', ['x'.repeat(64)]).value).toBe('ran');
    expect(send(corridor, 't', [{ a: ['x'.repeat(64)] }]).error).toBeInstanceOf(InputTooLargeError);
  });

  it('only records it in monitor mode', () => {
    const corridor = corridorOf({ sections, mode: 'monitor' });
    expect(send(corridor, 't', ['x'.repeat(65)]).value).toBe('ran');
  });

  it.each([[{ max_input_bytes: 63 }], [{ max_depth: 0 }], [{ max_dept: 3 }]])('refuses the section %j', (section) => {
    expect(() => corridorOf({ sections: { hardening: section } })).toThrow(TypeError);
  });
});

describe('output', () => {
  const limited = (limit: unknown, setup: Setup = {}): Corridor =>
    corridorOf({ ...setup, sections: { max_output_size_bytes: limit } });

  it.each([
    [5, 'hello', true],
    [4, 'hello', false],
    [4, '\u{1f600}', true],
    [9, 'ééééé', false],
    ['10', 'ééééé', true],
    [0, '', true],
    [null, 'x'.repeat(1000), true],
    [3, { a: ['bcd'] }, false],
    [3, Buffer.alloc(4), false],
    [0, [42, true, null], true],
  ])('limit %j and result %j', (limit, result, passes) => {
    const ended = send(limited(limit), 't', [], result);
    expect([ended.status, ended.violation?.type]).toEqual(
      passes ? ['returned', undefined] : ['refused', 'output_too_large'],
    );
  });

  it('lets it pass where the policy only records', () => {
    expect(send(limited(3, { onViolation: 'log' }), 't', [], 'hello').value).toBe('hello');
  });

  it('counts the items of a stream together, and starts anew with each call', async () => {
    const corridor = limited(10);
    async function* four() {
      for (let i = 0; i < 4; i++) yield 'abcd';
    }
    for (let call = 0; call < 2; call++) {
      const outcome = await corridor.send({ tool: 't', args: [], fn: four, sync: false });
      const seen: unknown[] = [];
      const read = async (): Promise<void> => {
        for await (const item of outcome.value as AsyncIterable<string>) seen.push(item);
      };
      await expect(read()).rejects.toMatchObject({ code: 'EC_OUTPUT_TOO_LARGE' });
      expect(seen).toEqual(['abcd', 'abcd']);
    }
  });

  it('waits for promises', async () => {
    const outcome = await limited(3).send({ tool: 't', args: [], fn: async () => 'hello', sync: false });
    expect(outcome.violation?.type).toBe('output_too_large');
  });

  it.each([[-1], ['ten'], [1.5], [true]])('refuses the limit %j', (limit) => {
    expect(() => limited(limit)).toThrow(TypeError);
  });
});
