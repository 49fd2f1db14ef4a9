/** @module Reads a package.json that nobody has vouched for. */
import fs from 'node:fs';
import { join } from 'node:path';
import { printable, refusal } from './errors.ts';
import type { PluginLoadError } from './errors.ts';

export type Json = Readonly<Record<string, unknown>>;

/** A package.json that was read, is not there, or is refused. */
export type PackageFile =
  | { readonly state: 'read'; readonly json: Json }
  | { readonly state: 'absent' }
  | { readonly state: 'refused'; readonly problem: PluginLoadError };

/** More than any real package.json has, in bytes. */
export const LARGEST_PACKAGE_JSON_BYTES = 1024 * 1024;

/**
 * Reads the package.json of a folder. Never throws, never quotes what it read: the file may be a link to anything.
 * Calls go through the default export of `node:fs`, the one that Yarn's Plug'n'Play patches for its archives.
 */
export function readPackageFile(dir: string): PackageFile {
  const file = join(dir, 'package.json');
  const refused = (what: string): PackageFile => ({
    state: 'refused',
    problem: refusal(`\`${printable(file, 300)}\` ${what}`),
  });
  let bytes: Buffer;
  try {
    const stat = fs.statSync(file, { throwIfNoEntry: false });
    if (!stat) return { state: 'absent' };
    if (!stat.isFile()) return refused('is not a file');
    if (stat.size > LARGEST_PACKAGE_JSON_BYTES) return refused(`is larger than ${LARGEST_PACKAGE_JSON_BYTES} bytes`);
    bytes = fs.readFileSync(file);
  } catch (error) {
    if (errorCode(error) === 'ENOTDIR') return { state: 'absent' };
    return refused(`cannot be read (${errorCode(error)})`);
  }
  let json: unknown;
  try {
    json = JSON.parse(UTF8.decode(bytes));
  } catch {
    // The parser's own message quotes the text, so it is dropped.
    return refused('is not valid JSON');
  }
  return isRecord(json) ? { state: 'read', json } : refused('is not a JSON object');
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** Whether a value read from JSON is an object, not an array or null. */
export function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The `code` of a system error, such as `ELOOP`; the message would repeat the path. */
export function errorCode(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : 'unknown error';
}
