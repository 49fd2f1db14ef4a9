/** @module Which arguments of a tool are resources: what a policy or a wrapper declares. */
import { z } from 'zod';

export const KINDS = ['filesystem', 'network', 'api'] as const;
export type Kind = (typeof KINDS)[number];

export const ACCESSES = ['read', 'write', 'delete', 'execute'] as const;
export type Access = (typeof ACCESSES)[number];

/** What one argument is declared to be. Without an access, a file target is judged as every access. */
export interface Declaration {
  readonly kind: Kind;
  readonly access: Access | undefined;
}

/** Declarations by argument: a name, a position, or a dotted path. An empty list: declared not to be a target. */
export type Mapping = ReadonlyMap<string, readonly Declaration[]>;
export const NO_MAPPING: Mapping = new Map();

const WORDS = [
  'none',
  'api',
  'network',
  'filesystem',
  'filesystem:read',
  'filesystem:write',
  'filesystem:delete',
  'filesystem:execute',
] as const;

/** One tool's arguments and what they are. */
export type MappingInput = Readonly<Record<string, Word | readonly Word[]>>;
type Word = (typeof WORDS)[number];

export const mappingSchema = () => (known ??= describe());
const describe = () => z.record(z.string(), z.union([z.enum(WORDS), z.array(z.enum(WORDS)).min(1)]));
let known: ReturnType<typeof describe> | undefined;

/**
 * Reads a declared mapping such as `{ path: 'filesystem:read', 'options.url': 'network', text: 'none' }`.
 *
 * @throws ZodError when a value is not one of the declared words: the caller fails closed
 */
export function parseMapping(input: unknown): Mapping {
  const table = Object.entries(mappingSchema().parse(input));
  return new Map(table.map(([argument, words]) => [argument, [words].flat().flatMap(declaration)]));
}

function declaration(text: string): readonly Declaration[] {
  if (text === 'none') return [];
  const [kind, access] = text.split(':') as [Kind, Access | undefined];
  return [{ kind, access }];
}
