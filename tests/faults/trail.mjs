/** @module What holds for every trail, whatever happened to it: the one place that knows how the engine is called. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Auditor, AuditError, verifyTrail } from 'enforcecore';
import { leafHash, MemoryTree, rootOf, signCheckpoint } from 'enforcecore/sdk';

export const ORIGIN = 'enforcecore.example/faults';
/** What the log says of itself. Nobody was given an acknowledgement for these. */
const OF_THE_LOG = new Set(['recovery', 'clock', 'erased']);

/** An auditor with the options that the suite was started with. */
export function openAuditor(trail) {
  return new Auditor({ outputPath: trail, ...JSON.parse(process.env.FAULTS_AUDITOR ?? '{}') });
}

/** Records entries with these tool names, and gives their ids. */
export async function write(trail, tools) {
  const auditor = openAuditor(trail);
  try {
    return tools.map((toolName) => auditor.record({ toolName, policyName: 'faults' }).entryId);
  } finally {
    await auditor.close();
  }
}

/** A new start on a trail that something happened to. Gives the id of its first entry. */
export async function goOn(trail) {
  const [id] = await write(trail, ['goes_on']);
  return id;
}

/** The bytes between newlines; what follows the last one comes last, and is not a line. */
export function linesOf(bytes) {
  const lines = [];
  let start = 0;
  for (let end; (end = bytes.indexOf(10, start)) !== -1; start = end + 1) lines.push(bytes.subarray(start, end));
  return { lines, rest: bytes.subarray(start) };
}

export function entriesOf(trail) {
  return linesOf(readFileSync(trail)).lines.map((line) => JSON.parse(line));
}

/** Entries that somebody asked for. */
export function askedFor(trail) {
  return entriesOf(trail).filter(({ entry_type: type }) => !OF_THE_LOG.has(type));
}

/** What is wrong with a trail that is to be whole and to hold every acknowledged entry once; undefined if nothing. */
export async function problemOf(trail, acknowledged) {
  const { isValid, errors } = await verifyTrail(trail);
  if (!isValid) return `a false alarm: ${JSON.stringify(errors.slice(0, 3))}`;
  const times = new Map();
  const entries = entriesOf(trail);
  for (const [place, { entry_id: id, seq }] of entries.entries()) {
    if (seq !== place) return `line ${place + 1} has seq ${seq}`;
    times.set(id, (times.get(id) ?? 0) + 1);
  }
  const wrong = acknowledged.filter((id) => times.get(id) !== 1);
  if (wrong.length > 0)
    return `of ${acknowledged.length} acknowledged entries ${wrong.length} are not there once, of ${entries.length}`;
  return undefined;
}

/** Goes on with a trail, and says what is wrong then. Never throws. */
export async function problemAfter(trail, acknowledged) {
  try {
    return await problemOf(trail, [...acknowledged, await goOn(trail)]);
  } catch (error) {
    return `no new start: ${error.stack}`;
  }
}

export function checkpointOf(lines, privateKey, origin = ORIGIN) {
  const tree = new MemoryTree();
  for (const line of lines) tree.append(leafHash(line));
  return signCheckpoint({ origin, size: lines.length, root: rootOf(lines.length, tree.read) }, privateKey);
}

/** The codes of what `verify` finds: `['EC_...']` when it refuses, `[]` when all is well. Anything else is a crash. */
export async function verdict(trail, checkpoint) {
  try {
    const { isValid, errors, empty } = await verifyTrail(trail, { checkpoint });
    const codes = [...new Set(errors.map(({ code }) => code))];
    if (isValid !== (codes.length === 0 && !empty)) throw new Error('`isValid` and `errors` do not agree');
    return empty && codes.length === 0 ? ['empty'] : codes;
  } catch (error) {
    if (error instanceof AuditError) return [error.code];
    throw error;
  }
}

/** Takes away a trail and everything beside it. */
export function clear(trail) {
  for (const end of ['', '.lock', '.lock.wait', '.hashes', '.checkpoints', '.checkpoint'])
    rmSync(trail + end, { force: true });
  for (let n = 1; existsSync(`${trail}.torn-${n}`); n++) rmSync(`${trail}.torn-${n}`);
}

export const trailIn = (folder, name = 'trail') => join(folder, `${name}.jsonl`);
