/** @module Starts child processes that write to a trail, hears what they acknowledge, and lets none outlive its time. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('./child.mjs', import.meta.url));
const alive = new Set();
process.once('exit', () => alive.forEach(kill));

/**
 * Starts `child.mjs`. What it says comes through a pipe that the kernel keeps, also when it is killed at that moment.
 *
 * Gives `{ kill, first, ended }`: `first` resolves at the first acknowledgement or the end, `ended` resolves to
 * `{ code, signal, late, stderr, acknowledged, reported, ran, answered, told }`.
 */
export function startChild(task, { before = [], flags = [], env = {}, limit = 60_000 } = {}) {
  const [command, ...args] = [...before, process.execPath, ...flags, program, JSON.stringify(task)];
  // A group of its own: what runs under strace outlives a strace that is killed.
  const child = spawn(command, args, {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    detached: true,
    env: { ...process.env, ...env },
  });
  alive.add(child);
  let said = '';
  let stderr = '';
  let late = false;
  const first = Promise.withResolvers?.() ?? withResolvers();
  child.stderr.on('data', (bytes) => (stderr = (stderr + bytes).slice(-4000)));
  child.stdio[3].on('data', (bytes) => {
    said += bytes;
    first.resolve();
  });
  const timer = setTimeout(() => {
    late = true;
    kill(child);
  }, limit);
  const ended = new Promise((done, failed) => {
    child.once('error', failed);
    child.once('close', (code, signal) => done({ code, signal, late, stderr, ...parse(said) }));
  }).finally(() => {
    clearTimeout(timer);
    alive.delete(child);
    first.resolve();
  });
  return { kill: () => kill(child), first: first.promise, ended };
}

/** Runs tasks, so many at a time. */
export async function inParallel(count, tasks) {
  const rest = tasks.values();
  await Promise.all(
    Array.from({ length: count }, async () => {
      for (const task of rest) await task();
    }),
  );
}

/** What went wrong in a child that nobody killed; undefined if nothing. */
export function crashOf({ code, signal, late, stderr, reported }) {
  if (late) return 'it did not end in time';
  if (signal !== null || code !== 0) return `it ended with ${signal ?? code}: ${stderr}`;
  const strange = reported.find((one) => !one.startsWith('AuditError EC_'));
  return strange && `it reported ${strange}`;
}

function kill(child) {
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error; // gone already
  }
}

/** The last line counts only when it is complete. */
function parse(said) {
  const lines = said.split('\n').slice(0, -1);
  const after = (mark) => lines.filter((line) => line.startsWith(mark)).map((line) => line.slice(1));
  return { acknowledged: after('+'), reported: after('!'), ran: after('#'), answered: after('='), told: after('@') };
}

function withResolvers() {
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
}
