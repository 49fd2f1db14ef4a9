/** @module Several processes and threads on one trail: one chain, every entry once, in one order. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { crashOf, startChild } from './children.mjs';
import { askedFor, problemAfter, trailIn } from './trail.mjs';

export async function run({ short, report, folder }) {
  const count = short ? 100 : 1000;
  for (const [processes, threads] of [
    [2, 0],
    [8, 0],
    [0, 2],
    [2, 2],
  ]) {
    const trail = trailIn(folder, `${processes}-${threads}`);
    const problem = await problemOfWriters({ trail, processes, threads, count }).catch((error) => error.stack);
    report(`writers: ${processes} processes and ${threads} threads with ${count} entries each`, problem);
  }
}

async function problemOfWriters({ trail, processes, threads, count }) {
  const task = (name) => ({ do: 'append', trail, count, name, durable: 25 });
  const started = [
    ...Array.from({ length: processes }, (_, n) => inProcess(task(`process-${n}`))),
    ...Array.from({ length: threads }, (_, n) => inThread(task(`thread-${n}`))),
  ];
  const all = await Promise.all(started);
  const broken = all.find(({ problem }) => problem !== undefined);
  if (broken) return broken.problem;
  const acknowledged = all.flatMap((one) => one.acknowledged);
  if (acknowledged.length !== count * all.length) return `${acknowledged.length} of ${count * all.length} acknowledged`;
  const problem = await problemAfter(trail, acknowledged);
  if (problem) return problem;
  const entries = askedFor(trail);
  if (entries.length !== acknowledged.length + 1)
    return `${entries.length} entries, one more than acknowledged is right`;
  // A writer's own entries stand in the order in which it was given their acknowledgements.
  const place = new Map(entries.map(({ entry_id: id }, at) => [id, at]));
  const unordered = all.some((one) =>
    one.acknowledged.some((id, i) => place.get(id) < place.get(one.acknowledged[i - 1])),
  );
  return unordered ? 'the entries of a writer are not in its order' : undefined;
}

async function inProcess(task) {
  const ended = await startChild(task).ended;
  return { acknowledged: ended.acknowledged, problem: crashOf(ended) ?? ended.reported[0] };
}

async function inThread(task) {
  const worker = new Worker(new URL('./child.mjs', import.meta.url), { workerData: task });
  const said = [];
  worker.on('message', (line) => said.push(line.trimEnd()));
  const [code] = await once(worker, 'exit');
  const reported = said.find((line) => line.startsWith('!'));
  return {
    acknowledged: said.map((line) => line.slice(1)),
    problem: reported ?? (code === 0 ? undefined : `code ${code}`),
  };
}
