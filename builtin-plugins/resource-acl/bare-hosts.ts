/** @module Hosts without a scheme: names and addresses as people write them. */
import { isIPv4, isIPv6 } from 'node:net';
import { normaliseHost } from './host-name.ts';
import type { FoundHost } from './host-name.ts';

/** Dotted names and addresses in a text. What could as well be a file's name is not evident. */
export function* bareHosts(text: string): Generator<FoundHost> {
  const trimmed = text.trim();
  const whole = /^(?:[^\s@/\\]{1,256}@)?(\[[0-9a-f:.]+\]|localhost)(?::(\d{1,5}))?(?:[\\/?#]\S*)?$/i.exec(trimmed);
  if (whole) yield* found(whole[1] as string, whole[2] ?? '', true);
  else if (isIPv6(trimmed)) yield* found(`[${trimmed}]`, '', true);
  else if (/^0x[0-9a-f]{1,8}$/i.test(trimmed)) yield* found(trimmed, '', false);
  if (!/[.\u3002\uff0e\uff61]/.test(text)) return;
  for (const match of text.matchAll(RUN)) {
    const name = withoutPadding(match[0].replace(/[\u3002\uff0e\uff61]/g, '.').replace(/^[.-]{1,64}|[.-]{1,64}$/g, ''));
    if (!name.includes('.') || name.length > 253 || name.includes('..')) continue;
    const before = text.charAt(match.index - 1);
    if (before === '/' || before === '\\') continue;
    const after = text.slice(match.index + match[0].length, match.index + match[0].length + 8);
    const port = /^:(\d{1,5})(?!\d)/.exec(after)?.[1] ?? '';
    yield* found(name, port, isEvident(name, port, after, before, trimmed));
  }
}

const RUN = /(?<![\p{L}\p{N}_.\u3002\uff0e\uff61-])[\p{L}\p{N}_.\u3002\uff0e\uff61-]+/gu;

/** `0000177.0.0.1` is an address however many zeros it begins with; one says as much as a thousand. */
function withoutPadding(name: string): string {
  return name.replace(/(?<![^.])(0x)?0+(?=0)/gi, (_, hex: string | undefined) => hex ?? '');
}

function* found(name: string, port: string, evident: boolean): Generator<FoundHost> {
  const host = normaliseHost(name);
  if (host !== undefined) yield { scheme: '', host, port, evident };
}

function isEvident(name: string, port: string, after: string, before: string, whole: string): boolean {
  if (isIPv4(name) || FOUR_NUMBERS.test(name)) return true;
  const last = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  if (!/^(?:xn--[a-z0-9-]+|\p{L}{2,63})$/u.test(last)) return false;
  // An address of e-mail, but `git@host:path` is a place that something connects to.
  if (before === '@') return /^:[^\s]/.test(after);
  const known = GENERIC.has(last) || last.startsWith('xn--');
  if (known || port !== '') return true;
  const country = last.length === 2;
  if (/^[/\\]/.test(after)) return country && !FILE_ENDINGS.has(last);
  return name.length === whole.length && !FILE_ENDINGS.has(last);
}

/** Octal and hexadecimal parts are read by whoever connects, whatever a validator of addresses says. */
const FOUR_NUMBERS =
  /^(?:0x[0-9a-f]{1,8}|0[0-7]{0,11}|[1-9]\d{0,2})(?:\.(?:0x[0-9a-f]{1,8}|0[0-7]{0,11}|[1-9]\d{0,2})){3}$/i;

/** Whether a name is one that `//` hardly precedes by chance, as it does in comments of source code. */
export function looksLikeDomain(host: string, port: string): boolean {
  return port !== '' || host.includes('.') || host.startsWith('[') || host === 'localhost';
}

/** Top-level names that are hardly ever the end of a file's name or of a sentence. */
const GENERIC = new Set(
  (
    'com net org edu gov mil int info biz name pro aero arpa onion local internal corp lan home test example invalid ' +
    'dev app cloud xyz online site store tech space website live shop blog news club top icu vip fun work world today ' +
    'email link click host network systems digital agency solutions services software security google amazon'
  ).split(' '),
);

/** Endings that are top-level names too, or may become one, but far more often mean a file. */
const FILE_ENDINGS = new Set(
  (
    'txt md csv tsv json jsonl yaml yml toml ini cfg conf env xml html htm css scss js mjs cjs ts mts cts jsx tsx vue ' +
    'py rb rs go java kt swift c h cc cpp hpp cs php pl sh bash ps bat cmd sql db sqlite log lock pdf doc docx xls xlsx ' +
    'ppt pptx odt rtf png jpg jpeg gif svg webp ico bmp mov avi mkv wav zip tar gz tgz bz xz rar bak tmp pem key ' +
    'crt pub exe dll so bin dat parquet ipynb'
  ).split(' '),
);
