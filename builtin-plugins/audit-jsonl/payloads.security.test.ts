/** @module Payloads are kept where nobody can read them without a key, and are gone when it is. */
import { createHash, randomBytes } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AUDIT_PAYLOAD_KEYS, definePlugin, rootOf } from 'enforcecore/sdk';
import type { PayloadKeys } from 'enforcecore/sdk';
import { allows, corridor, send } from '../audit/corridor.fixture.ts';
import { auditJsonl, CallbackBackend, eraseSubject, holdTrail, JsonlBackend, loadTrail } from './index.ts';
import { Auditor, MultiBackend, NullBackend, pruneTrail, readPayload, releaseTrail, verifyTrail } from './index.ts';
import type { RecordInit } from './index.ts';
import { Ground } from './life.fixture.ts';
import { SubjectKeys } from './subject-keys.ts';

let ground: Ground;
beforeEach(() => void (ground = new Ground()));
afterEach(() => ground.leave());

const of = (subject: string, payload: unknown): RecordInit => ({
  ...{ toolName: 'search', policyName: 'p' },
  ...{ subject, payload },
});
const beside = (ending: string): string => readFileSync(`${ground.trail}${ending}`, 'utf8');
/** A key management service: what it gives means nothing without it. */
const service = (later: boolean): PayloadKeys => {
  const secret = randomBytes(32);
  const mixed = (bytes: Uint8Array): Buffer => Buffer.from(bytes.map((byte, i) => byte ^ (secret[i] as number)));
  return later
    ? { wrap: async (key) => mixed(key), unwrap: async (bytes) => mixed(bytes) }
    : { wrap: mixed, unwrap: mixed };
};

