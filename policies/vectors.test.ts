/** @module The recorded documents of an earlier implementation, with a small set of owners. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fromObject } from './document.ts';
import { compilePolicy as compileWhole } from './compile-policy.ts';
import { loadPolicyFile, resolveExtends, stack } from './load.ts';
import { failure, folderOf, OWNERS } from './owners.fixture.ts';

const compilePolicy = (...input: Parameters<typeof compileWhole>) => {
  const { facts, values: sections, compiled: rules, plugins } = compileWhole(...input);
  return { facts, sections, rules, plugins };
};

interface Row {
  readonly id: string;
  readonly area: string;
  readonly why: string;
  readonly input: {
    readonly files: Record<string, string>;
    readonly main: string;
    readonly base: Record<string, unknown>;
    readonly override: Record<string, unknown>;
  };
  readonly expect: {
    readonly ok: boolean;
    readonly error?: string;
    readonly policy?: { readonly name: string; readonly rules: Record<string, unknown> };
  };
  readonly believed?: { readonly ok?: boolean; readonly error?: string };
}

const file = new URL('../../shared/vectors/load.json', import.meta.url);
const rows = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Row[]) : [];
/** A file without a name takes its own. */
const DEVIATIONS = new Set(['load.file-003']);
const compile = (path: string) => compilePolicy(loadPolicyFile(path), OWNERS, { fold: (text) => text.toLowerCase() });

describe.runIf(rows.length > 0)('load.json', () => {
  const files = rows.filter((row) => row.area === 'load.file' && !DEVIATIONS.has(row.id));
  const held = (row: Row) => ({ ...row.expect, ...row.believed });
  const refused = files.filter((row) => !held(row).ok).map((row) => [row.id, row.why, row] as const);
  const accepted = files.filter((row) => held(row).ok).map((row) => [row.id, row.why, row] as const);

  test.each(refused)('%s: %s', (_id, _why, row) => {
    const path = join(folderOf(row.input.files), row.input.main);
    const error =
      row.believed && !row.believed.error ? /^Policy(Load|Validation)Error$/ : new RegExp(`^${held(row).error}$`);
    expect(failure(() => compile(path)).error).toMatch(error);
  });

  test.each(accepted)('%s: %s', (_id, _why, { input, expect: recorded }) => {
    const { facts, sections } = compile(join(folderOf(input.files), input.main));
    expect(facts.name).toBe(recorded.policy?.name);
    const { allowed_tools, max_output_size_bytes } = recorded.policy?.rules ?? {};
    expect(sections).toMatchObject({ allowed_tools, max_output_size_bytes });
  });

  test('a child inherits each section that it does not mention', () => {
    const row = rows.find(({ id }) => id === 'load.file-033');
    const { facts, sections } = compile(join(folderOf(row?.input.files ?? {}), 'c.yaml'));
    expect(facts).toMatchObject({ name: 'c', version: '1', onViolation: 'log' });
    expect(sections).toMatchObject({
      denied_tools: ['shell', 'x'],
      pii_redaction: { enabled: true, categories: ['email'], strategy: 'mask' },
      network: { enabled: true, allowed_domains: ['x.com'], denied_domains: ['e.com'] },
      content_rules: { enabled: true },
      rate_limits: { enabled: true },
      resource_limits: { max_cost_usd: 1, max_memory_mb: 64 },
    });
  });

  test('limits merge field by field', () => {
    const row = rows.find(({ id }) => id === 'load.file-035');
    expect(compile(join(folderOf(row?.input.files ?? {}), 'c.yaml')).sections).toMatchObject({
      resource_limits: { max_cost_usd: 1, max_memory_mb: 9 },
    });
  });

  const merges = rows.filter((row) => row.area === 'load.merge');
  test.each(merges.map((row) => [row.id, row.why, row] as const))(
    '%s: %s',
    (_id, _why, { input, expect: recorded, believed }) => {
      const layer = (name: string, { on_violation, ...rules }: Record<string, unknown>) =>
        resolveExtends(fromObject({ name, on_violation, rules }));
      const { facts, sections } = compilePolicy(
        stack(layer('child', input.override), layer('base', input.base)),
        OWNERS,
        { fold: (text) => text },
      );
      const found = { ...sections, on_violation: facts.onViolation };
      expect(sorted(found)).toMatchObject(sorted({ ...recorded, ...believed }) as object);
    },
  );
});

/** Folding and order of denials are the room's, and `global_limit` is a section's that is not here. */
function sorted(value: object): unknown {
  return JSON.parse(JSON.stringify(value), (key, item: unknown) => {
    if (key === 'denied_tools' && Array.isArray(item))
      return [...new Set(item.map((one) => String(one).toLowerCase()))].sort();
    return key === 'global_limit' ? undefined : item;
  });
}
