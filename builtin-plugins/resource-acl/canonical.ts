/** @module The files that a path may mean: every reading of it, made absolute, with and without links followed. */
import { posix, win32 } from 'node:path';
import { realPath } from './real-path.ts';
import { variants } from './variants.ts';

/** Where relative paths start, and whose rules paths follow. */
export interface Place {
  /** Absolute. */
  readonly base: string;
  readonly home: string;
  readonly user: string;
  readonly platform: NodeJS.Platform;
}

/**
 * The absolute paths that a text may lead to, NFC, with forward slashes: as it is written, percent-decoded, with
 * backslashes as separators, and each with its links followed. `undefined`: cannot be told, so nobody may allow it.
 * Empty: no system opens a path of this length.
 *
 * @param follow - whether to look at the disk for links
 */
export function canonicalPaths(text: string, place: Place, follow: boolean): readonly string[] | undefined {
  // Before any reading is made of it: the longest hostile texts cost the least this way.
  if (segmentsIn(text) > MOST_SEGMENTS) return undefined;
  const paths = new Set<string>();
  let tooLong = false;
  for (const reading of readings(text)) {
    const expanded = expandHome(reading, place);
    if (expanded === undefined || expanded.includes('\0') || segmentsIn(expanded) > MOST_SEGMENTS) return undefined;
    const raw = absolute(expanded, place);
    const lexical = place.platform === 'win32' || isDrive(raw) ? windowsForm(raw) : posix.normalize(raw);
    if (lexical.length > (place.platform === 'win32' ? 32_767 : 4096)) {
      tooLong = true;
      continue;
    }
    paths.add(tidy(lexical));
    if (!follow || (place.platform !== 'win32' && isDrive(raw))) continue;
    // The system follows links before `..`, libraries that tidy up first do not: both ends are judged.
    for (const one of new Set([place.platform === 'win32' ? lexical : raw, lexical])) {
      const real = realPath(one);
      if (real === undefined) return undefined;
      paths.add(tidy(place.platform === 'win32' ? windowsForm(real) : real));
    }
  }
  return paths.size > 0 || !tooLong ? [...paths] : [];
}

const MOST_SEGMENTS = 4096;
const SLASH = 0x2f;
const BACKSLASH = 0x5c;

function segmentsIn(path: string): number {
  if (path.length <= MOST_SEGMENTS) return 0;
  let count = 0;
  for (let i = 0; i < path.length && count <= MOST_SEGMENTS; i++) {
    const code = path.charCodeAt(i);
    if (code === SLASH || code === BACKSLASH) count++;
  }
  return count;
}

/** What a tool may take the text for before it opens anything. A reading with a NUL in it is refused by the caller. */
function readings(text: string): readonly string[] {
  const first = /^\s*file:/i.test(text) ? fileUrl(text.trim()) : [text];
  const all = new Set(first);
  for (const one of first.flatMap(variants)) all.add(one);
  for (const one of all) {
    if (one !== one.trim()) all.add(one.trim());
    if (one.includes('\\')) all.add(one.replaceAll('\\', '/'));
    // A literal path that begins with a drive: somebody on another system, or a drive that is mounted.
    if (/^[a-z]:[\\/]/i.test(one)) all.add(`./${one}`);
  }
  return [...all];
}

/** A `file:` URL as its parser reads it, and as one who merely cuts the scheme off does. */
function fileUrl(text: string): readonly string[] {
  const cut = text.slice('file:'.length).replace(/^[\\/]{2}(?=[\\/])/, '');
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    // A NUL makes the target unreadable, which is what an unreadable URL is.
    return ['\0'];
  }
  // A share on another machine is not a path on this one.
  if (url.hostname !== '' && url.hostname !== 'localhost') return ['\0'];
  const path = url.pathname.replace(/^\/(?=[a-z]:)/i, '');
  return [path, cut.replace(/^[\\/]{2}localhost(?=[\\/])/i, '').replace(/[?#][^]*$/, '')];
}

/** `~`, `~me` and `$HOME` become the home folder; another user's cannot be told. */
function expandHome(path: string, place: Place): string | undefined {
  const [, user, rest = ''] = /^(?:~([^\\/]*)|\$\{?HOME\}?)(?=[\\/]|$)([^]*)$/.exec(path) ?? [];
  if (user === undefined) return path.replace(/^\$\{?HOME\}?(?=[\\/]|$)/, () => place.home);
  if (user === '' || user === place.user) return place.home + rest;
  return rest === '' || !/^[\w.-]+$/.test(user) ? path : undefined;
}

function absolute(path: string, place: Place): string {
  if (place.platform === 'win32') return windowsAbsolute(path, place);
  if (path.startsWith('/') || isDrive(path)) return path;
  return `${place.base}/${path}`;
}

function windowsAbsolute(path: string, place: Place): string {
  const plain = path
    .replaceAll('/', '\\')
    .replace(/^\\\\[?.]\\UNC\\/i, '\\\\')
    .replace(/^\\\\[?.]\\/, '');
  return win32.resolve(place.base, plain);
}

function isDrive(path: string): boolean {
  return /^[a-z]:[\\/]/i.test(path);
}

/** `C:\a\b.txt::$DATA`, `c:/a/b.txt. ` → `C:/a/b.txt`: streams, final dots and spaces name the same file. */
function windowsForm(path: string): string {
  const root = win32.parse(path.replaceAll('/', '\\')).root;
  const segments = path.slice(root.length).split(/[\\/]+/);
  const kept = segments.map((one) => one.replace(/:[^]*$/, '').replace(/ +$/, ''));
  const bare = kept.map((one) => (/^\.{1,2}$/.test(one) ? one : one.replace(/[. ]+$/, '')));
  const drive = root.replace(/^[a-z]:/, (letter) => letter.toUpperCase());
  return win32.normalize(drive + bare.join('\\')).replaceAll('\\', '/');
}

function tidy(path: string): string {
  const plain = path.normalize('NFC');
  return plain.length > 1 && !/^[A-Z]:\/$/.test(plain) ? plain.replace(/\/+$/, '') : plain;
}
