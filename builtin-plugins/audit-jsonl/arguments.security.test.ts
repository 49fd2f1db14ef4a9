/** @module The arguments of calls as payloads: whose they are, and what happens when they cannot be kept. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AUDIT_PAYLOAD_KEYS, definePlugin } from 'enforcecore/sdk';
import { allows, corridor, send } from '../audit/corridor.fixture.ts';
import { auditJsonl, readPayload } from './index.ts';
import { Ground } from './life.fixture.ts';
import { keyService } from './payloads.fixture.ts';

let ground: Ground;
beforeEach(() => void (ground = new Ground()));
afterEach(() => ground.leave());

describe('the arguments of calls', () => {
  const withTrail = (section: object, plugins: readonly unknown[] = []) =>
    corridor({
      plugins: [allows, { plugin: auditJsonl, config: {} }, ...plugins] as never,
      section: { path: ground.trail, ...section },
      sinks: [],
    });

  it('are the payload of their tenant, and salted with a secret', async () => {
    const where = withTrail({ payloads: { subject: 'tenant' } });
    await send(where, () => 1, true, ['Oslo', 2]);
    await where.stop();
    const [intent, outcome] = ground.entries() as Record<string, string>[];
    expect(await readPayload(ground.trail, intent?.['entry_id'] as string)).toEqual({ args: ['Oslo', 2] });
    expect(outcome).not.toHaveProperty('payload_hash');
    const guess = createHash('sha256').update(`${intent?.['entry_id']}${JSON.stringify(['Oslo', 2])}`);
    expect(intent?.['args_hash']).toMatch(/^[0-9a-f]{64}$/);
    expect(intent?.['args_hash']).not.toBe(guess.digest('hex'));
  });

  it('go with the outcome when there are no intents, and nowhere without a subject', async () => {
    const where = withTrail({ payloads: { subject: 'tenant' }, entries: 'outcome' });
    await send(where, () => 1, true, ['Oslo']);
    await where.stop();
    const [outcome] = ground.entries() as Record<string, string>[];
    expect(await readPayload(ground.trail, outcome?.['entry_id'] as string)).toEqual({ args: ['Oslo'] });
    rmSync(ground.trail);
    const sessions = withTrail({ payloads: { subject: 'session' } });
    await send(sessions, () => 1, true, ['Oslo']);
    await sessions.stop();
    for (const entry of ground.entries())
      for (const key of ['payload_hash', 'args_hash']) expect(entry).not.toHaveProperty(key);
  });

  it('are waited for when the keys are a service', async () => {
    const keys = keyService(true);
    const provides = {
      plugin: definePlugin({
        name: 'kms',
        version: '1.0.0',
        provides: [AUDIT_PAYLOAD_KEYS],
        setup: (host) => host.provide(AUDIT_PAYLOAD_KEYS, keys),
      }),
      config: {},
    };
    const where = withTrail({ payloads: { subject: 'tenant' } }, [provides]);
    expect((await send(where, async () => 1, false, ['Oslo'])).value).toBe(1);
    await where.stop();
    const id = ground.entries()[0]?.['entry_id'] as string;
    expect(await readPayload(ground.trail, id, { keys })).toEqual({ args: ['Oslo'] });
  });

  it('do not start where nobody keeps them', () => {
    expect(() => corridor({ section: { payloads: { subject: 'tenant' } } }).start()).toThrow(
      expect.objectContaining({ code: 'EC_AUDIT_PAYLOAD' }),
    );
  });

  it('make no call run whose payload cannot be kept', async () => {
    const where = withTrail({ payloads: { subject: 'tenant' } });
    where.start();
    mkdirSync(`${ground.trail}.payloads`);
    let ran = false;
    const outcome = await send(where, () => (ran = true), true, ['Oslo']);
    expect([ran, outcome.error]).toMatchObject([false, { code: 'EC_AUDIT_WRITE' }]);
    expect(existsSync(ground.trail)).toBe(true);
    await Promise.resolve(where.stop()).catch(() => undefined); // the outcome could not be written either
  });
});
