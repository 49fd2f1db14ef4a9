/** @module Kubernetes Secrets, as manifests have them and as the cluster gives them back. */
import { BASE64, BLANK, isIn, NAME, SPACE } from '../alphabet.ts';
import type { Range, Reader } from '../reader.ts';

/** Most characters from the first keyword to the end of the data. */
export const MANIFEST_SPAN = 2_048;
const MOST_LINES = 16;
const LONGEST_VALUE = 1_024;
const LEAST_VALUE = 8;
const NEWLINE = 0x0a;
const QUOTE = 0x22;
const COLON = 0x3a;
const COMMA = 0x2c;

/** YAML with `kind: Secret` first, `data:` some lines later. */
export function findSecretManifest(reader: Reader, start: number, end: number): Range | undefined {
  let at = lineEnd(reader, end, start);
  for (let line = 0; line < MOST_LINES && at >= 0; line++) {
    if (reader.has('---', at)) return undefined;
    const name = reader.has('data:', at) ? 5 : reader.has('stringData:', at) ? 11 : 0;
    if (name > 0) {
      const stop = yamlBlock(reader, at + name, start, name === 5);
      return stop < 0 ? undefined : { start, end: stop };
    }
    at = lineEnd(reader, at, start);
  }
  return undefined;
}

/** YAML or JSON with its data first and its kind behind, in the order of the alphabet. */
export function findSecretData(reader: Reader, start: number, end: number): Range | undefined {
  if (reader.code(start) !== QUOTE) {
    const stop = yamlBlock(reader, end, start, true);
    if (stop < 0) return undefined;
    const next = reader.run(stop, SPACE, 2);
    return reader.has('kind: Secret', next) ? { start, end: stop } : undefined;
  }
  const stop = jsonBlock(reader, reader.run(end, SPACE, 4), start);
  if (stop < 0) return undefined;
  const comma = reader.run(stop, SPACE, 8);
  const kind = reader.run(comma + 1, SPACE, 40);
  if (reader.code(comma) !== COMMA || !reader.has('"kind"', kind)) return undefined;
  const colon = reader.run(kind + 6, SPACE, 4);
  return reader.code(colon) === COLON && reader.has('"Secret"', reader.run(colon + 1, SPACE, 4))
    ? { start, end: stop }
    : undefined;
}

/** Behind the end of a line; -1 beyond the bound. */
function lineEnd(reader: Reader, from: number, start: number): number {
  for (let at = from; at < start + MANIFEST_SPAN / 2; at++) {
    const code = reader.code(at);
    if (code < 0) return -1;
    if (code === NEWLINE) return at + 1;
  }
  return -1;
}

/** The end of indented `name: value` lines; -1 when there is none. Of data the values are base64. */
function yamlBlock(reader: Reader, from: number, start: number, isData: boolean): number {
  const newline = reader.run(from, BLANK, 4);
  if (reader.code(newline) !== NEWLINE) return -1;
  let end = -1;
  for (let line = newline + 1; line < start + MANIFEST_SPAN - LONGEST_VALUE;) {
    const name = reader.run(line, BLANK, 16);
    const colon = reader.run(name, NAME, 80);
    if (name === line || colon === name || reader.code(colon) !== COLON) break;
    let at = reader.run(colon + 1, BLANK, 4);
    const quoted = reader.code(at) === QUOTE;
    if (quoted) at++;
    const value = isData ? padded(reader, at) : printable(reader, at);
    if (value - at < LEAST_VALUE && isData) break;
    end = reader.run(quoted && reader.code(value) === QUOTE ? value + 1 : value, BLANK, 4);
    if (reader.code(end) !== NEWLINE) break;
    line = end + 1;
  }
  return end;
}

/** The end of `{"name":"base64", ...}` at a place; -1 when there is none. */
function jsonBlock(reader: Reader, from: number, start: number): number {
  if (reader.code(from) !== 0x7b) return -1;
  for (let at = from + 1; at < start + MANIFEST_SPAN - LONGEST_VALUE - 128;) {
    const name = reader.run(at, SPACE, 40);
    const close = reader.run(name + 1, NAME, 80);
    if (reader.code(name) !== QUOTE || reader.code(close) !== QUOTE || reader.code(close + 1) !== COLON) return -1;
    const value = reader.run(close + 2, SPACE, 4);
    const stop = padded(reader, value + 1);
    if (reader.code(value) !== QUOTE || stop - value <= LEAST_VALUE || reader.code(stop) !== QUOTE) return -1;
    const sign = reader.run(stop + 1, SPACE, 40);
    if (reader.code(sign) === 0x7d) return sign + 1;
    if (reader.code(sign) !== COMMA) return -1;
    at = sign + 1;
  }
  return -1;
}

function padded(reader: Reader, from: number): number {
  let stop = reader.run(from, BASE64, LONGEST_VALUE);
  for (let i = 0; i < 2 && reader.code(stop) === 0x3d; i++) stop++;
  return stop;
}

function printable(reader: Reader, from: number): number {
  let at = from;
  while (at < from + LONGEST_VALUE && reader.code(at) >= 0x20 && !isIn(reader.code(at), BLANK)) at++;
  return at;
}
