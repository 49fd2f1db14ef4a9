/** @module Allows and denies tools by name. */
import { z } from 'zod';
import { allow, definePlugin, deny, foldName, GUARDS, optional, RULES, schemaLater } from 'enforcecore/sdk';
import type { GuardLike, ToolCall, Verdict } from 'enforcecore/sdk';

export const toolAcl = definePlugin({
  name: 'tool-acl',
  version: '0.1.0',
  description: 'Allows and denies tools by name',
  policy: {
    sections: {
      /** `null` or absent: every tool that is not denied. `[]`: none. */
      allowed_tools: schemaLater(() => z.array(z.string()).nullable().default(null)),
      denied_tools: schemaLater(() => z.array(z.string()).default([])),
    },
  },
  needs: { rules: optional(RULES) },
  setup(host, { rules }, config) {
    const denied = new Set(config.denied_tools.map(foldName));
    const allowed = config.allowed_tools && new Set(config.allowed_tools.map(foldName));
    const strict = rules?.strict ?? false;
    const judge = (folded: string): Verdict => {
      if (denied.has(folded)) return deny('the tool is denied', { code: 'tool_denied', rule: 'denied_tools' });
      const ruled = rules?.tool?.match(folded);
      if (ruled?.action === 'deny')
        return deny('the tool is denied by a rule', { code: 'tool_denied', rule: ruled.rule });
      if (ruled) return allow({ rule: ruled.rule });
      if (allowed?.has(folded)) return allow({ rule: 'allowed_tools' });
      if (allowed || strict) return deny('the tool is not among those allowed', { code: 'tool_not_allowed' });
      return allow();
    };
    host.contribute(GUARDS, byName(judge));
  },
});

export default toolAcl;

/** Judges a name once: folding and looking up is done when a name is first seen, not at every call. */
function byName(judge: (folded: string) => Verdict): GuardLike {
  const known = new Map<string, Verdict>();
  return {
    name: 'tool-acl',
    precedence: 100,
    sync: true,
    check({ tool }: ToolCall): Verdict {
      let verdict = known.get(tool);
      if (verdict === undefined) {
        verdict = Object.freeze(judge(foldName(tool)));
        // A caller who makes up names must not make the table grow without bound.
        if (known.size >= MOST_NAMES) known.clear();
        known.set(tool, verdict);
      }
      return verdict;
    },
  };
}

const MOST_NAMES = 20_000;
