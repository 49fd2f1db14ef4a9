/** @module What the tests of this room share: rules, and a corridor around them. */
import { Corridor } from '../../kernel/enforcer.ts';
import { allow, definePlugin, GUARDS, RULES } from 'enforcecore/sdk';
import { HostRules } from '../../policies/host-rules.ts';
import { NameRules } from '../../policies/name-rules.ts';
import { PathRules } from '../../policies/path-rules.ts';
import { resourceAcl } from './index.ts';
import type { Rules } from './judge.ts';
import type { Kind } from './mapping.ts';

export type RuleLine = readonly [action: 'allow' | 'deny', kind: Kind, pattern: string];

/** Rules as the policy language compiles them, named after themselves. */
export function makeRules(lines: readonly RuleLine[], strict = true): Rules {
  const sets = {
    filesystem: new PathRules({}),
    network: new HostRules(),
    api: new NameRules((text) => text, { addresses: true }),
  };
  for (const [action, kind, pattern] of lines) sets[kind].add(`${action} ${pattern}`, action, pattern);
  return { strict, ...Object.fromEntries(Object.entries(sets).filter(([, set]) => set.size > 0)) };
}

export interface Asked {
  readonly about?: Record<string, unknown>;
  readonly resources?: Record<string, unknown>;
  readonly tool?: string;
}

/** What becomes of one call under these rules: `ran`, or the violation. */
export function asker(rules: Rules, resources: Record<string, unknown> = {}) {
  const given = definePlugin({
    name: 'rules-of-the-test',
    version: '1.0.0',
    provides: [RULES],
    setup(host) {
      host.provide(RULES, rules);
      host.contribute(GUARDS, { name: 'any-tool', sync: true, check: () => allow() });
    },
  });
  const config = resourceAcl.sections['resources']?.['~standard'].validate(resources) as { value: unknown };
  const corridor = new Corridor({
    policy: { name: 'p', version: '1', mode: 'strict', onViolation: 'block' },
    plugins: [
      { plugin: resourceAcl, config: { resources: config.value } },
      { plugin: given, config: {} },
    ],
  });
  return (args: readonly unknown[], { about, tool = 'tool' }: Asked = {}) => {
    let ran = false;
    const outcome = corridor.send({ tool, args, about, sync: true, fn: () => (ran = true) }) as {
      status: string;
      violation?: { type: string; rule?: string; reason: string };
    };
    if (outcome.status === 'returned' && ran) return { type: 'ran', rule: undefined, reason: '' };
    if (ran) throw new Error('the tool ran although the call was refused');
    return outcome.violation ?? { type: outcome.status, rule: undefined, reason: '' };
  };
}
