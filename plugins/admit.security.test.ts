import fc from 'fast-check';
import { expect, it } from 'vitest';
import { admit } from './admit.ts';
import type { Found } from './discover.ts';
import { refusal } from './errors.ts';
import { foundPlugin } from './test-packages.ts';

const gate = foundPlugin('gate', { trusted: true, default: true, sections: ['gates'] });
const nothing = { named: [], sections: [] };

it('a stranger is active only when it is named, whatever its manifest says', () => {
  const stranger = fc.record({
    sections: fc.subarray(['gates', 'own', 'other']),
    default: fc.boolean(),
    kinds: fc.subarray(['guard', 'redactor']),
  });
  fc.assert(
    fc.property(stranger, fc.subarray(['gates', 'own']), (change, sections) => {
      const found = [gate, foundPlugin('stranger', change)];
      const names = (): readonly string[] => admit(found, { named: [], sections }).active.map((one) => one.name);
      const isNeeded = sections.includes('own') && change.sections.includes('own');
      expect(outcomeOf(names)).toEqual(isNeeded ? 'EC_PLUGIN_INACTIVE' : ['gate']);
    }),
    { seed: 20260103, numRuns: 300 },
  );
});

it('a stranger that merely claims the section of a trusted plugin stops and replaces nothing', () => {
  const rival = foundPlugin('a-rival', { sections: ['gates'] });
  expect(admit([rival, gate], { named: [], sections: ['gates'] }).active).toEqual([gate]);
});

it('two strangers that claim one section do not stop the one that is named', () => {
  const found = ['first', 'second'].map((name) => foundPlugin(name, { sections: ['own'] }));
  const { active } = admit(found, { named: ['second'], sections: ['own'] });
  expect(active.map((one) => one.name)).toEqual(['second']);
});

it('a plugin of a trusted root that was refused stops everything: it may be a protection that is on by itself', () => {
  const damaged: Found = { ...gate, default: false, sections: [], entry: undefined, problem: refusal('damaged') };
  expect(() => admit([damaged], nothing)).toThrow(expect.objectContaining({ code: 'EC_PLUGIN_REFUSED' }));
  expect(() => admit([damaged], { ...nothing, defaults: ['gate'] })).toThrow(/damaged/);
  // Whoever replaces the list has said what is to be on.
  expect(admit([damaged], { ...nothing, defaults: [] }).active).toEqual([]);
});

it('a dependency that was refused stops nothing that does not need it', () => {
  const broken = foundPlugin('broken', { problem: refusal('broken') });
  expect(admit([gate, broken], nothing).active).toEqual([gate]);
});

it('a refused package is never active, even when it is named beside a sound one', () => {
  const shadow = foundPlugin('gate', { dir: '/other', problem: refusal('taken', 'EC_PLUGIN_DUPLICATE') });
  expect(admit([shadow, gate], { named: ['gate'], sections: ['gates'] }).active).toEqual([gate]);
});

it('a name from a policy cannot send control characters to a terminal, nor take long to compare', () => {
  const named = ['x\u001b[2J', 'y'.repeat(1_000_000)];
  const found = Array.from({ length: 500 }, (_, i) => foundPlugin(`plugin-${i}-${'z'.repeat(150)}`));
  expect(() => admit(found, { named, sections: [] })).toThrow(/^[^\p{C}]{1,400}$/u);
});

/** What a call returns, or the code of what it throws. */
function outcomeOf(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
}
