/**
 * @module A disk that is full and then has room again: a small tmpfs, full of bytes or of files. Where nothing can be
 * mounted, a limit on the size of a file stands in, which is also tried by itself.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createEnforcer, verifyTrail } from 'enforcecore';
import { startChild } from './children.mjs';
import { askedFor, openAuditor, problemAfter, trailIn } from './trail.mjs';

const CASES = {
  'full of bytes while it writes': fullWhileWriting,
  'full of bytes before it starts': (disk) => fullBeforeStart(disk, 'bytes'),
  'full of files before it starts': (disk) => fullBeforeStart(disk, 'files'),
  'full while calls are made: no tool runs without its intent': fullDuringCalls,
};

export async function run({ report, folder }) {
  for (const [index, [name, body]] of Object.entries(CASES).entries()) {
    const disk = mount(join(folder, `disk-${index}`));
    if (disk === undefined) {
      report.skip(`disk: ${name}`, 'nothing can be mounted here (needs root)');
      continue;
    }
    try {
      report(`disk: ${name}`, await body(disk).catch((error) => error.stack));
    } finally {
      unmount(disk);
    }
  }
  for (const kib of [4, 7, 64]) report(`disk: a file may have ${kib} KiB`, await fileLimit(folder, kib));
}

const mounted = new Set();
process.once('exit', () => mounted.forEach(unmount));

function mount(path) {
  mkdirSync(path);
  const options = ['-t', 'tmpfs', '-o', 'size=128k,nr_inodes=40', 'enforcecore-faults', path];
  if (spawnSync('mount', options).status !== 0) return undefined;
  mounted.add(path);
  return path;
}

function unmount(disk) {
  spawnSync('umount', ['--lazy', disk]);
  mounted.delete(disk);
}

async function fullWhileWriting(disk) {
  const trail = trailIn(disk);
  const auditor = openAuditor(trail);
  const { acknowledged, code } = writeUntilRefused(auditor);
  if (code !== 'EC_AUDIT_WRITE') return `a full disk was reported as ${code}`;
  for (let n = 0; n < 3; n++) if (writeOnce(auditor).id !== undefined) return 'it went on without a new start';
  await auditor.close().catch(() => undefined);
  await verifyTrail(trail); // it may be torn here, and must not break the verifier
  const again = await tryToStart(trail);
  if (again.problem) return again.problem;
  // Nothing else is on this disk: its room is made by making it larger.
  if (spawnSync('mount', ['-o', 'remount,size=1m', disk]).status !== 0) return 'no room could be made';
  return problemAfter(trail, [...acknowledged, ...again.acknowledged]);
}

async function fullBeforeStart(disk, what) {
  const trail = trailIn(disk);
  const auditor = openAuditor(trail);
  const { id } = writeOnce(auditor);
  await auditor.close();
  const ballast = what === 'bytes' ? fillBytes(disk) : fillFiles(disk);
  const { acknowledged, problem } = await tryToStart(trail);
  for (const path of ballast) unlinkSync(path);
  return problem ?? problemAfter(trail, [id, ...acknowledged]);
}

async function fullDuringCalls(disk) {
  const trail = trailIn(disk);
  const enforcer = await createEnforcer({
    policy: { name: 'faults', rules: { denied_tools: ['shell'] } },
    settings: { auditPath: disk },
  });
  const ran = [];
  const answered = [];
  let code;
  for (let n = 0, refused = 0; refused < 3 && n < 10_000; n++) {
    try {
      answered.push(await enforcer.enforceAsync(() => ran.push(n) && n, [], { toolName: `tool_${n}` }));
    } catch (error) {
      code = error.code;
      refused++;
    }
  }
  await enforcer.stop().catch(() => undefined);
  spawnSync('mount', ['-o', 'remount,size=1m', disk]);
  const problem = await problemAfter(trail, []);
  if (problem) return problem;
  const has = new Set(askedFor(trail).map(({ entry_type: type, tool_name: tool }) => `${type} ${tool}`));
  if (ran.length === 0 || code === undefined) return 'the disk was never full';
  const open = [...ran.map((n) => `intent tool_${n}`), ...answered.map((n) => `outcome tool_${n}`)];
  return open.find((one) => !has.has(one)) && `not in the trail: ${open.find((one) => !has.has(one))}`;
}

/** What a process gets where its files may have so many bytes: a part of a line is written, the rest refused. */
async function fileLimit(folder, kib) {
  const trail = trailIn(folder, `limited-${kib}`);
  const before = ['bash', '-c', `trap "" XFSZ; ulimit -f ${kib}; exec "$0" "$@"`];
  const ended = await startChild({ do: 'append', trail, count: 1000 }, { before }).ended;
  if (ended.late || ended.code !== 0) return `it ended with ${ended.signal ?? ended.code}: ${ended.stderr}`;
  if (!ended.reported[0]?.startsWith('AuditError EC_AUDIT_')) return `it reported ${ended.reported[0]}`;
  return problemAfter(trail, ended.acknowledged);
}

function writeUntilRefused(auditor) {
  const acknowledged = [];
  for (;;) {
    const { id, code } = writeOnce(auditor);
    if (id === undefined) return { acknowledged, code };
    acknowledged.push(id);
    if (acknowledged.length > 10_000) throw new Error('the disk was never full');
  }
}

function writeOnce(auditor) {
  try {
    return { id: auditor.record({ toolName: 'fills', policyName: 'faults' }).entryId };
  } catch (error) {
    return { code: error.code };
  }
}

/** A new start and a first entry: either may be refused, and what is acknowledged is to be kept. */
async function tryToStart(trail) {
  let auditor;
  try {
    auditor = openAuditor(trail);
    return { acknowledged: [auditor.record({ toolName: 'fits', policyName: 'faults' }).entryId] };
  } catch (error) {
    const refused = error.code?.startsWith('EC_AUDIT_');
    return { acknowledged: [], problem: refused ? undefined : `a start on the full disk gave ${error.stack}` };
  } finally {
    await auditor?.close().catch(() => undefined);
  }
}

function fillBytes(disk) {
  const path = join(disk, 'ballast');
  for (let size = 64 * 1024; size > 0; size >>= 1)
    for (;;) {
      try {
        writeFileSync(path, Buffer.alloc(size), { flag: 'a' });
      } catch {
        break; // the next smaller part may still fit
      }
    }
  return [path];
}

function fillFiles(disk) {
  const paths = [];
  for (let n = 0; n < 1000; n++) {
    const path = join(disk, `ballast-${n}`);
    try {
      writeFileSync(path, '');
    } catch {
      rmSync(path, { force: true });
      return paths;
    }
    paths.push(path);
  }
  throw new Error('there was always room for one more file');
}
