/** @module Reads YAML 1.2 (and so JSON) into a tree with positions, in time and memory bounded by the size of the text. */
import type { Document, LineCounter, Node, Parser } from 'yaml';
import { yaml } from './yaml.ts';
import { PolicyLoadError, quote } from './problems.ts';
import type { Position, Problem } from './problems.ts';
import type { Entry, Scalar, TreeNode } from './tree.ts';

/** Levels of nesting that are read. */
export const DEEPEST = 64;
/** How many nodes all aliases of a document may stand for, counted as if they were written out. */
const MOST_ALIASED = 10_000;
const MOST_PROBLEMS = 50;
/** The parser keeps up to three open tokens a level. */
const DEEPEST_STACK = DEEPEST * 4;

/**
 * Parses one YAML document.
 *
 * The parser of `yaml` is driven token by token: left to itself it takes seconds and a gigabyte for a megabyte of
 * `[`, and its check for duplicate keys compares every key with every other.
 *
 * @throws PolicyLoadError `EC_POLICY_SYNTAX`, `EC_POLICY_DEPTH`, `EC_POLICY_ALIAS`, `EC_POLICY_DUPLICATE_KEY`,
 * `EC_POLICY_KEY`, `EC_POLICY_VALUE`, `EC_POLICY_EMPTY`
 */
export function parseYaml(text: string, file: string | undefined): TreeNode {
  const lines = new (yaml().LineCounter)();
  lines.addNewLine(0);
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const document = compose(text, lines, at);
  if (!document?.contents)
    throw new PolicyLoadError([{ code: 'EC_POLICY_EMPTY', message: 'the policy document is empty', ...at(0) }]);
  const reader = new TreeReader(at);
  const node = reader.read(document.contents as Node, 0);
  if (reader.problems.length > 0) throw new PolicyLoadError(reader.problems);
  return node;
}

function compose(text: string, lines: LineCounter, at: (offset: number) => Position): Document | undefined {
  let failure: PolicyLoadError | undefined;
  // The composer catches what is thrown in it and reports that again, so the first failure is kept.
  const stop = (offset: number, message: string): never => {
    failure ??= new PolicyLoadError([{ code: 'EC_POLICY_SYNTAX', message: wording(message), ...at(offset) }]);
    throw failure;
  };
  const parser = new (yaml().Parser)(lines.addNewLine);
  const composer = new (yaml().Composer)({
    schema: 'core',
    merge: false,
    resolveKnownTags: false,
    stringKeys: true,
    uniqueKeys: false,
    strict: true,
  });
  // One mistake at the start of a long text can make half a million messages of it: the first one ends the reading.
  (composer as unknown as { onError: OnError }).onError = (source, _code, message) => stop(offsetOf(source), message);
  let found: Document | undefined;
  const take = (documents: Iterable<Document>): void => {
    for (const document of documents) {
      if (found) stop(document.range?.[0] ?? 0, 'there is more than one document in the file');
      found = document;
      const first = [...document.errors, ...document.warnings][0];
      if (first) stop(first.pos[0], first.message);
    }
  };
  try {
    for (const token of tokens(parser, text, at)) {
      if (token.type === 'error') stop(token.offset, token.message);
      take(composer.next(token));
    }
    take(composer.end(true, text.length));
  } catch (error) {
    if (error instanceof PolicyLoadError) throw error;
    throw new PolicyLoadError([{ code: 'EC_POLICY_SYNTAX', message: 'the document cannot be parsed', ...at(0) }], {
      cause: error,
    });
  }
  return found;
}

type OnError = (
  source: number | readonly number[] | { readonly offset: number },
  code: string,
  message: string,
) => void;
type Token = ReturnType<Parser['parse']> extends Generator<infer T> ? T : never;

function* tokens(parser: Parser, text: string, at: (offset: number) => Position): Generator<Token> {
  for (const lexeme of new (yaml().Lexer)().lex(text)) {
    yield* parser.next(lexeme);
    if (parser.stack.length > DEEPEST_STACK) throw new PolicyLoadError([tooDeep(at(parser.offset))]);
  }
  yield* parser.end();
}

function offsetOf(source: Parameters<OnError>[0]): number {
  if (typeof source === 'number') return source;
  return 'offset' in source ? source.offset : (source[0] ?? 0);
}

function tooDeep(position: Position): Problem {
  return { code: 'EC_POLICY_DEPTH', message: `the document is nested deeper than ${DEEPEST} levels`, ...position };
}

