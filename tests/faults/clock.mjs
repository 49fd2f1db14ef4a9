/**
 * @module The wall clock set back and forward under a running writer, and between two. The clock that is set is that of
 * the process (`Date`), not that of the kernel: times of files and the monotonic clock stay right, as they do when an
 * administrator or NTP sets the clock.
 */
import { fileURLToPath } from 'node:url';
import { crashOf, startChild } from './children.mjs';
import { askedFor, problemAfter, trailIn } from './trail.mjs';

const HOUR = 3_600_000;
const preload = fileURLToPath(new URL('./clock.preload.mjs', import.meta.url));
const CASES = {
  'set back an hour': [0, -HOUR],
  'set forward an hour': [0, HOUR],
  'forward and back again': [0, HOUR, 0, -HOUR, 0],
  'far away: 1970 and 2100': [0, -Date.now(), 0, 4_102_444_800_000 - Date.now()],
  'back by a millisecond': [0, -1, -2, -3],
};

export async function run({ report, folder }) {
  for (const [index, [name, shifts]] of Object.entries(CASES).entries())
    report(`clock: ${name} while it writes`, await problemOfShifts(trailIn(folder, `within-${index}`), [shifts]));
  const apart = [[0], [-HOUR], [HOUR], [0]];
  report('clock: set between one process and the next', await problemOfShifts(trailIn(folder, 'apart'), apart));
}

async function problemOfShifts(trail, processes) {
  const acknowledged = [];
  for (const shifts of processes) {
    const ended = await startChild({ do: 'clock', trail, shifts }, { flags: ['--import', preload] }).ended;
    const problem = crashOf(ended) ?? ended.reported[0];
    if (problem) return problem;
    acknowledged.push(...ended.acknowledged);
  }
  const expected = processes.flat().length * 3;
  if (acknowledged.length !== expected) return `${acknowledged.length} of ${expected} were acknowledged`;
  const problem = await problemAfter(trail, acknowledged);
  if (problem) return problem;
  const order = askedFor(trail).map(({ entry_id: id }) => id);
  if (acknowledged.some((id, i) => order[i] !== id)) return 'the entries are not in the order they were written in';
  const times = new Set(askedFor(trail).map(({ timestamp }) => timestamp.slice(0, 13)));
  const jumps = new Set(processes.flat().filter((ms) => Math.abs(ms) >= HOUR || ms === 0)).size;
  return times.size < jumps ? 'the clock was not set: the test itself is broken' : undefined;
}
