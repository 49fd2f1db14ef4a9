/** @module What a policy says, as types: its sections, and the forms it is given in. */

/** Redaction of personal data, as a policy has it. */
export interface PIIRedactionConfig {
  readonly enabled: boolean;
  readonly categories: readonly string[];
  readonly strategy: 'placeholder' | 'mask' | 'hash' | 'remove';
  /** Patterns of one's own. */
  readonly patterns: readonly {
    readonly category: string;
    readonly pattern: string;
    readonly placeholder?: string | undefined;
    readonly mask?: string | undefined;
  }[];
}

/** Limits on one call, as a policy has them. */
export interface ResourceLimits {
  readonly maxCallDurationSeconds: number | null;
  readonly maxMemoryMb: number | null;
  readonly maxCostUsd: number | null;
}

/** Hosts that may be reached, as a policy has them. */
export interface NetworkPolicy {
  readonly enabled: boolean;
  readonly allowedDomains: readonly string[];
  readonly deniedDomains: readonly string[];
  readonly denyAllOther: boolean;
}

/** The sections of a policy, with their defaults. Which there are depends on the plugins that are active. */
export interface PolicyRules {
  /** `null`: all tools but the denied. `[]`: none. */
  readonly allowedTools: readonly string[] | null;
  readonly deniedTools: readonly string[];
  readonly piiRedaction: PIIRedactionConfig;
  readonly maxOutputSizeBytes: number | null;
  readonly redactOutput: boolean;
  readonly [section: string]: unknown;
}

/** A policy as an object, in the spelling of the file (`allowed_tools`) or of the code (`allowedTools`). */
export type PolicyInput = Readonly<Record<string, unknown>>;

/** What may be said when a policy is read. */
export interface PolicyOptions {
  /** Plugins given in code whose sections the policy may have. */
  readonly plugins?: readonly unknown[] | undefined;
  /** The folder that `extends` of an object is relative to. */
  readonly baseDir?: string | undefined;
  /** Where the project's dependencies are looked up; the working directory when absent. */
  readonly projectDir?: string | undefined;
}
