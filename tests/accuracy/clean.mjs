/** @module A megabyte of ordinary JSON logs in which nothing may be found. */
import { seed } from './corpus.mjs';
import { FIVE, known, redactor, STRUCTURED } from './detectors.mjs';
import { logs } from './make/logs.mjs';
import { random } from './make/random.mjs';

export async function clean(bytes = 1_048_576) {
  const text = logs(random(4711 + seed), bytes);
  const count = async (categories) => {
    const { detect } = redactor({ categories: known(categories) });
    const finds = await detect(text);
    return finds.map(({ start, end, category }) => ({
      category,
      value: text.slice(start, end),
      text: text.slice(Math.max(0, start - 40), end + 20),
    }));
  };
  return { bytes: text.length, five: await count(FIVE), all: await count(STRUCTURED) };
}
