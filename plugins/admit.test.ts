import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { admit, ownersOf } from './admit.ts';
import type { Wanted } from './admit.ts';
import type { Found } from './discover.ts';
import { PluginLoadError, refusal } from './errors.ts';
import { foundPlugin } from './test-packages.ts';

const room = (name: string, change: Partial<Found> = {}): Found => foundPlugin(name, { trusted: true, ...change });
const FOUND: readonly Found[] = [
  room('gate', { default: true, sections: ['gates'] }),
  room('ledger', { default: true }),
  room('masks', { sections: ['masks', 'mask_styles'] }),
  room('tool-extra'),
  foundPlugin('office-hours', { sections: ['office_hours'] }),
  foundPlugin('stranger'),
];

const wanting = (change: Partial<Wanted>): Wanted => ({ named: [], sections: [], ...change });
const active = (change: Partial<Wanted>, found = FOUND): readonly string[] =>
  admit(found, wanting(change)).active.map((one) => one.name);
function errorOf(change: Partial<Wanted>, found = FOUND): PluginLoadError {
  try {
    admit(found, wanting(change));
  } catch (error) {
    if (error instanceof PluginLoadError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('active is', () => {
  it('what is on by itself, when nothing else is asked for', () => {
    expect(active({})).toEqual(['gate', 'ledger']);
  });

  it('what is named, trusted or not, once', () => {
    const named = ['stranger', 'tool-extra', 'stranger'];
    expect(active({ named })).toEqual(['gate', 'ledger', 'tool-extra', 'stranger']);
  });

  it('what is trusted and owns a section of the policy', () => {
    expect(active({ sections: ['mask_styles'] })).toEqual(['gate', 'ledger', 'masks']);
  });

  it('what a caller puts in place of the defaults, besides what is named or has its section', () => {
    expect(active({ defaults: [] })).toEqual([]);
    expect(active({ defaults: ['ledger', 'masks'] })).toEqual(['ledger', 'masks']);
    expect(active({ defaults: [], sections: ['gates'], named: ['stranger'] })).toEqual(['gate', 'stranger']);
  });

  it('not what is merely installed, whatever it says of itself', () => {
    const found = [...FOUND, foundPlugin('pushy', { default: true })];
    expect(active({}, found)).not.toContain('pushy');
  });
});

describe('what is not active says why', () => {
  it('for each plugin', () => {
    const { inactive } = admit(FOUND, wanting({ defaults: ['ledger'] }));
    expect(Object.fromEntries(inactive.map(({ found, why }) => [found.name, why]))).toEqual({
      gate: 'left out of the list of plugins that are on by themselves',
      masks: 'the policy has none of its sections: `masks`, `mask_styles`',
      'tool-extra': 'not named: write `plugins: [tool-extra]`',
      'office-hours': 'found, but not named: write `plugins: [office-hours]`',
      stranger: 'found, but not named: write `plugins: [stranger]`',
    });
  });

  it('and so does what was refused', () => {
    const broken = foundPlugin('broken', { problem: refusal('it is broken') });
    expect(admit([...FOUND, broken], wanting({})).refused).toEqual([
      { name: 'broken', code: 'EC_PLUGIN_MANIFEST', why: 'it is broken' },
    ]);
  });
});

describe('it is an error', () => {
  it('to name what was not found, with the name that was probably meant', () => {
    const error = errorOf({ named: ['ofice-hours'] });
    expect(error.code).toBe('EC_PLUGIN_NOT_FOUND');
    expect(error.message).toBe('plugin `ofice-hours` was not found, did you mean `office-hours`?');
    expect(errorOf({ named: ['quite-another'] }).message).toBe('plugin `quite-another` was not found');
  });

  it('to misspell one of the defaults', () => {
    expect(errorOf({ defaults: ['ledgre'] }).message).toContain('did you mean `ledger`?');
  });

  it('to need a package that was refused', () => {
    const problem = refusal('it is broken');
    const error = errorOf({ named: ['broken'] }, [...FOUND, foundPlugin('broken', { problem })]);
    expect(error).toMatchObject({ code: 'EC_PLUGIN_REFUSED', cause: problem });
    expect(error.message).toContain('it is broken');
  });

  it('to have a section whose owner is not active, and it says how to name the owner', () => {
    const error = errorOf({ sections: ['office_hours'] });
    expect(error.code).toBe('EC_PLUGIN_INACTIVE');
    expect(error.message).toContain('`office_hours` belongs to `office-hours`');
    expect(error.hint).toContain('plugins: [office-hours]');
    expect(active({ sections: ['office_hours'], named: ['office-hours'] })).toContain('office-hours');
  });

  it('to have two active or trusted owners of one section', () => {
    const rival = foundPlugin('rival', { sections: ['gates'] });
    const error = errorOf({ named: ['rival'] }, [...FOUND, rival]);
    expect(error.code).toBe('EC_SECTION_DUPLICATE');
    expect(error.message).toContain('`gates` is owned by `gate` and `rival`');
    const twin = room('twin', { sections: ['masks'] });
    expect(errorOf({}, [...FOUND, twin]).code).toBe('EC_SECTION_DUPLICATE');
  });

  it('and all errors are told at once', () => {
    const error = errorOf({ named: ['absent', 'strangr'], sections: ['office_hours'] });
    expect(error.code).toBe('EC_PLUGIN_NOT_FOUND');
    expect(error.message).toMatch(/`absent`.*; .*`strangr`.*; .*`office_hours`/);
  });

  it('but not to have a section that nobody owns: the policy loader reports that', () => {
    expect(active({ sections: ['unheard_of', '__proto__', 'constructor'] })).toEqual(['gate', 'ledger']);
  });
});

describe('owners', () => {
  it('are known by section; trusted ones come first, refused ones own nothing', () => {
    const owners = ownersOf([
      foundPlugin('a-rival', { sections: ['gates', 'own'] }),
      foundPlugin('broken', { sections: ['lost'], problem: refusal('broken') }),
      ...FOUND,
    ]);
    expect(owners.get('gates')?.name).toBe('gate');
    expect(owners.get('own')?.name).toBe('a-rival');
    expect(owners.has('lost')).toBe(false);
  });
});

it('the order of what comes in changes nothing', () => {
  const wanted = fc.record({
    named: fc.subarray(['stranger', 'tool-extra', 'gate', 'absent', 'office-hours']),
    sections: fc.subarray(['gates', 'masks', 'mask_styles', 'office_hours', 'nobody']),
  });
  const outcome = (found: readonly Found[], one: Wanted): unknown => {
    try {
      return admit(found, one);
    } catch (error) {
      return (error as Error).message;
    }
  };
  fc.assert(
    fc.property(wanted, fc.shuffledSubarray([...FOUND], { minLength: FOUND.length }), (one, shuffled) => {
      const turned = { named: one.named.toReversed(), sections: one.sections.toReversed() };
      expect(outcome(shuffled, turned)).toEqual(outcome(FOUND, one));
    }),
    { seed: 20260102, numRuns: 200 },
  );
});
