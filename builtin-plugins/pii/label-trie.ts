/** @module The words of labels as a tree of their characters. */

export const BLANK = 32;

export interface Node {
  readonly code: number;
  /** What comes next: few things, so a list is faster than a map; of the root there are many. */
  child: Node | undefined;
  sibling: Node | undefined;
  readonly index: Map<number, Node> | undefined;
  /** What comes next behind separators, or none. */
  blank: Node | undefined;
  /** The groups whose word ends here. */
  readonly ends: Groups;
  /** The groups whose word may go on here. */
  readonly prefixes: Groups;
}

/** Of 64 groups, as bits. */
export interface Groups {
  low: number;
  high: number;
}

export function trieOf(groups: readonly (readonly string[])[]): Node {
  const root = node(0, new Map());
  groups.forEach((words, group) => {
    for (const word of words) add(root, word, group);
  });
  return root;
}

function node(code: number, index?: Map<number, Node>): Node {
  return {
    code,
    child: undefined,
    sibling: undefined,
    index,
    blank: undefined,
    ends: { low: 0, high: 0 },
    prefixes: { low: 0, high: 0 },
  };
}

export function nextOf(parent: Node, code: number): Node | undefined {
  if (parent.index) return parent.index.get(code);
  let child = parent.child;
  while (child !== undefined && child.code !== code) child = child.sibling;
  return child;
}

function grow(parent: Node, code: number): Node {
  const made = node(code);
  made.sibling = parent.child;
  parent.child = made;
  parent.index?.set(code, made);
  if (code === BLANK) parent.blank = made;
  return made;
}

function add(root: Node, word: string, group: number): void {
  let at = root;
  const open = word.endsWith('*');
  for (let i = 0; i < word.length - (open ? 1 : 0); i++) {
    const code = word.charCodeAt(i);
    at = nextOf(at, code) ?? grow(at, code);
  }
  const groups = open ? at.prefixes : at.ends;
  if (group < 32) groups.low |= 1 << group;
  else groups.high |= 1 << (group - 32);
  allowStart(word);
}

/** For the first three characters of what stands in a text, by `slotOf`, whether any word begins with them. */
export const STARTS = new Uint8Array(1 << 15);
const WIDE_SLOT = 27;
const ALL_SLOTS = 32;

/** 1 to 26 are letters of either case. */
const SLOTS = Uint8Array.from({ length: 128 }, (_, code) => (/[a-z]/i.test(String.fromCharCode(code)) ? code & 31 : 0));

export function slotOf(code: number): number {
  return code < 128 ? (SLOTS[code] as number) : WIDE_SLOT;
}

/** Allows all starts of a word from one of its characters on, behind slots of those before. */
function allowStart(word: string, from = 0, before = 0, count = 0): void {
  const rest = 3 - count;
  if (rest === 0) STARTS[before] = 1;
  else if (from === word.length || word.charAt(from) === '*') {
    const first = before * ALL_SLOTS ** rest;
    STARTS.fill(1, first, first + ALL_SLOTS ** rest);
  } else if (word.charCodeAt(from) === BLANK) {
    // It stands for separators, one of which is beyond ASCII, or for none.
    allowStart(word, from + 1, before, count);
    allowStart(word, from, before * ALL_SLOTS, count + 1);
    allowStart(word, from, before * ALL_SLOTS + WIDE_SLOT, count + 1);
  } else allowStart(word, from + 1, before * ALL_SLOTS + slotOf(word.charCodeAt(from)), count + 1);
}
