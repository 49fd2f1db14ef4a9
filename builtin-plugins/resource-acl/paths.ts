/** @module Finds the file paths that a text names. */

export interface FoundPath {
  readonly text: string;
  /** Surely meant as a path. Otherwise it only looks like one, and only a deny rule counts against it. */
  readonly evident: boolean;
}

/**
 * The paths in a text. The whole text counts as one when it begins like a path, climbs (`..`), or is one word with
 * separators in it. In longer text absolute, home-relative, dot-relative and climbing words count.
 */
export function findPaths(text: string): FoundPath[] {
  const trimmed = text.trim();
  const found: FoundPath[] = wholePath(trimmed);
  if (/^\S+$/.test(trimmed) && !BREAK.test(trimmed)) return [...found, ...stuckPaths(trimmed)];
  if (!/[\\/~]|\.\./.test(text)) return found;
  for (const match of text.matchAll(ABSOLUTE)) {
    const isUrl = /^[\\/]{2}/.test(match[0]) && text.charAt(match.index - 1) === ':';
    const word = match[0].replace(TRAILING, '');
    // Two slashes alone, `/*` and a lone `/` are code or prose, not the root folder.
    if (!isUrl && !/^[\\/]+\**$/.test(word))
      found.push({ text: word, evident: BEGINS.test(word) || CLIMBS.test(word) });
  }
  for (const word of text.split(BREAKS)) found.push(...wordPaths(word));
  return found;
}

function wholePath(text: string): FoundPath[] {
  if (BEGINS.test(text) || CLIMBS.test(text)) return [{ text, evident: true }];
  if (/\s/.test(text) || /^[a-z][a-z0-9+.-]+:[\\/]{2}/i.test(text) || /^<[^]*>$/.test(text)) return [];
  if (/[\\/]/.test(text)) return [{ text, evident: !/^[[{"]/.test(text) }];
  return text.includes('.') ? [{ text, evident: false }] : [];
}

/** Paths stuck to something in one word: `-f/etc/passwd`, `@/etc/passwd`, `/bin:/etc/passwd`, `jar:file:/x!/y`. */
function stuckPaths(word: string): FoundPath[] {
  const parts = word.split(/[:@]/);
  const after = parts.filter((part, i) => {
    if (i === 0) return false;
    // What follows `https:` is a host.
    return /^[\\/]{2}/.test(part) ? /^file$/i.test(parts[i - 1] as string) : /^[\\/~]/.test(part);
  });
  const option = /^-[^\\/]{0,64}([\\/][^]*)$/.exec(word)?.[1];
  return [...(option === undefined ? [] : [option]), ...after].map((text) => ({ text, evident: false }));
}

/** A word of a longer text. A relative path in prose (`and/or`) is not evident unless it climbs. */
function wordPaths(word: string): FoundPath[] {
  const text = word.replace(TRAILING, '');
  if (CLIMBS.test(text)) return [{ text, evident: true }];
  const slash = text.search(/[\\/]/);
  if (slash < 0 || /^[\\/]+\**$/.test(text) || /^[a-z][a-z0-9+.-]+:[\\/]{2}/i.test(text)) return [];
  // `-f/etc/passwd`: an option with its value stuck to it.
  const tail = slash > 0 ? [{ text: text.slice(slash), evident: false }] : [];
  return [{ text, evident: false }, ...tail];
}

const BEGINS =
  /^(?:\/|\\\\[^\\/\s]+[\\/]|~(?:[\\/]|$)|~[\w-]+[\\/]|\.{1,2}(?:[\\/]|$)|[a-z]:[\\/]|file:|\$\{?HOME\}?[\\/])/i;
const CLIMBS = /(?:^|[\\/])\.\.(?:[\\/]|$)/;
const BREAK = /["'`<>|;&,()=]/;
const BREAKS = /[\s"'`<>|;&,()=]+/;
const TRAILING = /[.,;:!?\]}]{1,64}$/;
const ABSOLUTE =
  /(?<![\p{L}\p{N}_.~%\-/\\<)\]}*$+])(?:[\\/]|~[\w-]{0,64}[\\/]|\.{1,2}[\\/]|[a-z]:[\\/](?![\\/])|file:|\$\{?HOME\}?[\\/])[^\s"'`<>|;&,()]*/giu;
