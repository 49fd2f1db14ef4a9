import { describe, expect, it } from 'vitest';
import * as door from 'enforcecore';
import * as auditstore from 'enforcecore/auditstore';
import * as backends from 'enforcecore/auditstore/backends';
import * as sdk from 'enforcecore/sdk';
import * as testing from 'enforcecore/sdk/testing';

/** Every value the application's door gives. A name that appears or goes is a change users see: it changes this list. */
const DOOR = `
  enforce Enforcer createEnforcer EnforcementResult EnforceScope
  Policy PolicyEngine loadPolicy Settings settings
  Decision RedactionStrategy ViolationType ViolationAction SensitivityLabel
  EnforceCoreError PolicyError PolicyLoadError PolicyValidationError EnforcementViolation ToolDeniedError DomainDeniedError
  ContentViolationError RateLimitError CostLimitError ResourceLimitError RedactionError AuditError HardeningError
  InvalidToolNameError InputTooLargeError EnforcementDepthError PluginLoadError PolicyServerError ComplianceError
  SandboxTimeoutError SandboxMemoryError SandboxViolationError StreamingViolation
  onPreCall onPostCall onViolation onRedaction HookRegistry HookContext
  validateToolName checkInputSize deepRedact enterEnforcement exitEnforcement getEnforcementDepth getEnforcementChain
  isDevMode warnFailOpen MAX_TOOL_NAME_LENGTH MAX_INPUT_SIZE_BYTES MAX_ENFORCEMENT_DEPTH
  normalizeUnicode normalizeHomoglyphs decodeEncodedPii prepareForDetection Redactor PatternRegistry
  streamEnforce StreamingRedactor SecretScanner NERBackend isNerAvailable
  Auditor AuditEntry generateLogKeys verifyTrail loadTrail AuditBackend JsonlBackend NullBackend CallbackBackend MultiBackend
  AuditStoreBackendAdapter
  compressTrail pruneTrail holdTrail releaseTrail readPayload eraseSubject
  GuardPlugin RedactorPlugin AuditBackendPlugin PluginManager
`;

/** What the plugin author's door must give; it may give more. */
const SDK = `
  definePlugin defineGuard defineRedactor defineAuditBackend Guard Redactor AuditBackend token point
  GUARDS REDACTORS AUDIT_BACKENDS COMMANDS allow deny ask abstain foldName
`;
const names = (list: string): string[] => list.trim().split(/\s+/).sort();

describe('the public surface', () => {
  it('of `enforcecore` is exactly what is documented', () => {
    expect(Object.keys(door).sort()).toEqual(names(DOOR));
  });
  it('of `enforcecore/sdk` has what plugin authors need, and nothing that is a thenable', () => {
    expect(Object.keys(sdk)).toEqual(expect.arrayContaining(names(SDK)));
    expect('then' in sdk || 'then' in door).toBe(false);
  });
  it('of `enforcecore/sdk/testing` is the conformance suite', () => {
    expect(Object.keys(testing)).toEqual(['conformance']);
  });
  it('of `enforcecore/auditstore` is the store, and of `enforcecore/auditstore/backends` what keeps it', () => {
    expect(Object.keys(auditstore).sort()).toEqual(names('AuditBackend AuditEntry AuditError AuditStore'));
    expect(Object.keys(backends).sort()).toEqual(
      names('AuditBackend JSONLBackend SQLiteBackend PostgreSQLBackend PostgresWitness migratePostgres'),
    );
    expect(backends.AuditBackend).toBe(auditstore.AuditBackend);
    expect(auditstore.AuditEntry).toBe(door.AuditEntry);
  });
});
