/** @module A few hand-made owners of sections, and policies on the disk, for the tests of the policy language. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { z } from 'zod';
import type { StandardSchema } from '../kernel/plugin.ts';
import { PolicyError } from './problems.ts';
import type { Problem } from './problems.ts';
import type { SectionOwner } from './shape.ts';

const names = z.array(z.string());
const owner = (plugin: string, section: string, schema: unknown, aliases: string[] = []): SectionOwner => ({
  plugin,
  section,
  schema: schema as StandardSchema,
  aliases,
});

export const OWNERS: readonly SectionOwner[] = [
  owner('tool-acl', 'allowed_tools', names.nullable().default(null)),
  owner('tool-acl', 'denied_tools', names.default([])),
  owner(
    'pii',
    'pii_redaction',
    z
      .object({
        enabled: z.boolean().default(false),
        categories: z.array(z.enum(['email', 'phone', 'ssn'])).default(['email', 'phone']),
        strategy: z.enum(['placeholder', 'mask', 'hash', 'remove']).default('placeholder'),
      })
      .prefault({}),
  ),
  owner(
    'resource-guard',
    'resource_limits',
    z
      .strictObject({
        max_cost_usd: z.number().min(0).nullable().default(null),
        max_memory_mb: z.number().nullable().default(null),
      })
      .optional(),
    ['resources', 'limits'],
  ),
  owner(
    'network',
    'network',
    z
      .strictObject({
        enabled: z.boolean().optional(),
        allowed_domains: names.default([]),
        denied_domains: names.default([]),
      })
      .optional(),
  ),
  owner(
    'content-rules',
    'content_rules',
    z
      .strictObject({
        enabled: z.boolean().default(false),
        block_patterns: z.array(z.strictObject({ name: z.string(), pattern: z.string() })).default([]),
      })
      .optional(),
  ),
  owner(
    'rate-limit',
    'rate_limits',
    z
      .strictObject({
        enabled: z.boolean().default(false),
        per_tool: z
          .record(z.string(), z.strictObject({ max_calls: z.number(), window_seconds: z.number().optional() }))
          .default({}),
      })
      .optional(),
  ),
  owner(
    'hardening',
    'max_output_size_bytes',
    z
      .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
      .nullable()
      .default(null),
  ),
  owner('pii', 'redact_output', z.boolean().default(true)),
];

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Writes files into a new folder and gives its path. */
export function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'policies-'));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** The problems that something throws, with the class it throws. */
export function failure(work: () => unknown): { error: string; problems: readonly Problem[] } {
  try {
    work();
  } catch (error) {
    if (error instanceof PolicyError) return { error: error.name, problems: error.problems };
    throw error;
  }
  throw new Error('nothing was thrown');
}
