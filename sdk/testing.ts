/** @module Conformance suites for plugin authors: cases for any test runner. */
import { GUARDS, isVerdict } from '../kernel/decision.ts';
import { Corridor } from '../kernel/enforcer.ts';
import type { ToolCall } from '../kernel/call.ts';
import type { PolicyFacts } from '../kernel/record.ts';
import { AUDIT_BACKENDS, AuditEntry } from './audit.ts';
import { REDACTORS } from './points.ts';
import { toPlugin } from './spec-plugins.ts';
import { defaultsOf } from './standalone.ts';

/** One thing that is expected of every plugin. `run` rejects with what is wrong. */
export interface ConformanceCase {
  readonly name: string;
  run(): Promise<void>;
}

/** What a suite may be told. */
export interface ConformanceOptions {
  /** The plugin's configuration, as its `setup` receives it. Defaults of its sections are used when absent. */
  readonly config?: unknown;
}

const POLICY: PolicyFacts = { name: 'conformance', version: '1.0', mode: undefined, onViolation: 'block' };
const ODD_ARGUMENTS: readonly (readonly unknown[])[] = [
  [],
  [undefined],
  [null, 0, ''],
  ['text', { nested: [{ deep: true }] }],
  [new Map([['key', new Set([1])]]), Buffer.from('bytes'), new Date(0), 10n, Symbol('s')],
];
const TEXTS = ['', ' ', 'plain text', 'jane@example.com, 555-123-4567', '\u{1f600}\ud800', 'a'.repeat(10_000)];

/**
 * What the corridor expects of any plugin, as cases to hand to a test runner.
 *
 * @example
 * ```ts
 * const never = defineGuard({ name: 'never' }, () => deny('never'));
 * for (const { name, run } of conformance(never)) await run(); // with a test runner: it(name, run)
 * ```
 */
export function conformance(value: unknown, options: ConformanceOptions = {}): readonly ConformanceCase[] {
  const plugin = toPlugin(value);
  if (!plugin)
    return [
      {
        name: 'is a plugin',
        run: async () => fail('this is no plugin, no decorated class and no plugin class of the spec'),
      },
    ];
  const config = options.config ?? defaultsOf(plugin);
  const inside = (check: (corridor: Corridor) => Promise<void>) => async (): Promise<void> => {
    const corridor = new Corridor({ policy: POLICY, plugins: [{ plugin, config }] });
    await corridor.start();
    try {
      await check(corridor);
    } finally {
      await corridor.stop();
    }
  };
  return [
    {
      name: 'has a version number',
      run: async () => void (/^\d+\.\d+\.\d+/.test(plugin.version) || fail(`\`${plugin.version}\` is no version`)),
    },
    { name: 'can be set up twice at once, started and stopped', run: inside(() => inside(async () => undefined)()) },
    { name: 'answers every call with a verdict', run: inside(checkGuards) },
    { name: 'gives spans that lie within the text, and the same ones twice', run: inside(checkRedactors) },
    { name: 'takes an audit entry', run: inside(checkBackends) },
  ];
}

async function checkGuards(corridor: Corridor): Promise<void> {
  for (const guard of corridor.all(GUARDS)) {
    for (const args of ODD_ARGUMENTS) {
      const verdict: unknown = await guard.check(oddCall(args));
      if (!isVerdict(verdict)) fail(`guard \`${guard.name ?? '?'}\` answered with something that is no verdict`);
    }
  }
}

async function checkRedactors(corridor: Corridor): Promise<void> {
  for (const redactor of corridor.all(REDACTORS)) {
    for (const text of TEXTS) {
      if (!('find' in redactor)) {
        const { text: clean, count } = await redactor.redact(text);
        if (typeof clean !== 'string' || !Number.isInteger(count) || count < 0)
          fail(`redactor \`${redactor.name}\` gave no text and count`);
        continue;
      }
      const spans = await redactor.find(text);
      for (const { start, end } of spans) {
        if (!(start >= 0 && start < end && end <= text.length))
          fail(`redactor \`${redactor.name}\` gave a span outside its text`);
      }
      if (JSON.stringify(await redactor.find(text)) !== JSON.stringify(spans))
        fail(`redactor \`${redactor.name}\` finds something else the second time`);
    }
  }
}

async function checkBackends(corridor: Corridor): Promise<void> {
  for (const sink of corridor.all(AUDIT_BACKENDS)) {
    await sink.write(
      AuditEntry.create({ toolName: 'conformance', policyName: 'conformance', decision: 'allowed' }).toDict(),
    );
    await sink.flush?.();
  }
}

function oddCall(args: readonly unknown[]): ToolCall {
  const call: ToolCall = {
    id: '00000000-0000-4000-8000-000000000000',
    tool: 'conformance',
    args: Object.freeze([...args]),
    tenant: undefined,
    session: undefined,
    labels: new Set(),
    about: {},
    depth: 1,
    signal: new AbortController().signal,
    with: () => call,
  };
  return call;
}

function fail(message: string): never {
  throw new Error(message);
}
