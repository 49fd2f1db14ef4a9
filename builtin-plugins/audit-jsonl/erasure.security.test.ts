/** @module Who is erased leaves nothing that reads, and takes nothing from others. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rootOf } from 'enforcecore/sdk';
import { eraseSubject, holdTrail, pruneTrail, readPayload, releaseTrail, verifyTrail } from './index.ts';
import { Ground } from './life.fixture.ts';
import { payloadOf } from './payloads.fixture.ts';

let ground: Ground;
beforeEach(() => void (ground = new Ground()));
afterEach(() => ground.leave());

describe('erasure', () => {
  it('takes the payloads of a subject, leaves those of others, and every proof holds', async () => {
    const auditor = ground.open();
    const ann = [1, 2].map((i) => auditor.record(payloadOf('ann', i)));
    const bob = auditor.record(payloadOf('bob', 'still here'));
    const before = ground.tree();
    const key = (JSON.parse(ground.beside('.subjects').split('\n')[1] as string) as { key: string }).key;
    const ciphertext = /"data":"([^"]+)"/.exec(ground.beside('.payloads'))?.[1] as string;
    const erased = await eraseSubject(ground.trail, 'ann');
    expect(erased).toEqual({ subjectRef: ann[0]?.subjectRef, entries: 2 });
    for (const { entryId } of ann)
      await expect(readPayload(ground.trail, entryId)).rejects.toMatchObject({ code: 'EC_AUDIT_ERASED' });
    expect(await readPayload(ground.trail, bob.entryId)).toBe('still here');
    expect(ground.beside('.subjects')).not.toContain(key);
    expect(ground.beside('.subjects')).not.toContain('"ann"');
    expect(ground.beside('.payloads')).not.toContain(ciphertext);
    const again = auditor.record(payloadOf('ann', 'anew'));
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
    auditor.record(payloadOf('ann', 1));
    await auditor.close();
    const both = await Promise.all([1, 2].map(() => eraseSubject(ground.trail, 'ann')));
    expect(both.map(({ entries }) => entries)).toEqual([1, 0]);
    expect(await eraseSubject(ground.trail, 'nobody')).toEqual({ subjectRef: null, entries: 0 });
    expect(ground.types()).toEqual([undefined, 'erased']);
  });

  it('is refused while the trail is held', async () => {
    const auditor = ground.open();
    const { entryId } = auditor.record(payloadOf('ann', 1));
    await auditor.close();
    await holdTrail(ground.trail, 'case 7');
    await expect(eraseSubject(ground.trail, 'ann')).rejects.toMatchObject({ code: 'EC_AUDIT_HELD' });
    expect(await readPayload(ground.trail, entryId)).toBe(1);
    await releaseTrail(ground.trail);
    expect((await eraseSubject(ground.trail, 'ann')).entries).toBe(1);
  });

  it('of entries comes with their retention', async () => {
    const auditor = ground.open({ rotateBytes: 1000 });
    const first = auditor.record(payloadOf('ann', 'old'));
    for (let i = 0; i < 10; i++) auditor.record({ toolName: 't', policyName: 'p' });
    await auditor.close();
    const again = ground.open();
    const last = again.record(payloadOf('ann', 'new'));
    await again.close();
    const ciphertext = /"data":"([^"]+)"/.exec(ground.beside('.payloads'))?.[1] as string;
    await pruneTrail(ground.trail, { keepSegments: 0 });
    expect(ground.beside('.payloads')).not.toContain(ciphertext);
    await expect(readPayload(ground.trail, first.entryId)).rejects.toMatchObject({ code: 'EC_AUDIT_PAYLOAD' });
    expect(await readPayload(ground.trail, last.entryId)).toBe('new');
  });
});
