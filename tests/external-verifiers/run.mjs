/**
 * Makes a log, and has its checkpoints, proofs and lines verified by implementations that are not ours: everything
 * honest is to be accepted by every party, everything forged refused by every party.
 *
 *   node tests/external-verifiers/run.mjs [--report counts.json]
 */
import { createPublicKey } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { checkpointCases, consistencyCases, evidenceOf, inclusionCases, trailCases } from './cases.mjs';
import { startGo } from './go.mjs';
import { makeLog } from './log.mjs';
import { checkpointText, consistencyProof, inclusionPath } from './reference.mjs';
import { startSigstore } from './sigstore.mjs';

const SIZES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 64, 100, 1000];
const parties = { go: ['checkpoint', 'inclusion', 'consistency', 'trail'], sigstore: ['checkpoint', 'inclusion'] };
const total = { passed: 0, failed: 0, skipped: 0 };
const work = mkdtempSync(join(tmpdir(), 'enforcecore-external-'));

async function main() {
  const log = await makeLog({ folder: folder('log'), entries: entries(SIZES.at(-1) + 3), sizes: SIZES });
  const evidence = evidenceOf(log, linesOf(log.trail));
  compareWithReference(evidence);
  const cases = SIZES.flatMap((size) => [
    ...checkpointCases(evidence, size),
    ...inclusionCases(evidence, size),
    ...consistencyCases(evidence, size),
    ...trailCases(evidence, size, folder('trails')),
  ]);
  const started = { go: startGo(folder('go')), sigstore: startSigstore() };
  for (const [name, kinds] of Object.entries(parties)) {
    const asked = cases.filter(({ requests }) => kinds.includes(requests[0].do));
    await judge(name, started[name], asked);
  }
}

async function judge(name, party, cases) {
  if (party === undefined) {
    total.skipped += cases.length;
    console.log(`skipped ${name}: ${cases.length} cases, it is not installed`);
    return;
  }
  const before = { ...total };
  const start = performance.now();
  try {
    for (const one of cases) count(`${name}: ${one.name}`, await misjudged(party, one));
  } finally {
    party.close();
  }
  const requests = cases.reduce((sum, one) => sum + one.requests.length, 0);
  const took = ((performance.now() - start) / 1000).toFixed(1);
  console.log(
    `${name} (${party.version}): ${total.passed - before.passed} of ${cases.length} cases, ${requests} requests, ${took} s`,
  );
}

/** The first answer that is not as it has to be, or undefined. A party that breaks has not refused. */
async function misjudged(party, { accept, expected, requests }) {
  try {
    for (const request of requests) {
      const { ok, error, size, root } = await party.ask(request);
      if (ok !== accept) return `${ok ? 'ACCEPTED' : `refused (${error})`}: ${JSON.stringify(request)}`;
      if (expected && !isDeepStrictEqual({ size, root }, expected)) return `read size ${size} and root ${root}`;
    }
  } catch (error) {
    return `broke: ${error.stack}`;
  }
  return undefined;
}

/** What RFC 6962 says, computed from the lines of the trail, is what the log says, hash by hash. */
function compareWithReference({ log, lines, name, notes, root, verifier }) {
  const base64 = (hashes) => hashes.map((hash) => hash.toString('base64'));
  for (const size of SIZES) {
    const first = lines.slice(0, size);
    const wrong = [
      notes.get(size)?.startsWith(`${checkpointText(name, size, root(size))}\n\u2014 `) ? undefined : 'its text',
      ...[0, size >> 1, size - 1].map((index) =>
        isDeepStrictEqual(log.inclusion(index, size), base64(inclusionPath(index, first)))
          ? undefined
          : `path ${index}`,
      ),
      ...SIZES.filter((old) => old < size).map((old) =>
        isDeepStrictEqual(log.consistency(old, size), base64(consistencyProof(old, first)))
          ? undefined
          : `proof ${old}`,
      ),
    ].filter((problem) => problem !== undefined);
    count(
      `reference: checkpoint ${size} and its proofs are RFC 6962's`,
      wrong.length > 0 ? wrong.join(', ') : undefined,
    );
  }
  const pem = createPublicKey(log.key.publicKeyPem).export({ format: 'jwk' }).x;
  const typed = Buffer.from(/^[^+]+\+[0-9a-f]{8}\+(.+)$/.exec(verifier)[1], 'base64');
  const same = typed[0] === 1 && typed.subarray(1).toString('base64url') === pem;
  count('reference: the PEM and the verifier key are one key', same ? undefined : 'they differ');
}

function count(name, problem) {
  if (problem === undefined) {
    total.passed += 1;
    return;
  }
  total.failed += 1;
  console.log(`FAILED  ${name}\n        ${problem.slice(0, 1000)}`);
}

/** Records with what escapes, quotes and characters of several bytes can do to a line. */
function entries(length) {
  const text = ['caf\u00e9', '\u{1f512}', 'a "quoted" \\ line', 'tab\tand\nnewline', '\u2028'];
  return Array.from({ length }, (_, index) => ({ index, tool: `tool_${index % 7}`, text: text[index % text.length] }));
}

/** The bytes between the newlines; what follows the last one is not a line. */
function linesOf(path) {
  const content = readFileSync(path);
  const lines = [];
  for (let start = 0, end; (end = content.indexOf(10, start)) !== -1; start = end + 1)
    lines.push(content.subarray(start, end));
  return lines;
}

function folder(name) {
  const path = join(work, name);
  mkdirSync(path, { recursive: true });
  return path;
}

try {
  await main();
} catch (error) {
  count('the suite runs', error.stack);
} finally {
  rmSync(work, { recursive: true, force: true });
}
const report = process.argv.indexOf('--report') + 1;
if (report > 0) writeFileSync(process.argv[report], JSON.stringify(total));
console.log(`tests: ${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;
