/**
 * @module Rules about files: `access:path`.
 *
 * A pattern is read as widely as a reader may take it where it denies, and as narrowly where it allows:
 *
 * | | deny | allow |
 * |---|---|---|
 * | `*` and `?` | also match `/` | stay inside one segment, and do not match a leading dot |
 * | a last `/*` | the folder itself and all below it | what lies directly in the folder |
 * | a last `/**` | the folder itself and all below it | all below the folder |
 * | a path | what it names and all below it | what it names |
 * | `x/y`, `*.pem` | in any folder | below the base folder |
 * | `./x` | below the base folder | below the base folder |
 *
 * Without a base folder relative patterns stay relative, and match targets in their relative spelling: `read:./data/x`,
 * `read:~/notes`. Whoever asks offers a target in all its spellings.
 */
import { alternatives, chars, foldTokens, parseGlob, PatternError } from './pattern.ts';
import type { Token } from './pattern.ts';
import { quote } from './problems.ts';
import type { RuleAction, RuleAnswer, RuleSet } from './rules.ts';
import { RuleTable } from './rule-table.ts';

export type Access = 'read' | 'write' | 'delete' | 'execute';
const ACCESSES: ReadonlySet<string> = new Set<Access>(['read', 'write', 'delete', 'execute']);

export interface PathOptions {
  /** Absolute folder that relative patterns are made absolute with. Its own `*` and `[` mean themselves. */
  readonly base?: string | undefined;
  /** Absolute folder that `~/` is made absolute with. */
  readonly home?: string | undefined;
  /** How paths are compared where case does not count; targets are folded by whoever asks. */
  readonly fold?: ((text: string) => string) | undefined;
}

/** One alternative of a pattern, taken apart. */
export interface TargetPattern {
  readonly access: Access | '*';
  readonly path: string;
}

/**
 * Takes a filesystem pattern apart, without reading its paths.
 *
 * @throws PatternError
 * @example
 * ```ts
 * parseTargetPattern('read:./data/*.csv | *:/etc/*');
 * // [{ access: 'read', path: './data/*.csv' }, { access: '*', path: '/etc/*' }]
 * ```
 */
export function parseTargetPattern(pattern: string): TargetPattern[] {
  return alternatives(pattern).map((text) => {
    const colon = text.indexOf(':');
    const access = colon < 0 ? '' : text.slice(0, colon).trim();
    const path = text.slice(colon + 1).trim();
    const hint = 'write `read:`, `write:`, `delete:`, `execute:` or `*:` and then the path, in each alternative';
    if (access !== '*' && !ACCESSES.has(access))
      throw new PatternError(`has no access before the path in ${quote(text)}`, hint);
    if (path === '') throw new PatternError(`has no path in ${quote(text)}`, hint);
    return { access: access as TargetPattern['access'], path };
  });
}

export class PathRules implements RuleSet {
  #size = 0;
  readonly #tables = { deny: new RuleTable<string>(), allow: new RuleTable<string>() };
  readonly #options: PathOptions;

  constructor(options: PathOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#size;
  }

  add(rule: string, action: RuleAction, pattern: string): void {
    const parsed = parseTargetPattern(pattern).map(({ access, path }) => ({
      access,
      tokens: this.#parse(path, action),
    }));
    const denies = action === 'deny';
    const reading = { separator: '/', crossing: denies, dots: denies, below: denies } as const;
    for (const { access, tokens } of parsed) this.#tables[action].add(rule, access, tokens, reading);
    this.#size++;
  }

  /** @param target access, colon, and the resolved path with `/`: `read:/data/x.csv`, or relative: `read:./x.csv` */
  match(target: string): RuleAnswer | undefined {
    const colon = target.indexOf(':');
    const [access, path] = [target.slice(0, Math.max(colon, 0)), target.slice(colon + 1)];
    const accepts = (wanted: string): boolean => wanted === '*' || wanted === access;
    const { deny, allow } = this.#tables;
    const denied =
      first(withAncestors(path, deny.longest), (part) => deny.exact(part, accepts)) ?? deny.glob(path, accepts);
    if (denied !== undefined) return { action: 'deny', rule: denied };
    // A path that still has `..` in it is not where it seems to be.
    if (!ACCESSES.has(access) || !isResolved(path)) return undefined;
    const allowed = allow.exact(path, accepts) ?? allow.glob(path, accepts);
    return allowed === undefined ? undefined : { action: 'allow', rule: allowed };
  }

