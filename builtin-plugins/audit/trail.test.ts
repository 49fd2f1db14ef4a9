/** @module Where the trail goes, what it shows, and how it ends. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AUDIT_SETTINGS, definePlugin } from 'enforcecore/sdk';
import type { AuditSink } from 'enforcecore/sdk';
import { SANITIZER } from '../../kernel/sanitizer.ts';
import { auditJsonl, verifyTrail } from '../audit-jsonl/index.ts';
import { allows, corridor, entries, kinds, memory, send } from './corridor.fixture.ts';

beforeEach(() => void entries.splice(0));

describe('the trail', () => {
  it('waits for a sink that answers with a promise, and is refused in a synchronous call', async () => {
    const slow: AuditSink = {
      name: 'slow',
      write: async (entry) => {
        await Promise.resolve();
        entries.push(entry as never);
      },
    };
    const where = corridor({ sinks: [slow] });
    await send(where, () => 1, false);
    expect(kinds()).toEqual(['intent:allowed:', 'outcome:allowed:']);
    let ran = false;
    const outcome = await send(where, () => (ran = true), true);
    expect(outcome.error).toMatchObject({ code: 'EC_SYNC_PROMISE' });
    expect(ran).toBe(false);
  });

  it('needs every sink, and asks them all', async () => {
    const broken: AuditSink = {
      name: 'broken',
      sync: true,
      write: () => {
        throw new Error('no');
      },
    };
    let ran = false;
    await send(corridor({ sinks: [broken, memory()] }), () => (ran = true));
    expect(ran).toBe(false);
    expect(entries).toHaveLength(2);
  });

  it('does not start without a sink, and is not kept when it is switched off', async () => {
    expect(() => corridor({ sinks: [] }).start()).toThrow(expect.objectContaining({ code: 'EC_AUDIT_NO_SINK' }));
    await send(corridor({ section: { enabled: false } }), () => 1);
    expect(entries).toEqual([]);
  });

  it('shows redacted values alone, and cuts what is endless', async () => {
    const redacts = {
      plugin: definePlugin({
        name: 'redacts',
        version: '1.0.0',
        provides: [SANITIZER],
        setup: (host) =>
          host.provide(SANITIZER, {
            clean: (value, _to, _found) => (typeof value === 'string' ? value.replaceAll('secret', '<X>') : value),
          }),
      }),
      config: {},
    };
    const fails = (): never => {
      throw new Error(`secret ${'x'.repeat(100_000)}`);
    };
    await send(corridor({ plugins: [allows, redacts] }), fails, true, ['secret']);
    expect(JSON.stringify(entries)).not.toContain('secret');
    expect(JSON.stringify(entries).length).toBeLessThan(8000);
  });

  it('salts the hash of the arguments', async () => {
    const where = corridor();
    await send(where, () => 1, true, ['same']);
    await send(where, () => 1, true, ['same']);
    expect(entries[0]?.args_hash).not.toBe(entries[2]?.args_hash);
    const cyclic: unknown[] = [];
    cyclic.push(cyclic);
    expect((await send(where, () => 1, true, [cyclic, 1n])).status).toBe('returned');
  });

  it('is closed after the last call on its way has its entry', async () => {
    const said: string[] = [];
    const sink: AuditSink = { ...memory(), close: () => void said.push('closed') };
    const where = corridor({ sinks: [sink] });
    let finish: (value: number) => void = () => undefined;
    const call = send(where, () => new Promise<number>((done) => (finish = done)), false);
    await where.stop();
    expect(said).toEqual([]);
    finish(1);
    await call;
    expect(kinds()).toEqual(['intent:allowed:', 'outcome:allowed:']);
    await Promise.resolve();
    expect(said).toEqual(['closed']);
  });
});

describe('the trail on disk', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'enforcecore-audit-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const jsonl = { plugin: auditJsonl, config: {} };
  const settings = (enabled: boolean) => ({
    plugin: definePlugin({
      name: 'settings',
      version: '1.0.0',
      provides: [AUDIT_SETTINGS],
      setup: (host) => host.provide(AUDIT_SETTINGS, { enabled, directory: join(folder, 'set') }),
    }),
    config: {},
  });

  it.each([
    ['the settings', {}, true, 'set'],
    ['the policy, which wins', { path: 'POLICY', enabled: true }, false, 'policy'],
  ])('lies where %s say', async (_, section, enabled, where) => {
    const path = 'path' in section ? { ...section, path: join(folder, 'policy') } : section;
    const one = corridor({ plugins: [settings(enabled), jsonl, allows] as never, section: path, sinks: [] });
    for (let i = 0; i < 20; i++) await send(one, () => 1, i % 2 === 0);
    await one.stop();
    const trail = join(folder, where, 'trail.jsonl');
    expect(await verifyTrail(trail)).toMatchObject({ isValid: true, totalEntries: 40 });
    expect(readFileSync(trail, 'latin1')).toContain('"tool_name":"search"');
  });

  it.each(['folder', 'folder/some.jsonl'])('is a file of this process with `writers: own`: %s', async (path) => {
    const section = { path: join(folder, path), writers: 'own' };
    const both = [1, 2].map(() => corridor({ plugins: [jsonl, allows] as never, section, sinks: [] }));
    for (const one of both) await send(one, () => 1, true);
    await Promise.all(both.map((one) => one.stop()));
    const files = readdirSync(join(folder, 'folder')).filter((name) => name.endsWith('.jsonl'));
    expect(files).toEqual([expect.stringMatching(/^(trail|some)-[0-9a-f]{8}\.jsonl$/)]);
    expect((await verifyTrail(join(folder, 'folder', files[0] as string))).totalEntries).toBe(4);
  });

  it('is compressed, retained and append-only as the policy says', async () => {
    const section = {
      path: folder,
      rotate_bytes: 65_536,
      compress: true,
      retention: { max_segments: 2 },
      append_only: false,
    };
    const where = corridor({ plugins: [jsonl, allows] as never, section, sinks: [] });
    const said = (): readonly string[] => readdirSync(folder);
    await vi.waitFor(
      async () => {
        for (let i = 0; i < 100; i++) await send(where, () => 1, true);
        expect(said()).toContain('trail.retained.json');
        expect(said().some((name) => name.endsWith('.gz'))).toBe(true);
      },
      { timeout: 20_000 },
    );
    await where.stop();
  });

  it('stays one chain for two enforcers at once', async () => {
    const section = { path: join(folder, 'both') };
    const both = [1, 2].map(() => corridor({ plugins: [jsonl, allows] as never, section, sinks: [] }));
    for (let i = 0; i < 20; i++) await Promise.all(both.map((one) => send(one, async () => i, false)));
    await Promise.all(both.map((one) => one.stop()));
    expect(await verifyTrail(join(folder, 'both', 'trail.jsonl'))).toMatchObject({ isValid: true, totalEntries: 80 });
  });
});
