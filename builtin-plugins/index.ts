/** @module The built-in rooms by name. Written by scripts/generate-registry.mjs; a test holds it against discovery. */
import * as audit from './audit/index.ts';
import * as auditJsonl from './audit-jsonl/index.ts';
import * as auditPostgres from './audit-postgres/index.ts';
import * as auditSqlite from './audit-sqlite/index.ts';
import * as hardening from './hardening/index.ts';
import * as mcpGateway from './mcp-gateway/index.ts';
import * as ner from './ner/index.ts';
import * as pii from './pii/index.ts';
import * as resourceAcl from './resource-acl/index.ts';
import * as secrets from './secrets/index.ts';
import * as streaming from './streaming/index.ts';
import * as toolAcl from './tool-acl/index.ts';

export const BUILT_IN_MODULES: Readonly<Record<string, unknown>> = {
  audit,
  'audit-jsonl': auditJsonl,
  'audit-postgres': auditPostgres,
  'audit-sqlite': auditSqlite,
  hardening,
  'mcp-gateway': mcpGateway,
  ner,
  pii,
  'resource-acl': resourceAcl,
  secrets,
  streaming,
  'tool-acl': toolAcl,
};