describe('a payload', () => {
  it('is not in the trail, is encrypted beside it, and reads again', async () => {
    const auditor = ground.open();
    const entry = auditor.record(of('ann@example.com', { query: 'flights to Oslo', n: [1, '\u00e9'] }));
    await auditor.close();
    const { payloadHash, subjectRef, entryId } = entry;
    expect(payloadHash).toMatch(/^[0-9a-f]{64}$/);
    expect(subjectRef).toMatch(/^[0-9a-f]{64}$/);
    expect(loadTrail(ground.trail)[0]).toEqual(entry);
    for (const text of [beside(''), beside('.payloads')]) expect(text).not.toMatch(/Oslo|ann@/);
    expect(statSync(`${ground.trail}.subjects`).mode & 0o777).toBe(0o600);
    expect(statSync(`${ground.trail}.payloads`).mode & 0o777).toBe(0o600);
    expect(await readPayload(ground.trail, entryId)).toEqual({ query: 'flights to Oslo', n: [1, '\u00e9'] });
    expect((await verifyTrail(ground.trail)).isValid).toBe(true);
  });

  it('has a hash and a name of its subject that cannot be guessed', async () => {
    const auditor = ground.open();
    const [one, two] = [auditor.record(of('ann', 'x')), auditor.record(of('ann', 'x'))];
    const other = auditor.record(of('bob', 'x'));
    await auditor.close();
    expect(one.payloadHash).not.toBe(two.payloadHash);
    expect(one.payloadHash).not.toBe(createHash('sha256').update('"x"').digest('hex'));
    expect(one.subjectRef).toBe(two.subjectRef);
    expect(one.subjectRef).not.toBe(other.subjectRef);
    expect(one.subjectRef).not.toBe(createHash('sha256').update('ann').digest('hex'));
  });

  it('reads from closed, compressed files, and over starts', async () => {
    await ground.record(1);
    const auditor = ground.open({ rotateBytes: 1000 });
    const entry = auditor.record(of('ann', { q: 7 }));
    await auditor.close();
    await ground.record(15);
    const again = ground.open();
    expect(again.record(of('ann', 8)).subjectRef).toBe(entry.subjectRef);
    await again.close();
    const { compressTrail } = await import('./index.ts');
    await compressTrail(ground.trail);
    expect(await readPayload(ground.trail, entry.entryId)).toEqual({ q: 7 });
  });

  it('is refused, and its entry with it, when it cannot be kept', async () => {
    const auditor = ground.open();
    auditor.record({ toolName: 'first', policyName: 'p' });
    const refused = expect.objectContaining({ code: 'EC_AUDIT_PAYLOAD' });
    const cyclic: unknown[] = [];
    cyclic.push(cyclic);
    for (const payload of [cyclic, 1n, () => 1, 'x'.repeat(2 * 1024 * 1024)])
      expect(() => auditor.record(of('ann', payload))).toThrow(refused);
    expect(() => auditor.record(of('', 1))).toThrow(refused);
    expect(() => auditor.record({ ...of('ann', 1), entryId: 'x'.repeat(1000) })).toThrow(refused);
    expect(() => auditor.record({ toolName: 't', policyName: 'p', subject: 'ann' })).toThrow(TypeError);
    auditor.record({ toolName: 'last', policyName: 'p' });
    await auditor.close();
    expect(loadTrail(ground.trail).map(({ toolName }) => toolName)).toEqual(['first', 'last']);
  });

  it('that the disk refuses stops the trail, as an entry would', async () => {
    mkdirSync(`${ground.trail}.payloads`);
    const auditor = ground.open();
    const refused = expect.objectContaining({ code: 'EC_AUDIT_WRITE' });
    expect(() => auditor.record(of('ann', 1))).toThrow(refused);
    expect(() => auditor.record({ toolName: 't', policyName: 'p' })).toThrow(refused);
    await auditor.close();
  });

  it('is given to the backend that keeps it and to no other, and refused where none does', async () => {
    const seen: unknown[] = [];
    const callback = new CallbackBackend((...all: unknown[]) => void seen.push(...all));
    const auditor = new Auditor({ backend: new MultiBackend([callback, new JsonlBackend(ground.trail)]) });
    const entry = await auditor.recordDurable(of('ann', 'secret'));
    await auditor.close();
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({ payload_hash: entry.payloadHash, subject_ref: entry.subjectRef });
    expect(JSON.stringify(seen)).not.toContain('secret');
    const nowhere = new Auditor({ backend: new NullBackend() });
    expect(() => nowhere.record(of('ann', 1))).toThrow(expect.objectContaining({ code: 'EC_AUDIT_PAYLOAD' }));
  });

  it('that was exchanged, changed or lost does not read', async () => {
    const auditor = ground.open();
    const [one, two] = [auditor.record(of('ann', 'one')), auditor.record(of('ann', 'two'))];
    await auditor.close();
    const whole = beside('.payloads');
    const swapped = whole.replaceAll(one.entryId, 'X').replaceAll(two.entryId, one.entryId).replace('X', two.entryId);
    const at = whole.indexOf('"data":"') + 60;
    const flipped = `${whole.slice(0, at)}${whole[at] === 'B' ? 'C' : 'B'}${whole.slice(at + 1)}`;
    for (const text of [swapped, flipped, '']) {
      writeFileSync(`${ground.trail}.payloads`, text);
      const read = readPayload(ground.trail, one.entryId);
      await expect(read).rejects.toMatchObject({ code: 'EC_AUDIT_PAYLOAD' });
    }
    await expect(readPayload(ground.trail, 'nothing')).rejects.toMatchObject({ code: 'EC_AUDIT_PAYLOAD' });
  });

  it('comes after a line that was torn, of payloads and of keys', async () => {
    const first = ground.open();
    const one = first.record(of('ann', 1));
    await first.close();
    for (const ending of ['.payloads', '.subjects']) appendFileSync(`${ground.trail}${ending}`, '{"entry_id":"ha');
    const second = ground.open();
    const [two, three] = [second.record(of('ann', 2)), second.record(of('bob', 3))];
    await second.close();
    expect(two.subjectRef).toBe(one.subjectRef);
    for (const [entry, value] of [[one, 1] as const, [two, 2] as const, [three, 3] as const])
      expect(await readPayload(ground.trail, entry.entryId)).toBe(value);
  });

  it.each([false, true])('has its key wrapped by a service (that answers later: %s)', async (later) => {
    const keys = service(later);
    const auditor = ground.open({ payloadKeys: keys });
    const entries = await Promise.all([1, 2, 3].map((i) => auditor.recordDurable(of(i === 3 ? 'bob' : 'ann', i))));
    await auditor.close();
    expect(entries[0]?.subjectRef).toBe(entries[1]?.subjectRef);
    const again = ground.open({ payloadKeys: keys });
    const fourth = await again.recordDurable(of('ann', 4));
    await again.close();
    expect(fourth.subjectRef).toBe(entries[0]?.subjectRef);
    expect(await readPayload(ground.trail, fourth.entryId, { keys })).toBe(4);
    expect(await readPayload(ground.trail, entries[2]?.entryId as string, { keys })).toBe(3);
    const without = readPayload(ground.trail, fourth.entryId);
    await expect(without).rejects.toMatchObject({ code: 'EC_AUDIT_PAYLOAD' });
    await eraseSubject(ground.trail, 'ann'); // asks nobody
    const gone = readPayload(ground.trail, fourth.entryId, { keys });
    await expect(gone).rejects.toMatchObject({ code: 'EC_AUDIT_ERASED' });
  });

  it('gets another key when its subject is erased while the service is waited for', async () => {
    const { wrap, unwrap } = service(true);
    let erased = 0;
    const meanwhile = async (key: Buffer): Promise<Uint8Array> => {
      if (erased++ === 0) {
        // Somebody else makes a key, and it is erased, before this one can be used.
        const other = new SubjectKeys(ground.trail, { wrap, unwrap });
        await other.prepare('ann');
        other.destroy(other.use('ann').ref);
        await other.prepare('ann');
        other.use('ann');
      }
      return wrap(key);
    };
    const auditor = ground.open({ payloadKeys: { wrap: meanwhile, unwrap } });
    const entry = await auditor.recordDurable(of('ann', 1));
    await auditor.close();
    expect(await readPayload(ground.trail, entry.entryId, { keys: { wrap, unwrap } })).toBe(1);
  });

  it('is refused when the service fails, and the next is not', async () => {
    const { wrap, unwrap } = service(true);
    let down = true;
    const failing = async (key: Buffer): Promise<Uint8Array> => {
      if (down) throw new Error('password=hunter2');
      return wrap(key);
    };
    const auditor = ground.open({ payloadKeys: { wrap: failing, unwrap } });
    const refused = auditor.recordDurable(of('ann', 1));
    await expect(refused).rejects.toMatchObject({ code: 'EC_AUDIT_PAYLOAD' });
    await expect(refused).rejects.not.toThrow('hunter2');
    down = false;
    await auditor.recordDurable(of('ann', 2));
    await auditor.close();
    expect(loadTrail(ground.trail)).toHaveLength(1);
  });
});

