/** @module `kill -9` at any moment: of a process that appends, and of one that is in the middle of a call. */
import { mkdirSync, rmSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { join } from 'node:path';
import { inParallel, startChild } from './children.mjs';
import { askedFor, clear, goOn, problemAfter, problemOf, trailIn } from './trail.mjs';

/** So many processes die on one trail before it is begun anew: a recovery of a recovery is to work too. */
const DEATHS = 5;

export async function run({ short, report, folder, random }) {
  report(...(await appending({ kills: short ? 60 : 1000, folder, random })));
  report(...(await calling({ kills: short ? 10 : 100, folder, random })));
  for (const sync of [true, false]) report(...(await dyingTool({ times: short ? 2 : 10, folder, sync })));
}

async function appending({ kills, folder, random }) {
  let acknowledged = 0;
  const problems = [];
  const line = (slot) => async () => {
    const trail = trailIn(folder, `appends-${slot}`);
    let known = [];
    for (let death = 0; death < DEATHS; death++) {
      const child = startChild({ do: 'append', trail, durable: [0, 0, 7][death % 3] });
      await killAtRandom(child, random);
      const ended = await child.ended;
      acknowledged += ended.acknowledged.length;
      if (ended.signal !== 'SIGKILL') problems.push(`it was not killed: ${ended.stderr} ${ended.reported}`);
      known.push(...ended.acknowledged);
      const id = await goOn(trail).catch((error) => void problems.push(`no new start: ${error.stack}`));
      if (id) known.push(id);
      const problem = await problemOf(trail, known).catch((error) => error.stack);
      if (problem) problems.push(problem);
    }
    clear(trail);
    known = [];
  };
  await inParallel(
    2,
    Array.from({ length: kills / DEATHS }, (_, slot) => line(slot)),
  );
  if (acknowledged < kills) problems.push(`only ${acknowledged} entries were acknowledged in all`);
  return [`kill: ${kills} times during append, ${acknowledged} entries acknowledged`, summary(problems)];
}

async function calling({ kills, folder, random }) {
  const problems = [];
  const one = (slot) => async () => {
    const here = join(folder, `calls-${slot}`);
    mkdirSync(here);
    const child = startChild({ do: 'calls', folder: here, sync: slot % 2 === 0 });
    await killAtRandom(child, random);
    const problem = await problemOfCalls(here, await child.ended);
    if (problem) problems.push(problem);
    rmSync(here, { recursive: true });
  };
  await inParallel(
    2,
    Array.from({ length: kills }, (_, slot) => one(slot)),
  );
  return [`kill: ${kills} times during calls, every tool that ran has its intent`, summary(problems)];
}

async function dyingTool({ times, folder, sync }) {
  const problems = [];
  for (let n = 0; n < times; n++) {
    const here = join(folder, `dies-${n}`);
    mkdirSync(here);
    const ended = await startChild({ do: 'calls', folder: here, dies: n, sync }).ended;
    const last = ended.ran.at(-1);
    if (ended.signal !== 'SIGKILL' || last !== String(n)) problems.push(`tool ${n} did not kill it: ${ended.stderr}`);
    const problem = await problemOfCalls(here, ended, n);
    if (problem) problems.push(problem);
    rmSync(here, { recursive: true });
  }
  return [`kill: by the ${sync ? 'sync' : 'async'} tool itself, its intent is there`, summary(problems)];
}

/** Whether the trail knows every tool that ran, and the end of every call whose result somebody has. */
async function problemOfCalls(folder, { ran, answered }, died) {
  const trail = trailIn(folder);
  const problem = await problemAfter(trail, []);
  if (problem) return problem;
  const has = new Set(askedFor(trail).map(({ entry_type: type, tool_name: tool }) => `${type} ${tool}`));
  const unknown = ran.find((n) => !has.has(`intent tool_${n}`));
  if (unknown !== undefined) return `tool ${unknown} ran without an intent`;
  const open = answered.find((n) => !has.has(`outcome tool_${n}`));
  if (open !== undefined) return `call ${open} was answered without an outcome`;
  if (died !== undefined && has.has(`outcome tool_${died}`)) return `call ${died} cannot have an outcome`;
  return undefined;
}

/** Most die while they write, some while they start. */
async function killAtRandom(child, random) {
  const early = random() < 0.15;
  const ms = random() * (early ? 200 : 30);
  if (!early) await child.first;
  await wait(ms);
  child.kill();
}

function summary(problems) {
  return problems.length === 0 ? undefined : `${problems.length} times, first: ${problems[0]}`;
}
