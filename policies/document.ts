/** @module A policy document: its data, and where each part of it was written. */
import { PolicyLoadError, quote } from './problems.ts';
import type { Position, Problem } from './problems.ts';
import { formatPath, locateKey, locateValue, mapData } from './tree.ts';
import type { Entry, MapNode, Path, Scalar, TreeNode } from './tree.ts';
import { DEEPEST, keyProblem, parseYaml } from './yaml-tree.ts';

/** Bytes a document may have. */
export const LARGEST = 1024 * 1024;
/** Values a document given as an object may have. */
const MOST_VALUES = 1_000_000;
/** Where `undefined` is what an option left out looks like. Deeper down it is a mistake: a list that is not there allows. */
const OPTIONAL_AT_TOP = new Set(['name', 'version', 'mode', 'extends', 'on_violation', 'plugins']);

export interface Source {
  /** What messages call the document. */
  readonly file?: string | undefined;
  /** The folder that `extends` is relative to. Only `loadDocument` sets it: a label is not a place on the disk. */
  readonly folder?: string | undefined;
}

export interface LocatedDocument {
  readonly tree: MapNode;
  readonly source: Source;
  /** Plain data; a fresh copy at each read. */
  readonly data: Record<string, unknown>;
  /** Where the value at a path stands. */
  locate(path: Path): Position;
  /** Where the last key of a path stands. */
  locateKey(path: Path): Position;
  /** The path as its author wrote it. */
  format(path: Path): string;
}

/** A document around a tree. */
export function located(tree: MapNode, source: Source): LocatedDocument {
  return {
    tree,
    source,
    get data() {
      return mapData(tree);
    },
    locate: (path) => locateValue(tree, path),
    locateKey: (path) => locateKey(tree, path),
    format: (path) => formatPath(tree, path),
  };
}

/**
 * Reads a policy document from text, YAML 1.2 or JSON.
 *
 * @param source `file` is what messages call the document
 * @throws PolicyLoadError with one problem for each thing that is wrong; never another error
 * @example
 * ```ts
 * const document = parseDocument('name: a\nrules: {}\n', { file: 'p.yaml' });
 * document.data; // { name: 'a', rules: {} }
 * document.locate(['rules']); // { file: 'p.yaml', line: 2, column: 8 }
 * ```
 */
export function parseDocument(text: string, source: Source = {}): LocatedDocument {
  const { file } = source;
  if (typeof text !== 'string') {
    throw new PolicyLoadError([{ code: 'EC_POLICY_VALUE', message: 'a policy document must be a text', file }]);
  }
  if (text.length > LARGEST || Buffer.byteLength(text) > LARGEST) throw new PolicyLoadError([tooLarge(file)]);
  return mapping(parseYaml(text, file), source);
}

/** The same for bytes, which must be UTF-8; a byte order mark is fine. */
export function parseBytes(bytes: Uint8Array, source: Source = {}): LocatedDocument {
  if (bytes.byteLength > LARGEST) throw new PolicyLoadError([tooLarge(source.file)]);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    const lines = new TextDecoder().decode(bytes).split('\ufffd', 1)[0]?.split('\n') ?? [''];
    const at = { file: source.file, line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
    throw new PolicyLoadError([{ code: 'EC_POLICY_ENCODING', message: 'the policy file is not UTF-8', ...at }], {
      cause,
    });
  }
  return parseDocument(text, source);
}

/**
 * Makes a document of a JavaScript object. It has no lines; problems name the path, such as `rules.allowed_tools[1]`.
 *
 * @throws PolicyLoadError for what a document cannot hold: functions, instances, cycles, `undefined`, `NaN`
 */
export function fromObject(value: unknown, source: Source = {}): LocatedDocument {
  const reader = new ObjectReader(source.file);
  let tree: TreeNode;
  try {
    tree = reader.read(value, []);
  } catch (cause) {
    if (cause instanceof PolicyLoadError) throw cause;
    throw new PolicyLoadError(
      [{ code: 'EC_POLICY_VALUE', message: 'the policy object cannot be read', file: source.file }],
      { cause },
    );
  }
  if (reader.problems.length > 0) throw new PolicyLoadError(reader.problems);
  return mapping(tree, source);
}

function mapping(tree: TreeNode, source: Source): LocatedDocument {
  if (tree.kind === 'map') return located(tree, source);
  const kind = tree.kind === 'list' ? 'a list' : 'a single value';
  throw new PolicyLoadError([
    { code: 'EC_POLICY_NOT_MAPPING', message: `the top level of a policy must be a mapping, not ${kind}`, ...tree.at },
  ]);
}

function tooLarge(file: string | undefined): Problem {
  return { code: 'EC_POLICY_SIZE', message: `the policy document is larger than ${LARGEST} bytes`, file };
}

class ObjectReader {
  readonly problems: Problem[] = [];
  readonly #open = new Set<object>();
  readonly #at: Position;
  #count = 0;

  constructor(file: string | undefined) {
    this.#at = file === undefined ? {} : { file };
  }

  read(value: unknown, path: Path): TreeNode {
    if (++this.#count > MOST_VALUES) {
      throw new PolicyLoadError([
        { code: 'EC_POLICY_SIZE', message: `the policy has more than ${MOST_VALUES} values`, ...this.#at },
      ]);
    }
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return this.#scalar(value);
    if (typeof value === 'number') {
      return Number.isFinite(value)
        ? this.#scalar(value)
        : this.#refuse(path, `must be a finite number, not ${quote(value)}`);
    }
    if (typeof value !== 'object') return this.#refuse(path, `cannot be of the type ${quote(typeof value)}`);
    if (this.#open.has(value)) return this.#refuse(path, 'contains itself');
    if (path.length > DEEPEST) return this.#refuse(path, `is nested deeper than ${DEEPEST} levels`, 'EC_POLICY_DEPTH');
    this.#open.add(value);
    const node = Array.isArray(value) ? this.#list(value, path) : this.#map(value, path);
    this.#open.delete(value);
    return node;
  }

  #list(value: readonly unknown[], path: Path): TreeNode {
    return { kind: 'list', items: Array.from(value, (item, i) => this.read(item, [...path, i])), at: this.#at };
  }

  #map(value: object, path: Path): TreeNode {
    const prototype = Object.getPrototypeOf(value) as object | null;
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null)
      return this.#refuse(path, 'must be a plain object');
    const entries = new Map<string, Entry>();
    for (const key of Object.keys(value)) {
      const item = (value as Record<string, unknown>)[key];
      if (item === undefined && path.length === 0 && OPTIONAL_AT_TOP.has(key)) continue;
      const problem = keyProblem(key);
      if (problem) this.problems.push({ ...problem, ...this.#at, path: written([...path, key]) });
      else entries.set(key, { key: this.#at, value: this.read(item, [...path, key]) });
    }
    return { kind: 'map', entries, at: this.#at };
  }

  #scalar(value: Scalar): TreeNode {
    return { kind: 'scalar', value, at: this.#at };
  }

  #refuse(path: Path, what: string, code = 'EC_POLICY_VALUE'): TreeNode {
    const name = written(path);
    const message = `${name === '' ? 'the policy' : quote(name)} ${what}`;
    if (this.problems.length < 50) this.problems.push({ code, message, ...this.#at, path: name });
    return this.#scalar(null);
  }
}

function written(path: Path): string {
  return path.map((step, i) => (typeof step === 'number' ? `[${step}]` : i === 0 ? step : `.${step}`)).join('');
}