describe('erasure', () => {
  it('takes the payloads of a subject, leaves those of others, and every proof holds', async () => {
    const auditor = ground.open();
    const ann = [1, 2].map((i) => auditor.record(of('ann', i)));
    const bob = auditor.record(of('bob', 'still here'));
    const before = ground.tree();
    const key = (JSON.parse(beside('.subjects').split('\n')[1] as string) as { key: string }).key;
    const ciphertext = /"data":"([^"]+)"/.exec(beside('.payloads'))?.[1] as string;
    const erased = await eraseSubject(ground.trail, 'ann');
    expect(erased).toEqual({ subjectRef: ann[0]?.subjectRef, entries: 2 });
    for (const { entryId } of ann)
      await expect(readPayload(ground.trail, entryId)).rejects.toMatchObject({ code: 'EC_AUDIT_ERASED' });
    expect(await readPayload(ground.trail, bob.entryId)).toBe('still here');
    expect(beside('.subjects')).not.toContain(key);
    expect(beside('.subjects')).not.toContain('"ann"');
    expect(beside('.payloads')).not.toContain(ciphertext);
    const again = auditor.record(of('ann', 'anew'));
    await auditor.close();
    expect(again.subjectRef).not.toBe(erased.subjectRef);
    expect(await readPayload(ground.trail, again.entryId)).toBe('anew');
    expect(ground.entries().at(-2)).toMatchObject({
      ...{ entry_type: 'erased', decision: 'none' },
      ...{ subject_ref: erased.subjectRef, context: { entries: 2 } },
    });
    const after = ground.tree();
    expect(rootOf(before.size, after.read)).toEqual(rootOf(before.size, before.read));
    expect((await verifyTrail(ground.trail)).isValid).toBe(true);
  });

  it('of who is not known leaves nothing, and neither does doing it again', async () => {
    const auditor = ground.open();
    auditor.record(of('ann', 1));
    await auditor.close();
    const both = await Promise.all([1, 2].map(() => eraseSubject(ground.trail, 'ann')));
    expect(both.map(({ entries }) => entries)).toEqual([1, 0]);
    expect(await eraseSubject(ground.trail, 'nobody')).toEqual({ subjectRef: null, entries: 0 });
    expect(ground.types()).toEqual([undefined, 'erased']);
  });

  it('is refused while the trail is held', async () => {
    const auditor = ground.open();
    const { entryId } = auditor.record(of('ann', 1));
    await auditor.close();
    await holdTrail(ground.trail, 'case 7');
    await expect(eraseSubject(ground.trail, 'ann')).rejects.toMatchObject({ code: 'EC_AUDIT_HELD' });
    expect(await readPayload(ground.trail, entryId)).toBe(1);
    await releaseTrail(ground.trail);
    expect((await eraseSubject(ground.trail, 'ann')).entries).toBe(1);
  });

  it('of entries comes with their retention', async () => {
    const auditor = ground.open({ rotateBytes: 1000 });
    const first = auditor.record(of('ann', 'old'));
    for (let i = 0; i < 10; i++) auditor.record({ toolName: 't', policyName: 'p' });
    await auditor.close();
    const again = ground.open();
    const last = again.record(of('ann', 'new'));
    await again.close();
    const ciphertext = /"data":"([^"]+)"/.exec(beside('.payloads'))?.[1] as string;
    await pruneTrail(ground.trail, { keepSegments: 0 });
    expect(beside('.payloads')).not.toContain(ciphertext);
    await expect(readPayload(ground.trail, first.entryId)).rejects.toMatchObject({ code: 'EC_AUDIT_PAYLOAD' });
    expect(await readPayload(ground.trail, last.entryId)).toBe('new');
  });
});

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
    const keys = service(true);
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
