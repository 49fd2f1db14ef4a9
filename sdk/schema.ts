/** @module The JSON Schema of a policy document, put together from what each plugin says of its sections. */
import { jsonSchemaOf } from '../policies/json-schema.ts';
import type { JsonSchema } from '../policies/json-schema.ts';
import type { SectionOwner } from '../policies/shape.ts';

/** JSON Schema (draft 2020-12) of a policy in which these sections can stand. For editors and for spelling. */
export function documentSchema(owners: readonly SectionOwner[]): JsonSchema {
  const sections = Object.fromEntries(
    owners.map(({ section, schema, plugin }) => [
      section,
      { ...withoutDialect(jsonSchemaOf(schema)), $comment: `plugin: ${plugin}` },
    ]),
  );
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'EnforceCore policy',
    type: 'object',
    properties: {
      name: { type: 'string', minLength: 1, description: 'the name of the policy; that of its file when absent' },
      version: { type: 'string', default: '1.0' },
      mode: {
        enum: ['strict', 'monitor'],
        description: '`strict` denies what nothing allows; `monitor` records and lets run',
      },
      extends: { type: 'string', description: 'the policy this one stands on, relative to this file' },
      on_violation: { enum: ['block', 'log', 'redact'], default: 'block' },
      plugins: { type: 'array', items: { type: 'string' }, description: 'npm packages to activate' },
      rules: {
        anyOf: [
          { type: 'object', properties: sections, additionalProperties: false },
          { type: 'array', items: RULE },
        ],
      },
      ...sections,
    },
    additionalProperties: false,
  };
}

const RULE = {
  type: 'object',
  properties: {
    name: { type: 'string', minLength: 1 },
    action: { enum: ['allow', 'deny'] },
    resource: { enum: ['tool', 'filesystem', 'network', 'api'] },
    pattern: { type: 'string', minLength: 1 },
  },
  required: ['name', 'action', 'resource', 'pattern'],
  additionalProperties: false,
};

function withoutDialect(schema: JsonSchema | undefined): JsonSchema {
  const { $schema: _dialect, ...rest } = schema ?? {};
  return rest;
}
