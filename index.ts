/** @module The application's door: every public name, re-exported, and the built-in rooms made known. */
import { BUILT_IN_MODULES } from './builtin-plugins/index.ts';
import { registerBuiltIns } from './sdk/catalog.ts';

registerBuiltIns(new URL('./builtin-plugins/', import.meta.url), BUILT_IN_MODULES);

export { createEnforcer } from './sdk/create.ts';
export type { CreateOptions } from './sdk/create.ts';
export { enforce } from './sdk/enforce.ts';
export type { EnforceDecorator, EnforceOptions } from './sdk/enforce.ts';
export { EnforceScope } from './sdk/scope.ts';
export { Enforcer } from './sdk/enforcer.ts';
export type { CallOptions, Enforced, EnforcerOptions, PluginInput } from './sdk/options.ts';
export { EnforcementResult } from './sdk/result.ts';
export { PolicyEngine } from './sdk/engine.ts';
export type { PolicyEvaluation } from './sdk/engine.ts';
export { loadPolicy, Policy } from './sdk/policy.ts';
export type {
  NetworkPolicy,
  PIIRedactionConfig,
  PolicyInput,
  PolicyRules,
  ResourceLimits,
} from './sdk/policy-types.ts';
export type { Problem } from './policies/problems.ts';
export { Settings, settings } from './sdk/settings.ts';
export type { SettingValues } from './sdk/settings.ts';
export { Decision, SensitivityLabel, ViolationAction, ViolationType } from './sdk/types.ts';
export { HookRegistry, onPostCall, onPreCall, onRedaction, onViolation } from './sdk/hooks.ts';
export { HookContext } from './kernel/events.ts';
export type { RedactionHookContext, ViolationHookContext } from './kernel/events.ts';
export type { ToolCall as CallContext } from './kernel/call.ts';
export { EnforceCoreError, EnforcementViolation } from './kernel/errors.ts';
export * from './sdk/errors.ts';
export { AuditBackendPlugin, GuardPlugin, RedactorPlugin } from './sdk/spec-plugins.ts';
export type { GuardResult, RedactResult } from './sdk/spec-plugins.ts';
export { PluginManager } from './sdk/manager.ts';
export type { PluginInfo } from './sdk/manager.ts';
export {
  checkInputSize,
  EnforcementDepthError,
  enterEnforcement,
  exitEnforcement,
  getEnforcementChain,
  getEnforcementDepth,
  HardeningError,
  InputTooLargeError,
  InvalidToolNameError,
  isDevMode,
  MAX_ENFORCEMENT_DEPTH,
  MAX_INPUT_SIZE_BYTES,
  MAX_TOOL_NAME_LENGTH,
  validateToolName,
  warnFailOpen,
} from './builtin-plugins/hardening/index.ts';
export { isNerAvailable, NERBackend } from './builtin-plugins/ner/index.ts';
export type { AnalyzeOptions, NerCategory, NEROptions, NERSpan } from './builtin-plugins/ner/index.ts';
export { PatternRegistry, RedactionError, RedactionStrategy, Redactor } from './builtin-plugins/pii/index.ts';
export type {
  CustomPattern,
  DetectedEntity,
  PatternOptions,
  RedactionEvent,
  RedactionResult,
  RedactorOptions,
} from './builtin-plugins/pii/index.ts';
export { streamEnforce, StreamingRedactor } from './builtin-plugins/streaming/index.ts';
export type {
  EnforcedStream,
  StreamAuditEntry,
  StreamEnforcementResult,
  StreamEnforceOptions,
  StreamFind,
  StreamingRedactorOptions,
  StreamRedactionEvent,
} from './builtin-plugins/streaming/index.ts';
export { SecretScanner } from './builtin-plugins/secrets/index.ts';
export type { DetectedSecret, SecretScannerOptions } from './builtin-plugins/secrets/index.ts';
export {
  AuditBackend,
  Auditor,
  AuditStoreBackendAdapter,
  CallbackBackend,
  compressTrail,
  eraseSubject,
  holdTrail,
  JsonlBackend,
  loadTrail,
  MultiBackend,
  NullBackend,
  pruneTrail,
  readPayload,
  releaseTrail,
  verifyTrail,
} from './builtin-plugins/audit-jsonl/index.ts';
export type {
  AuditorOptions,
  CheckpointOptions,
  Durability,
  EntryRange,
  Erasure,
  JsonlOptions,
  KeepingOptions,
  LoadOptions,
  PayloadOptions,
  PruneOptions,
  RecordInit,
  SigningOptions,
  TrailOptions,
  TrailProblem,
  TrailSegment,
  VerificationResult,
  VerifyOptions,
} from './builtin-plugins/audit-jsonl/index.ts';
export { AuditEntry, AuditError, generateLogKeys } from './sdk/audit.ts';
export type { LogSigner, LogWitness, PayloadKeys, RetentionPlan } from './sdk/audit.ts';
export { decodeEncodedPii, normalizeHomoglyphs, normalizeUnicode, prepareForDetection } from './sdk/text.ts';
export { deepRedact } from './sdk/walk.ts';
