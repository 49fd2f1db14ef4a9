import { expect, it } from 'vitest';
import { nearest } from './nearest.ts';

it.each([
  ['gaurd', 'guard'],
  ['gurd', 'guard'],
  ['guardd', 'guard'],
  ['quard', 'guard'],
  ['enforcecore-ofice-huors', 'enforcecore-office-hours'],
])('`%s` is taken for a slip of `%s`', (name, meant) => {
  expect(nearest(name, ['ledger', 'guard', 'enforcecore-office-hours'])).toBe(meant);
});

it.each(['', 'ab', 'something-else', 'x'.repeat(10_000)])('`%.20s` is not taken for anything', (name) => {
  expect(nearest(name, ['guard', 'xy', 'x'.repeat(9_999)])).toBeUndefined();
});

it('the first of two equally near is suggested', () => {
  expect(nearest('mask', ['masks', 'masku'])).toBe('masks');
});