/** The parser's message as one lower-case sentence without its full stop. */
function wording(message: string): string {
  const line = (message.split('\n')[0] ?? '').replace(/[.:]$/, '');
  return line.length > 160 || line === ''
    ? 'the document is not well-formed YAML'
    : line.charAt(0).toLowerCase() + line.slice(1);
}

interface Anchored {
  readonly node: TreeNode;
  /** Nodes in it, with aliases written out. */
  readonly size: number;
}

class TreeReader {
  readonly problems: Problem[] = [];
  readonly #yaml = yaml();
  readonly #anchors = new Map<string, Anchored | 'open'>();
  readonly #at: (offset: number) => Position;
  /** Nodes read so far, with aliases written out. */
  #size = 0;
  #aliased = 0;

  constructor(at: (offset: number) => Position) {
    this.#at = at;
  }

  read(node: Node | null, depth: number): TreeNode {
    const position = this.#at(node?.range?.[0] ?? 0);
    if (depth > DEEPEST) return this.#refuse(tooDeep(position));
    if (this.#yaml.isAlias(node)) return this.#alias(node.source, position);
    const anchor = (node as { anchor?: string } | null)?.anchor;
    const before = this.#size++;
    if (anchor !== undefined) this.#anchors.set(anchor, 'open');
    const read = this.#content(node, position, depth);
    if (anchor !== undefined) this.#anchors.set(anchor, { node: read, size: this.#size - before });
    return read;
  }

  #content(node: Node | null, position: Position, depth: number): TreeNode {
    if (this.#yaml.isMap(node)) return this.#map(node.items as readonly Pair[], position, depth);
    if (this.#yaml.isSeq(node)) {
      const items = node.items.map((item) => this.read(item as Node, depth + 1));
      return { kind: 'list', items, at: position };
    }
    const value: unknown = this.#yaml.isScalar(node) ? node.value : null;
    if (typeof value === 'number' && !Number.isFinite(value)) {
      return this.#refuse({ code: 'EC_POLICY_VALUE', message: 'a number must be finite', ...position });
    }
    return { kind: 'scalar', value: value as Scalar, at: position };
  }

  #map(items: readonly Pair[], position: Position, depth: number): TreeNode {
    const entries = new Map<string, Entry>();
    for (const { key, value } of items) {
      const where = this.#at(key?.range?.[0] ?? 0);
      const name = this.#yaml.isScalar(key) && key.value !== null ? String(key.value) : undefined;
      const problem = keyProblem(name) ?? (entries.has(name as string) ? twice(name as string) : undefined);
      const read = this.read(value, depth + 1);
      if (problem) this.#refuse({ ...problem, ...where });
      else entries.set(name as string, { key: where, value: value ? read : { ...read, at: where } });
    }
    return { kind: 'map', entries, at: position };
  }

  #alias(name: string, position: Position): TreeNode {
    const target = this.#anchors.get(name);
    if (target === undefined || target === 'open') {
      const why = target ? 'stands inside what it names' : 'names nothing above it';
      return this.#refuse({ code: 'EC_POLICY_ALIAS', message: `the alias ${quote(`*${name}`)} ${why}`, ...position });
    }
    this.#size += target.size;
    this.#aliased += target.size;
    if (this.#aliased > MOST_ALIASED) {
      throw new PolicyLoadError([
        { code: 'EC_POLICY_ALIAS', message: `the aliases stand for more than ${MOST_ALIASED} values`, ...position },
      ]);
    }
    return target.node;
  }

  #refuse(problem: Problem): TreeNode {
    this.problems.push(problem);
    if (this.problems.length >= MOST_PROBLEMS) throw new PolicyLoadError(this.problems);
    return { kind: 'scalar', value: null, at: problem };
  }
}

type Pair = { readonly key: Node | null; readonly value: Node | null };

/** Why a key cannot be used, whatever the document says about it. */
export function keyProblem(name: string | undefined): Problem | undefined {
  if (name === undefined) return { code: 'EC_POLICY_KEY', message: 'a key must be a plain text' };
  if (name === '<<') {
    return {
      code: 'EC_POLICY_KEY',
      message: 'merge keys (`<<`) are not read',
      hint: 'write the keys out, or use `extends`',
    };
  }
  if (name === '__proto__') return { code: 'EC_POLICY_KEY', message: 'the key `__proto__` cannot be used' };
  return undefined;
}

function twice(name: string): Problem {
  return { code: 'EC_POLICY_DUPLICATE_KEY', message: `the key ${quote(name)} is written twice` };
}
