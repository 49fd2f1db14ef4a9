/** @module The tail of a trail cut at every byte of its last four lines, as a crash of the machine can leave it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { generateLogKeys } from 'enforcecore/sdk';
import { checkpointOf, clear, goOn, linesOf, problemOf, trailIn, verdict, write } from './trail.mjs';

const LAST = 4;

export async function run({ short, report, folder }) {
  const source = trailIn(folder, 'source');
  await write(source, ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']);
  const whole = readFileSync(source);
  const { lines } = linesOf(whole);
  const { privateKey, publicKey } = generateLogKeys();
  const scene = { whole, lines, trail: trailIn(folder), kept: { note: checkpointOf(lines, privateKey), publicKey } };
  const ends = lines.map((_, i) => lines.slice(0, i + 1).reduce((sum, { length }) => sum + length + 1, 0));
  for (let i = lines.length - LAST; i < lines.length; i++) {
    const [start, end] = [ends[i - 1], ends[i]];
    const cuts = Array.from({ length: end - start }, (_, n) => start + n);
    // At an end of a line something else happens at every byte; inside it the same.
    const some = short ? cuts.filter((at, n) => n % 9 === 0 || n < 3 || end - at < 4) : cuts;
    report(...(await cutAll(scene, some, `inside line ${i + 1} of ${lines.length}`)));
  }
  report(...(await cutAll({ ...scene, kept: undefined }, [whole.length], 'nowhere')));
}

async function cutAll(scene, cuts, where) {
  const problems = [];
  for (const at of cuts) {
    const problem = await problemOfCut(scene, at).catch((error) => error.stack);
    if (problem) problems.push(`cut at byte ${at}: ${problem}`);
  }
  const name = `tail cut ${where}, at ${cuts.length} places`;
  return [name, problems.length > 0 ? `${problems.length} times, first: ${problems[0]}` : undefined];
}

async function problemOfCut({ whole, trail, kept }, at) {
  clear(trail);
  writeFileSync(trail, whole.subarray(0, at));
  const { lines: left, rest } = linesOf(whole.subarray(0, at));
  const before = await verdict(trail);
  if (rest.length === 0 ? before.length > 0 : !before.some((code) => code === 'cut_short' || code === 'not_an_entry'))
    return `before the new start verify says ${JSON.stringify(before)}`;
  if (kept && !(await verdict(trail, kept)).includes('behind_checkpoint')) return 'the checkpoint finds nothing before';

  // Only its newline is missing: the entry is whole, and was acknowledged perhaps.
  const completed = rest.length > 0 && whole[at] === 10;
  const known = [...left, ...(completed ? [rest] : [])].map((line) => JSON.parse(line).entry_id);
  const problem = await problemOf(trail, [...known, await goOn(trail)]);
  if (problem) return problem;
  const aside = existsSync(`${trail}.torn-1`) ? readFileSync(`${trail}.torn-1`) : Buffer.alloc(0);
  if (!aside.equals(completed ? Buffer.alloc(0) : rest)) return `${rest.length} torn bytes, ${aside.length} kept aside`;
  if (kept && !(completed && at === whole.length - 1) && (await verdict(trail, kept)).length === 0)
    return 'the checkpoint finds nothing after the new start';
  return undefined;
}
