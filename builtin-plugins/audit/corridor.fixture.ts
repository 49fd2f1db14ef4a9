/** @module A small corridor with a trail in memory, for the tests of this room. */
import { allow, AUDIT_BACKENDS, definePlugin, GUARDS } from 'enforcecore/sdk';
import type { AuditFields, AuditSink, Outcome, PluginHost, PolicyFacts } from 'enforcecore/sdk';
import { Corridor } from '../../kernel/enforcer.ts';
import { audit } from './index.ts';

export const POLICY: PolicyFacts = {
  name: 'p',
  version: '1.2',
  mode: 'strict',
  onViolation: 'block',
  hash: 'ab'.repeat(32),
};
type Entries = (AuditFields & Record<string, unknown>)[];

/** What the memory sink was given. Empty it before each test. */
export const entries: Entries = [];

export function plugin(
  name: string,
  setup: (host: PluginHost) => void,
): { plugin: ReturnType<typeof definePlugin>; config: object } {
  return { plugin: definePlugin({ name, version: '1.0.0', setup }), config: {} };
}
export const sinkOf = (sink: AuditSink) => plugin(`sink-${sink.name}`, (host) => host.contribute(AUDIT_BACKENDS, sink));
export const memory = (): AuditSink => ({
  name: 'memory',
  sync: true,
  write: (entry) => void entries.push(entry as never),
});
export const allows = plugin('allows', (host) =>
  host.contribute(GUARDS, { name: 'allows', sync: true, check: () => allow({ rule: 'r1' }) }),
);

interface Setup {
  readonly plugins?: readonly ReturnType<typeof plugin>[];
  readonly policy?: Partial<PolicyFacts>;
  readonly section?: object;
  readonly sinks?: readonly AuditSink[];
  readonly failOpen?: boolean;
}
export function corridor({
  plugins = [allows],
  policy,
  section,
  sinks = [memory()],
  failOpen = false,
}: Setup = {}): Corridor {
  const config = { audit: { entries: 'intent', ...section } };
  const all = [{ plugin: audit, config }, ...sinks.map(sinkOf), ...plugins];
  return new Corridor({ policy: { ...POLICY, ...policy }, plugins: all as never, failOpen });
}
export function send(
  where: Corridor,
  fn: (...args: never[]) => unknown,
  sync = true,
  args: unknown[] = [],
): Outcome | Promise<Outcome> {
  return where.send({ tool: 'search', args, fn, sync, tenant: 'team_a' });
}
export const kinds = (): string[] =>
  entries.map((entry) => `${entry.entry_type}:${entry.decision}:${entry.violation_type ?? ''}`);
