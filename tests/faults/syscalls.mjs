/**
 * @module Every system call that touches the trail, made to fail by strace, one after the other: in a run of six entries
 * on a new trail, and on one with a torn tail.
 */
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { crashOf, inParallel, startChild } from './children.mjs';
import { sorted } from './known.mjs';
import { problemAfter, trailIn, write } from './trail.mjs';

/** What each call is made to answer. */
const ERRORS = {
  openat: ['EIO', 'EMFILE', 'EACCES', 'EINTR', 'ENOSPC'],
  write: ['EIO', 'ENOSPC', 'EINTR', 'EDQUOT'],
  pwrite64: ['EIO', 'ENOSPC', 'EINTR', 'EDQUOT'],
  writev: ['EIO', 'ENOSPC', 'EINTR'],
  pwritev: ['EIO', 'ENOSPC', 'EINTR'],
  read: ['EIO', 'EINTR'],
  pread64: ['EIO', 'EINTR'],
  statx: ['EIO', 'EACCES', 'EINTR'],
  fstat: ['EIO', 'EINTR'],
  // Node itself makes none of these on its way, so that they need not be told apart by path.
  link: ['EIO', 'ENOSPC', 'EPERM', 'EINTR'],
  unlink: ['EIO', 'EACCES', 'EINTR'],
  rename: ['EIO', 'ENOSPC', 'EINTR'],
  ftruncate: ['EIO', 'EINTR'],
  fsync: ['EIO', 'ENOSPC', 'EINTR'],
  fdatasync: ['EIO', 'ENOSPC', 'EINTR'],
};
const ANYWHERE = new Set(['link', 'unlink', 'rename', 'ftruncate', 'fsync', 'fdatasync']);
const BESIDE = ['', '.lock', '.lock.wait', '.torn-1', '.hashes', '.checkpoints', '.checkpoint'];

/** More than the engine waits for a lock before it gives up. */
const LIMIT_MS = 25_000;

const SCENES = {
  'a new trail': async () => [],
  'a torn trail': async (trail) => {
    const ids = await write(trail, ['a', 'b', 'c']);
    appendFileSync(trail, '{"call_duration_ms":0,"call_id":"torn');
    return ids;
  },
};

export async function run({ short, report, folder }) {
  if (spawnSync('strace', ['-qq', '-o', '/dev/null', '-e', 'inject=fsync:error=EIO', 'true']).status !== 0)
    return report.skip('syscalls: all of them', 'strace is not installed, or may not trace here');
  for (const [name, prepare] of Object.entries(SCENES)) await runScene({ name, prepare, short, report, folder });
}

async function runScene({ name, prepare, short, report, folder }) {
  const groups = new Map();
  const tasks = [];
  let turn = 0;
  const add = (group, fault, call, when) => {
    if (!groups.has(group)) groups.set(group, { runs: 0, hit: 0, problems: [], stuck: false });
    tasks.push(() => oneRun({ prepare, folder, call, when, fault, into: groups.get(group) }));
  };
  for (const [call, count] of await countCalls({ prepare, folder })) {
    const faults = [...ERRORS[call].map((error) => `error=${error}`), 'signal=KILL'];
    for (let when = 1; when <= count; when++)
      if (short) add(call, faults[turn++ % faults.length], call, when);
      else for (const fault of faults) add(`${call} ${fault}`, fault, call, when);
    // From that call on, all fail.
    const from = short ? [] : new Set([1, Math.ceil(count / 2), count]);
    for (const when of from) add(`${call} ${faults[0]} for good`, `${faults[0]}+`, call, when);
  }
  await inParallel(2, tasks);
  for (const [group, { runs, hit, problems }] of groups) {
    if (hit === 0) problems.push('the fault never came: the test itself is broken');
    const { open, known } = sorted(problems);
    for (const why of known) report.skip(`syscalls: ${group} on ${name}`, `known: ${why}`);
    const all = open.length > 0 ? `${open.length} times, first: ${open[0]}` : undefined;
    report(`syscalls: ${group} on ${name}, ${hit} of ${runs} times`, all);
  }
}

