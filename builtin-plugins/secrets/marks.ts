/** @module The beginnings by which tokens of known providers are told: what bears one is judged by the provider's own rules. */
import { Reader } from './reader.ts';
import type { Detection } from './rule.ts';
import { PROVIDER_RULES } from './rules/providers.ts';
import { parseShape } from './shape.ts';
import { tokenCheck } from './token-check.ts';
import type { Check } from './token-check.ts';

interface Mark {
  readonly anchor: string;
  readonly check: Check;
}
let marks: ReadonlyMap<string, readonly Mark[]> | undefined;

/** Whether a value begins as the tokens of some provider do: `false` says so, and that it is none of them. */
export function isProviderToken(value: string): boolean | undefined {
  marks ??= collect();
  const borne = marks.get(value.slice(0, 3))?.filter(({ anchor }) => value.startsWith(anchor)) ?? [];
  if (borne.length === 0) return undefined;
  const reader = new Reader(value);
  const found: Detection[] = [];
  for (const { anchor, check } of borne) check.look(reader, 0, anchor.length, found);
  return found.some(({ end }) => end === value.length);
}

function collect(): Map<string, Mark[]> {
  const found = new Map<string, Mark[]>();
  for (const rule of PROVIDER_RULES) {
    if (rule.kind !== 'token') continue;
    for (const source of rule.shapes) {
      const shape = parseShape(source);
      const { anchor, offset } = shape;
      if (offset > 0 || anchor.length < 3) continue;
      const key = anchor.slice(0, 3);
      const mark = { anchor, check: tokenCheck(rule, shape) };
      found.set(key, [...(found.get(key) ?? []), mark]);
    }
  }
  return found;
}
