/** @module Measures how many characters a stream keeps back, at most, before it lets go of clean text again. */
import { StreamingRedactor } from './detectors.mjs';
import { lines } from './corpus.mjs';

/** The texts of the category's own file, one character a push; each stream is watched until its first find. */
export async function heldBack(category, limit = 150) {
  if (StreamingRedactor === undefined) return undefined;
  let most = 0;
  for (const { text } of lines(category).slice(0, limit)) {
    const stream = new StreamingRedactor({ categories: [category] });
    let [pushed, emitted] = [0, 0];
    for (const char of text) {
      const [out, events] = await stream.push(char);
      if (events.length > 0) break;
      pushed += char.length;
      emitted += out.length;
      most = Math.max(most, pushed - emitted);
    }
  }
  return most;
}
