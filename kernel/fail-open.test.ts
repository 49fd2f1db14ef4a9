/** @module When a call passes although enforcement failed, and when it never does. */
import { describe, expect, it } from 'vitest';
import { call, corridor, guarding, plugin, recordingSync, redacting, using } from '../tests/corridor.ts';
import { deny } from './decision.ts';
import type { CallRecord } from './record.ts';

describe('fail_open', () => {
  const broken = plugin((host) =>
    host.use({
      phase: 'admit',
      handle: () => {
        throw new Error('broken');
      },
    }),
  );
  it('lets a call pass when enforcement fails before the tool, once', () => {
    let ran = 0;
    expect(call(corridor([broken], { failOpen: true }), () => ++ran)).toBe(1);
  });
  it('never lets unredacted arguments through', () => {
    let ran = 0;
    expect(() =>
      call(
        corridor(
          [
            redacting(() => {
              throw new Error('broken');
            }),
          ],
          { failOpen: true },
        ),
        () => ran++,
      ),
    ).toThrow();
    expect(ran).toBe(0);
  });
  it('never runs a tool outside what contains it, and never twice', () => {
    let ran = 0;
    const containing = (handle: 'before' | 'after') =>
      using({
        phase: 'contain',
        handle(one, next) {
          if (handle === 'after') void next(one);
          throw new Error('broken');
        },
      });
    expect(() => call(corridor([containing('before')], { failOpen: true }), () => ran++)).toThrow();
    expect(ran).toBe(0);
    expect(() => call(corridor([containing('after')], { failOpen: true }), () => ran++)).toThrow();
    expect(ran).toBe(1);
  });
  it('does not record as passed what was refused all the same', () => {
    const seen: CallRecord[] = [];
    const made = corridor([recordingSync(seen)], { failOpen: true });
    expect(() => call(made, async () => 1)).toThrow(expect.objectContaining({ code: 'EC_SYNC_ASYNC_TOOL' }));
    expect(seen[0]).toMatchObject({ decision: 'blocked', wouldBe: false });
  });
  it('does not turn a denial into a permission', () => {
    const made = corridor(
      [
        guarding(
          { check: () => deny('no') },
          {
            check: () => {
              throw new Error('broken');
            },
          },
        ),
      ],
      { failOpen: true },
    );
    expect(() => call(made, () => 1)).toThrow(expect.objectContaining({ violationType: 'policy_denied' }));
  });
});
