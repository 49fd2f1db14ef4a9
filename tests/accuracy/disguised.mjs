/** @module Disguised values: found whole, found with wrong ends, or not found. */
import { FIVE, known, redactor } from './detectors.mjs';
import { lines } from './corpus.mjs';

export async function disguised() {
  const { detect } = redactor({ categories: known(FIVE) });
  const result = { samples: 0, found: 0, misaligned: [], missed: [] };
  for (const {
    text,
    spans: [want],
    kind,
  } of lines('evasions')) {
    const finds = await detect(text);
    const near = finds.filter(({ start, end }) => start < want.end && end > want.start);
    const sample = {
      kind,
      category: want.category,
      text,
      found: near.map(({ start, end, category }) => `${category}:${text.slice(start, end)}`),
    };
    result.samples += 1;
    if (near.some(({ start, end, category }) => start === want.start && end === want.end && category === want.category))
      result.found += 1;
    else if (near.length > 0) result.misaligned.push(sample);
    else result.missed.push(sample);
  }
  return result;
}
