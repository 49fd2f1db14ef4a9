/** @module The list form of a policy's rules: name, action, resource, pattern. */

export type RuleAction = 'allow' | 'deny';
export type ResourceKind = 'tool' | 'filesystem' | 'network' | 'api';

/** What the rules of one kind of resource say of one target. `undefined`: no rule matches. */
export interface RuleAnswer {
  readonly action: RuleAction;
  /** The name of the rule that decided. Deny rules win over allow rules. */
  readonly rule: string;
}

/** The rules of one kind of resource. */
export interface RuleSet {
  readonly size: number;
  /**
   * For `tool`, the target is a folded name; for `filesystem`, `access:/absolute/path` (and `access:./path`,
   * `access:~/path` where relative patterns were not made absolute); for `network`, `host`,
   * `host:port` or `scheme://host:port`; for `api`, the text that the room chooses.
   */
  match(target: string): RuleAnswer | undefined;
}

/** The rules of a policy by kind. A kind without rules is absent. */
export interface CompiledRules {
  /** What nothing allows is denied: `mode: strict` or the list form. */
  readonly strict: boolean;
  readonly tool?: RuleSet;
  readonly filesystem?: RuleSet;
  readonly network?: RuleSet;
  readonly api?: RuleSet;
}
