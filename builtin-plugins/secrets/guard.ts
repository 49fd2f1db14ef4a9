/** @module Denies calls whose arguments hold a secret, at any depth. */
import { abstain, deny, mapStrings } from 'enforcecore/sdk';
import type { GuardLike, ToolCall } from 'enforcecore/sdk';
import { cover } from './cover.ts';
import { SECRET_DETECTED } from './errors.ts';
import type { SecretScanner, SecretStrategy } from './scanner.ts';

/** A guard for `action: block`. Its remedy, for policies with `on_violation: redact`, is the call without the secrets. */
export function secretGuard(scanner: SecretScanner, strategy: SecretStrategy): GuardLike {
  return {
    name: 'secrets',
    precedence: 300,
    sync: true,
    check(call) {
      const categories = categoriesIn(call.args, scanner);
      if (categories.size === 0) return abstain();
      const named = [...categories].sort().join(', ');
      const remedy = (one: ToolCall): ToolCall =>
        one.with({
          args: mapStrings(one.args, (text) => cover(text, scanner.spans(text, 0, strategy)), { opaque: 'throw' }),
        });
      return deny(`the arguments hold a secret (${named})`, { code: SECRET_DETECTED, remedy });
    },
  };
}

function categoriesIn(args: readonly unknown[], scanner: SecretScanner): ReadonlySet<string> {
  const found = new Set<string>();
  mapStrings(args, (text) => {
    for (const { category } of scanner.detect(text)) found.add(category);
    return text;
  });
  return found;
}