  #parse(path: string, action: RuleAction): Token[] {
    const denies = action === 'deny';
    const { start, rest } = this.#anchor(path, denies);
    const segments = rest.split('/');
    const last = segments.at(-1);
    if (denies && (segments.length > 1 || !start.anywhere) && (last === '*' || last === '**' || last === ''))
      segments.pop();
    const parts: Segment[] = start.segments.map((text) => chars(text));
    if (start.anywhere) parts.push('**');
    for (const segment of segments) push(parts, segment);
    // In a deny rule all of the disk is everything there is, whatever its paths begin with.
    if (denies && parts.every((part) => part === '**')) return [{ kind: 'star' }];
    const tokens = [...(start.slash ? chars('/') : []), ...joined(parts)];
    return this.#options.fold ? foldTokens(tokens, this.#options.fold) : tokens;
  }

  /** Where a pattern starts, and what of it is left after that. */
  #anchor(path: string, denies: boolean): { start: Start; rest: string } {
    if (path.startsWith('/')) return { start: { slash: true, segments: [] }, rest: path.slice(1) };
    if (/^[a-z]:\//i.test(path)) return { start: { slash: false, segments: [path.slice(0, 2)] }, rest: path.slice(3) };
    if (path === '~' || path.startsWith('~/')) return { start: folder(this.#options.home, '~'), rest: path.slice(2) };
    if (denies && !/^\.{1,2}(\/|$)/.test(path)) return { start: ANYWHERE, rest: path };
    return { start: folder(this.#options.base, '.'), rest: path };
  }
}

interface Start {
  readonly slash: boolean;
  readonly segments: readonly string[];
  readonly anywhere?: boolean;
}
type Segment = readonly Token[] | '**';

const ANYWHERE: Start = { slash: false, segments: [], anywhere: true };

/** An absolute folder, or the sign that stands for it. */
function folder(absolute: string | undefined, sign: '.' | '~'): Start {
  if (absolute === undefined) return { slash: false, segments: [sign] };
  const plain = /^[a-z]:\\/i.test(absolute) ? absolute.replaceAll('\\', '/') : absolute;
  if (!/^(\/|[a-z]:\/)/i.test(plain)) throw new TypeError('the folder of relative patterns must be an absolute path');
  return { slash: plain.startsWith('/'), segments: plain.split('/').filter((part) => part !== '') };
}

function push(parts: Segment[], segment: string): void {
  if (segment === '' || segment === '.') return;
  if (segment === '..') {
    const above = parts.pop();
    const sign = above !== '**' && parts.length === 0 && above?.length === 1 && isSign(above[0]);
    if (sign) throw new PatternError('leaves the folder that it is relative to', 'write an absolute path');
    if (above === '**' || above?.some((token) => token.kind !== 'char'))
      throw new PatternError('has `..` after a wildcard');
    return;
  }
  if (segment === '**') {
    if (parts.at(-1) !== '**') parts.push('**');
    return;
  }
  if (segment.includes('**'))
    throw new PatternError('has `**` beside other characters', '`**` stands alone between slashes: `/data/**/*.csv`');
  parts.push(parseGlob(segment, 'ordinary'));
}

function isSign(token: Token | undefined): boolean {
  return token?.kind === 'char' && (token.char === '.' || token.char === '~');
}

function joined(parts: readonly Segment[]): Token[] {
  return parts.flatMap((part, i): readonly Token[] => {
    const isLast = i === parts.length - 1;
    if (part === '**') return [{ kind: isLast ? 'rest' : 'folders' }];
    return isLast ? part : [...part, ...chars('/')];
  });
}

function isResolved(path: string): boolean {
  return (
    !path.includes('\0') &&
    !/(\/\/|.\/$)/.test(path) &&
    !/(^|[/\\])\.{1,2}([/\\]|$)/.test(path.replace(/^\.(\/|$)/, ''))
  );
}

/** A path and the folders it is in, as far as they are not longer than any text they are looked up among. */
function* withAncestors(path: string, longest: number): Generator<string> {
  if (path.length <= longest) yield path;
  for (let slash = path.lastIndexOf('/', longest); slash > 0; slash = path.lastIndexOf('/', slash - 1))
    yield path.slice(0, slash);
}

function first<T, R>(items: Iterable<T>, find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
