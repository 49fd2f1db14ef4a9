/** @module The plugin author's door: what a plugin is made with, and what rooms share. */
export type { Awaitable } from '../kernel/awaitable.ts';
export { andThen, isThenable } from '../kernel/awaitable.ts';
export { scopes } from '../kernel/call.ts';
export type { Scope, ToolCall } from '../kernel/call.ts';
export type { Middleware, Next, Phase } from '../kernel/chain.ts';
export type { Outcome } from '../kernel/outcome.ts';
export { abstain, allow, APPROVER, ask, deny, GUARDS } from '../kernel/decision.ts';
export type { Approver, Effect, Guard as GuardLike, Verdict } from '../kernel/decision.ts';
export {
  brandError,
  EnforceCoreError,
  EnforcementViolation,
  registerCodes,
  registerViolation,
} from '../kernel/errors.ts';
export type { CodeInfo, Violation, ViolationFacts } from '../kernel/errors.ts';
export type {
  EventName,
  Events,
  HookContext,
  Listener,
  RedactionHookContext,
  ViolationHookContext,
} from '../kernel/events.ts';
export { definePlugin, isPlugin } from '../kernel/plugin.ts';
export type { AnyPlugin, Plugin, PluginHost, Running, StandardSchema } from '../kernel/plugin.ts';
export type { PolicyFacts } from '../kernel/record.ts';
export { RUNNER } from '../kernel/steps.ts';
export type { Runner } from '../kernel/steps.ts';
export type { CallOfValue, Destination, Find, Sanitizer, TextFlow } from '../kernel/sanitizer.ts';
export type { CallRecord } from '../kernel/record.ts';
export { loadLater } from '../kernel/runtime.ts';
export { optional, point, token } from '../kernel/tokens.ts';
export type { OptionalToken, Point, Token } from '../kernel/tokens.ts';
export * from './audit.ts';
export { AuditBackend, defineAuditBackend, defineGuard, defineRedactor, Guard, Redactor } from './define.ts';
export type { ClassOptions } from './define.ts';
export * from './detection.ts';
export { createEnforcer } from './create.ts';
export { Enforcer } from './enforcer.ts';
export { StreamingViolation } from './errors.ts';
export { Policy } from './policy.ts';
export type { PolicyInput } from './policy-types.ts';
export * from './entities.ts';
export * from './points.ts';
export { provideAlone } from './standalone.ts';
export { JsonWriter } from './json-writer.ts';
export { RedactingFlow } from './text-flow.ts';
export type { FlowFind, FlowOptions, FlowWriter } from './text-flow.ts';
export { coverSpans } from './spans.ts';
export type { Cover } from './spans.ts';
export { schemaLater } from './schema-later.ts';
export type { OutputOf, SchemaLater } from './schema-later.ts';
export * from './text.ts';
export { FOLD_REACH, foldForDetection, holdForFolding, SPOKEN_REACH } from './text-fold.ts';
export type { Folded, FoldOptions } from './text-fold.ts';
export * from './walk.ts';
