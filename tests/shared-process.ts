/** @module Test files that share a process leave it as they found it: no file may depend on which ran before. */
import assert from 'node:assert/strict';
import { afterAll, beforeAll, vi } from 'vitest';

const now = () => ({
  folder: process.cwd(),
  environment: Object.entries(process.env)
    .filter(([name]) => !name.startsWith('VITEST'))
    .sort(([a], [b]) => (a < b ? -1 : 1)),
  // The room that keeps a trail adds one for the exit of the process, when it first writes.
  listeners: process
    .eventNames()
    .filter((name) => name !== 'exit')
    .map((name) => [name, process.listenerCount(name)]),
  // A library for servers puts its own in their place.
  globals: [globalThis.fetch, globalThis.Request, globalThis.Response],
  timersAreFake: vi.isFakeTimers(),
  replaced: [Date.now, performance.now, process.emitWarning, ...Object.values(console)].map((one: unknown) =>
    vi.isMockFunction(one),
  ),
});

let before: ReturnType<typeof now>;
beforeAll(() => void (before = now()));
afterAll(() => assert.deepEqual(now(), before));
