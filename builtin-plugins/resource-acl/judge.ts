/** @module Holds the targets of a call against the rules of their kind. */
import { abstain, deny } from 'enforcecore/sdk';
import type { RULES, Verdict } from 'enforcecore/sdk';
import { ACCESSES } from './mapping.ts';
import type { Access, Kind } from './mapping.ts';
import { apiMeanings, hostMeaning } from './spellings.ts';
import type { Meaning, Roots } from './spellings.ts';
import type { Target } from './targets.ts';

export type Rules = (typeof RULES)['T'];
type RuleSet = NonNullable<Rules[Kind]>;

/**
 * Judges targets. Denies when a rule denies one, when one cannot be read, or when the policy is strict and no rule
 * allows it. Abstains otherwise: that a file may be read does not make the tool one that may run.
 *
 * @param readOnly - whether the tool is known to read only
 */
export function judge(targets: readonly Target[], rules: Rules, roots: () => Roots, readOnly: boolean): Verdict {
  let refusal: Verdict | undefined;
  for (const target of targets) {
    const set = rules[target.kind];
    if (!set || set.size === 0) continue;
    const verdict = judgeOne(target, set, rules.strict, roots, readOnly);
    // A denial by a rule says more than that no rule allows; which target comes first must not matter.
    if (verdict?.rule !== undefined) return verdict;
    refusal ??= verdict;
  }
  return refusal ?? abstain();
}

function judgeOne(
  target: Target,
  set: RuleSet,
  strict: boolean,
  roots: () => Roots,
  readOnly: boolean,
): Verdict | undefined {
  const meanings = meaningsOf(target, roots);
  const unreadable = meanings === undefined || (meanings.length === 0 && target.certainty === 'declared');
  if (unreadable && target.certainty !== 'possible') return refuse(target, 'cannot be read as one that is allowed');
  if (!meanings) return undefined;
  const { denied, needed } = accessesOf(target, readOnly);
  for (const meaning of meanings) {
    for (const spelling of [...meaning.allow, ...meaning.deny]) {
      for (const access of denied) {
        const answer = set.match(access + spelling);
        if (answer?.action === 'deny') return refuse(target, 'is denied by a rule', answer.rule);
      }
    }
  }
  if (!strict || target.certainty === 'possible') return undefined;
  const allowed = (meaning: Meaning, access: string): boolean =>
    meaning.allow.some((spelling) => set.match(access + spelling)?.action === 'allow');
  if (meanings.every((meaning) => needed.every((access) => allowed(meaning, access)))) return undefined;
  return refuse(target, 'is not among those allowed');
}

function meaningsOf({ kind, text, host, certainty }: Target, roots: () => Roots): readonly Meaning[] | undefined {
  if (kind === 'network') return host && [hostMeaning(host)];
  if (text === undefined) return undefined;
  // What only may be a path is held against denials as written: prose would send the guard to the disk for every word.
  return kind === 'api' ? apiMeanings(text) : roots().meanings(text, certainty !== 'possible');
}

/** As which accesses a rule may deny the target, and as which rules have to allow it. Prefixes, as patterns have them. */
function accessesOf(target: Target, readOnly: boolean): { denied: readonly string[]; needed: readonly string[] } {
  if (target.kind !== 'filesystem') return PLAIN;
  const known: Access | undefined = target.access ?? (readOnly ? 'read' : undefined);
  return known === undefined ? ANY_ACCESS : { denied: [`${known}:`], needed: [`${known}:`] };
}

const PLAIN = { denied: [''], needed: [''] };
const ANY_ACCESS = { denied: ACCESSES.map((one) => `${one}:`), needed: ['read:', 'write:'] };

function refuse(target: Target, because: string, rule?: string): Verdict {
  const code =
    target.kind === 'network' ? 'domain_denied' : rule === undefined ? 'resource_not_allowed' : 'resource_denied';
  return deny(`${describe(target)} ${because}`, rule === undefined ? { code } : { code, rule });
}

const NOUNS = { filesystem: 'file', network: 'host', api: 'API target' } as const;

function describe({ kind, text, access }: Target): string {
  const noun = access === undefined ? `the ${NOUNS[kind]}` : `${access} access to the ${NOUNS[kind]}`;
  return text === undefined ? `${noun} that an argument names` : `${noun} \`${shown(text)}\``;
}

/** Without userinfo, query and control characters, and not longer than a line. */
function shown(text: string): string {
  const plain = text.replace(/(:[\\/]{2})[^\\/]*@/, '$1').replace(/^(https?:[^?#]*)[?#][^]*$/i, '$1');
  return plain.slice(0, 120).replace(/[\p{Cc}\p{Cf}`]/gu, '\ufffd');
}