/** How often each call is made for the trail when nothing fails. */
async function countCalls({ prepare, folder }) {
  const here = await scene(prepare, folder);
  const counts = new Map();
  for (const [part, paths] of [
    [Object.keys(ERRORS).filter((call) => !ANYWHERE.has(call)), true],
    [[...ANYWHERE], false],
  ]) {
    const ended = await traced(here, [`trace=${part.join()}`], paths);
    const crash = crashOf(ended) ?? ended.reported[0];
    if (crash) throw new Error(`without a fault: ${crash}`);
    // Strace counts for each thread by itself.
    const perThread = new Map();
    for (const [, thread, call] of readFileSync(here.log, 'utf8').matchAll(/^(\d+) +(\w+)\(/gm)) {
      const key = `${thread} ${call}`;
      perThread.set(key, (perThread.get(key) ?? 0) + 1);
    }
    for (const [key, count] of perThread) {
      const call = key.split(' ')[1];
      counts.set(call, Math.max(counts.get(call) ?? 0, count));
    }
    rmSync(here.folder, { recursive: true });
    Object.assign(here, await scene(prepare, folder));
  }
  rmSync(here.folder, { recursive: true });
  return counts;
}

async function oneRun({ prepare, folder, call, when, fault, into }) {
  if (into.stuck) return; // one that does not end tells enough, and costs much
  const here = await scene(prepare, folder);
  into.runs++;
  const on = fault.endsWith('+');
  const inject = `inject=${call}:${on ? fault.slice(0, -1) : fault}:when=${when}${on ? '+' : ''}`;
  const ended = await traced(here, [`trace=${call}`, inject], !ANYWHERE.has(call));
  const killed = fault === 'signal=KILL' && ended.signal === 'SIGKILL';
  if (killed || readFileSync(here.log, 'utf8').includes('(INJECTED)')) into.hit++;
  const problem =
    (killed || !unsaid(here.log) || ended.reported.length > 0
      ? undefined
      : 'the disk did not keep it, and nobody was told') ??
    (killed ? undefined : crashOf(ended)) ??
    (killed || ended.told.includes('done') ? undefined : 'it did not come to its end') ??
    (await problemAfter(here.trail, [...here.known, ...ended.acknowledged]));
  if (problem) into.problems.push(`${inject}: ${problem}`);
  into.stuck ||= ended.late;
  // In the background: what went wrong may have left ten thousands of files.
  await rm(here.folder, { recursive: true });
}

/** Whether the disk refused to keep what stands in the trail: that is never to be passed over. */
function unsaid(log) {
  return /^\d+ +f(?:data)?sync\(\d+<[^>]*\/trail\.jsonl>\) += -1 (?!EINTR).*INJECTED/m.test(readFileSync(log, 'utf8'));
}

let made = 0;
async function scene(prepare, folder) {
  const here = join(folder, String(made++));
  mkdirSync(here);
  const trail = trailIn(here);
  return { folder: here, trail, log: join(here, 'strace.log'), known: await prepare(trail) };
}

/** Runs the child under strace: on the files of the trail alone, or on all there are. */
function traced({ trail, log, folder }, expressions, onPaths) {
  const paths = onPaths ? [...BESIDE.map((end) => trail + end), folder].flatMap((path) => ['-P', path]) : [];
  // The faster way to trace loses the signals that are to be sent.
  const quick = expressions.some((one) => one.includes('signal=')) ? [] : ['--seccomp-bpf'];
  const before = ['strace', '-f', '-y', ...quick, '-o', log, ...expressions.flatMap((one) => ['-e', one]), ...paths];
  // One thread for what is asynchronous, or which thread makes a call would be chance.
  return startChild({ do: 'small', trail }, { before, env: { UV_THREADPOOL_SIZE: '1' }, limit: LIMIT_MS }).ended;
}
