/** @module Payloads are kept where nobody can read them without a key, and are gone when it is. */
import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Auditor, CallbackBackend, eraseSubject, JsonlBackend, loadTrail } from './index.ts';
import { MultiBackend, NullBackend, readPayload, verifyTrail } from './index.ts';
import { Ground } from './life.fixture.ts';
import { keyService, payloadOf } from './payloads.fixture.ts';
import { SubjectKeys } from './subject-keys.ts';

let ground: Ground;
beforeEach(() => void (ground = new Ground()));
afterEach(() => ground.leave());

describe('a payload', () => {
  it('is not in the trail, is encrypted beside it, and reads again', async () => {
    const auditor = ground.open();
    const entry = auditor.record(payloadOf('ann@example.com', { query: 'flights to Oslo', n: [1, '\u00e9'] }));
    await auditor.close();
    const { payloadHash, subjectRef, entryId } = entry;
    expect(payloadHash).toMatch(/^[0-9a-f]{64}$/);
    expect(subjectRef).toMatch(/^[0-9a-f]{64}$/);
    expect(loadTrail(ground.trail)[0]).toEqual(entry);
    for (const text of [ground.beside(''), ground.beside('.payloads')]) expect(text).not.toMatch(/Oslo|ann@/);
    expect(statSync(`${ground.trail}.subjects`).mode & 0o777).toBe(0o600);
    expect(statSync(`${ground.trail}.payloads`).mode & 0o777).toBe(0o600);
    expect(await readPayload(ground.trail, entryId)).toEqual({ query: 'flights to Oslo', n: [1, '\u00e9'] });
    expect((await verifyTrail(ground.trail)).isValid).toBe(true);
  });

  it('has a hash and a name of its subject that cannot be guessed', async () => {
    const auditor = ground.open();
    const [one, two] = [auditor.record(payloadOf('ann', 'x')), auditor.record(payloadOf('ann', 'x'))];
    const other = auditor.record(payloadOf('bob', 'x'));
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
    const entry = auditor.record(payloadOf('ann', { q: 7 }));
    await auditor.close();
    await ground.record(15);
    const again = ground.open();
    expect(again.record(payloadOf('ann', 8)).subjectRef).toBe(entry.subjectRef);
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
      expect(() => auditor.record(payloadOf('ann', payload))).toThrow(refused);
    expect(() => auditor.record(payloadOf('', 1))).toThrow(refused);
    expect(() => auditor.record({ ...payloadOf('ann', 1), entryId: 'x'.repeat(1000) })).toThrow(refused);
    expect(() => auditor.record({ toolName: 't', policyName: 'p', subject: 'ann' })).toThrow(TypeError);
    auditor.record({ toolName: 'last', policyName: 'p' });
    await auditor.close();
    expect(loadTrail(ground.trail).map(({ toolName }) => toolName)).toEqual(['first', 'last']);
  });

  it('that the disk refuses stops the trail, as an entry would', async () => {
    mkdirSync(`${ground.trail}.payloads`);
    const auditor = ground.open();
    const refused = expect.objectContaining({ code: 'EC_AUDIT_WRITE' });
    expect(() => auditor.record(payloadOf('ann', 1))).toThrow(refused);
    expect(() => auditor.record({ toolName: 't', policyName: 'p' })).toThrow(refused);
    await auditor.close();
  });

  it('is given to the backend that keeps it and to no other, and refused where none does', async () => {
    const seen: unknown[] = [];
    const callback = new CallbackBackend((...all: unknown[]) => void seen.push(...all));
    const auditor = new Auditor({ backend: new MultiBackend([callback, new JsonlBackend(ground.trail)]) });
    const entry = await auditor.recordDurable(payloadOf('ann', 'secret'));
    await auditor.close();
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({ payload_hash: entry.payloadHash, subject_ref: entry.subjectRef });
    expect(JSON.stringify(seen)).not.toContain('secret');
    const nowhere = new Auditor({ backend: new NullBackend() });
    expect(() => nowhere.record(payloadOf('ann', 1))).toThrow(expect.objectContaining({ code: 'EC_AUDIT_PAYLOAD' }));
  });

  it('that was exchanged, changed or lost does not read', async () => {
    const auditor = ground.open();
    const [one, two] = [auditor.record(payloadOf('ann', 'one')), auditor.record(payloadOf('ann', 'two'))];
    await auditor.close();
    const whole = ground.beside('.payloads');
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
    const one = first.record(payloadOf('ann', 1));
    await first.close();
    for (const ending of ['.payloads', '.subjects']) appendFileSync(`${ground.trail}${ending}`, '{"entry_id":"ha');
    const second = ground.open();
    const [two, three] = [second.record(payloadOf('ann', 2)), second.record(payloadOf('bob', 3))];
    await second.close();
    expect(two.subjectRef).toBe(one.subjectRef);
    for (const [entry, value] of [[one, 1] as const, [two, 2] as const, [three, 3] as const])
      expect(await readPayload(ground.trail, entry.entryId)).toBe(value);
  });

  it.each([false, true])('has its key wrapped by a service (that answers later: %s)', async (later) => {
    const keys = keyService(later);
    const auditor = ground.open({ payloadKeys: keys });
    const entries = await Promise.all(
      [1, 2, 3].map((i) => auditor.recordDurable(payloadOf(i === 3 ? 'bob' : 'ann', i))),
    );
    await auditor.close();
    expect(entries[0]?.subjectRef).toBe(entries[1]?.subjectRef);
    const again = ground.open({ payloadKeys: keys });
    const fourth = await again.recordDurable(payloadOf('ann', 4));
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
    const { wrap, unwrap } = keyService(true);
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
    const entry = await auditor.recordDurable(payloadOf('ann', 1));
    await auditor.close();
    expect(await readPayload(ground.trail, entry.entryId, { keys: { wrap, unwrap } })).toBe(1);
  });

  it('is refused when the service fails, and the next is not', async () => {
    const { wrap, unwrap } = keyService(true);
    let down = true;
    const failing = async (key: Buffer): Promise<Uint8Array> => {
      if (down) throw new Error('password=hunter2');
      return wrap(key);
    };
    const auditor = ground.open({ payloadKeys: { wrap: failing, unwrap } });
    const refused = auditor.recordDurable(payloadOf('ann', 1));
    await expect(refused).rejects.toMatchObject({ code: 'EC_AUDIT_PAYLOAD' });
    await expect(refused).rejects.not.toThrow('hunter2');
    down = false;
    await auditor.recordDurable(payloadOf('ann', 2));
    await auditor.close();
    expect(loadTrail(ground.trail)).toHaveLength(1);
  });

  it('is refused when the service never answers, and keeps nobody waiting', async () => {
    const { unwrap } = keyService(true);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const never = (): Promise<Uint8Array> => new Promise(() => undefined);
      const auditor = ground.open({ payloadKeys: { wrap: never, unwrap } });
      const refused = auditor.recordDurable(payloadOf('ann', 1)).catch((error: unknown) => error);
      await vi.advanceTimersByTimeAsync(30_000);
      expect(await refused).toMatchObject({ code: 'EC_AUDIT_PAYLOAD' });
      expect(auditor.record({ toolName: 't', policyName: 'p' }).seq).toBe(0);
      await auditor.close();
    } finally {
      vi.useRealTimers();
    }
    expect(loadTrail(ground.trail)).toHaveLength(1);
  });
});
