/** @module Judges the files, hosts and API targets that a call's arguments name, by the policy's rules for them. */
import { homedir, userInfo } from 'node:os';
import { isAbsolute, resolve } from 'node:path';
import { z } from 'zod';
import {
  definePlugin,
  deny,
  EnforcementViolation,
  foldName,
  GUARDS,
  optional,
  registerCodes,
  registerViolation,
  RULES,
  schemaLater,
} from 'enforcecore/sdk';
import type { ToolCall, Verdict } from 'enforcecore/sdk';
import type { Place } from './canonical.ts';
import { judge } from './judge.ts';
import type { Rules } from './judge.ts';
import { KINDS, mappingSchema, NO_MAPPING, parseMapping } from './mapping.ts';
import type { Mapping, MappingInput } from './mapping.ts';
import { Roots } from './spellings.ts';
import { extractTargets } from './targets.ts';
import { Unjudgeable } from './unjudgeable.ts';

export type { Declaration, Mapping } from './mapping.ts';
export { parseMapping } from './mapping.ts';
export { resolvePattern } from './pattern.ts';
export { extractTargets } from './targets.ts';
export type { Certainty, Target } from './targets.ts';
export { findHosts, readHost } from './hosts.ts';
export type { FoundHost, Host } from './host-name.ts';

registerCodes({
  EC_RESOURCE_DENIED: {
    summary: 'a rule denies a file or an API target that an argument names',
    hint: 'change the rule named, if the tool should reach it',
  },
  EC_RESOURCE_NOT_ALLOWED: {
    summary: 'no rule allows a file or an API target that an argument names',
    hint: 'write an allow rule, or declare under `resources` what the argument is (`none` when it names nothing)',
  },
});
registerViolation('resource_denied', 'EC_RESOURCE_DENIED', (facts) => new EnforcementViolation(facts));
registerViolation('resource_not_allowed', 'EC_RESOURCE_NOT_ALLOWED', (facts) => new EnforcementViolation(facts));

/** By tool: its arguments and what they are. `base` is the folder that relative paths start in, unless it is a mapping. */
const section = schemaLater(() => {
  const mapping = mappingSchema();
  return z
    .object({ base: z.union([z.string().min(1), mapping]).optional() })
    .catchall(mapping)
    .default({});
});

export const resourceAcl = definePlugin({
  name: 'resource-acl',
  version: '0.1.0',
  description: 'Judges the files, hosts and API targets that arguments name',
  policy: { sections: { resources: section }, main: 'resources' },
  needs: { rules: optional(RULES) },
  setup(host, { rules }, { resources }) {
    const kinds = KINDS.filter((kind) => (rules?.[kind]?.size ?? 0) > 0);
    // Without rules of these kinds no call pays for them.
    if (!rules || kinds.length === 0) return;
    const { base, ...rest } = resources;
    const tools: Record<string, MappingInput> = typeof base === 'object' ? { ...rest, base } : rest;
    const declared = new Map(Object.entries(tools).map(([tool, input]) => [foldName(tool), parseMapping(input)]));
    const place = placeOf(typeof base === 'string' ? base : undefined);
    const check = (call: ToolCall): Verdict => {
      try {
        const targets = extractTargets(call.args, mappingFor(call, declared), kinds);
        return judge(targets, rules as Rules, lazyRoots(place), isReadOnly(call));
      } catch (error) {
        // A denial rather than a failure: no setting that lets failures pass may let this one.
        if (error instanceof Unjudgeable) return deny(error.message, { code: 'resource_not_allowed' });
        throw error;
      }
    };
    host.contribute(GUARDS, { name: 'resource-acl', precedence: 200, sync: true, check });
  },
});

export default resourceAcl;

/** The policy's word on an argument wins over the wrapper's. */
function mappingFor(call: ToolCall, declared: ReadonlyMap<string, Mapping>): Mapping {
  const policy = declared.get(foldName(call.tool));
  const wrapper = wrapperMapping(call.about['resources']);
  return policy && wrapper ? new Map([...wrapper, ...policy]) : (policy ?? wrapper ?? NO_MAPPING);
}

function wrapperMapping(input: unknown): Mapping | undefined {
  if (input === undefined) return undefined;
  const known = typeof input === 'object' && input !== null ? parsed.get(input) : undefined;
  if (known) return known;
  const mapping = parseMapping(input);
  parsed.set(input as object, mapping);
  return mapping;
}

const parsed = new WeakMap<object, Mapping>();

/** A tool's own word that it only reads counts when whoever wrapped it vouches for it. */
function isReadOnly({ about }: ToolCall): boolean {
  const annotations = about['annotations'] as { readOnlyHint?: unknown } | null | undefined;
  return about['annotationsTrusted'] === true && annotations?.readOnlyHint === true;
}

/** The working folder may change while the program runs, so it is read at each call unless `base` is fixed. */
function placeOf(base: string | undefined): () => Place {
  const { platform } = process;
  const home = homedir();
  const user = userName();
  const fixed = base === undefined || isAbsolute(base) ? base : resolve(base);
  return () => ({ base: fixed ?? process.cwd(), home, user, platform });
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under an id that has no name. No path starts with `~` and a slash-free empty name but `~` itself.
    return '';
  }
}

function lazyRoots(place: () => Place): () => Roots {
  let roots: Roots | undefined;
  return () => (roots ??= new Roots(place()));
}
