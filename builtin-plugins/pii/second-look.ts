/** @module A text with what was found replaced, and the way back: what stood close to a find may only show now. */
import { alphabet } from './characters.ts';
import type { Range } from './range.ts';

/** A place that is replaced, and by what. */
export interface Replaced extends Range {
  readonly replacement: string;
}

/** How far behind a find another can be that it hides: a label that touches it speaks of what follows. */
export const SAY = 64;

const SIGNS = alphabet(/[.\-+@%_&\\]/);

/** Whether letters, digits or signs between them go on directly before or after a find. */
export function touches(text: string, { start, end }: Range): boolean {
  return (
    isWord(text.charCodeAt(end)) ||
    isWord(text.charCodeAt(start - 1)) ||
    (isSign(text.charCodeAt(end)) && isWord(text.charCodeAt(end + 1))) ||
    (isSign(text.charCodeAt(start - 1)) && isWord(text.charCodeAt(start - 2))) ||
    text.startsWith('::', end) ||
    text.startsWith('&#', end)
  );
}

function isSign(code: number): boolean {
  return code < 128 && SIGNS[code] === 1;
}

function isWord(code: number): boolean {
  return (code > 47 && code < 58) || ((code | 32) > 96 && (code | 32) < 123) || code > 127;
}

/** A text with some places replaced. Offsets in it can be led back to the original. */
export class ReplacedText {
  readonly text: string;
  readonly #places: readonly Replaced[];
  /** Where each replacement starts in the new text. */
  readonly #starts: number[] = [];

  /** @param places - in order, without overlap */
  constructor(original: string, places: readonly Replaced[]) {
    this.#places = places;
    let text = '';
    let at = 0;
    for (const { start, end, replacement } of places) {
      text += original.slice(at, start);
      this.#starts.push(text.length);
      text += replacement;
      at = end;
    }
    this.text = text + original.slice(at);
  }

  /** Where a place of the original is now; within something that was replaced, where that starts. */
  forward(at: number): number {
    let shift = 0;
    for (let i = 0; i < this.#places.length; i++) {
      const { start, end, replacement } = this.#places[i] as Replaced;
      if (at <= start) break;
      if (at < end) return this.#starts[i] as number;
      shift += replacement.length - (end - start);
    }
    return at + shift;
  }

  /** The place in the original that a find is; all of what was replaced where it reaches into that. */
  back({ start, end }: Range): Range {
    return { start: this.#back(start, false), end: this.#back(end - 1, true) };
  }

  #back(at: number, isEnd: boolean): number {
    const i = this.#last(at);
    const place = this.#places[i];
    if (place === undefined) return isEnd ? at + 1 : at;
    const within = at - (this.#starts[i] as number);
    if (within < place.replacement.length) return isEnd ? place.end : place.start;
    return place.end + within - place.replacement.length + (isEnd ? 1 : 0);
  }

  /** The last replacement that starts at or before a place. */
  #last(at: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] as number) <= at) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

/** How far right of a find others look. */
const MOST_RIGHT = 2;

/** The surroundings of finds that touch other text: what shows there may have been hidden by them. */
export class Surroundings {
  readonly #starts: number[] = [];
  /** How far those up to each reach, at the most. */
  readonly #reaches: number[] = [];

  /** @param finds - those without `until` touch nothing */
  constructor(finds: readonly (Range & { readonly until?: number | undefined })[]) {
    let reach = -1;
    for (const { start, until } of finds.toSorted((a, b) => a.start - b.start)) {
      if (until === undefined) continue;
      reach = Math.max(reach, until);
      this.#starts.push(start);
      this.#reaches.push(reach);
    }
  }

  has({ start, end }: Range): boolean {
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] as number) <= end + MOST_RIGHT) low = middle + 1;
      else high = middle;
    }
    return low > 0 && (this.#reaches[low - 1] as number) > start;
  }
}
