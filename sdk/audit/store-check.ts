/** @module Whether a row is what was recorded. */
import { hash } from 'node:crypto';
import type { ChainedFields } from './fields.ts';
import { sealEntry } from './seal.ts';
import { computeMerkleHash } from './store-hash.ts';
import { columnsOf, lineFields, STORE_COLUMNS } from './store-rows.ts';
import type { StoreRow } from './store-rows.ts';

/**
 * What is wrong with a row by itself: with its line, or with a column that says something else. Whether it follows the
 * one before is for the chain to say.
 *
 * @example
 * ```ts
 * const row = storeRow(AuditEntry.create({ toolName: 'search', policyName: 'demo' }), undefined);
 * rowProblem({ ...row, tool_name: 'other' }); // 'the column `tool_name` is not what the entry says'
 * ```
 */
export function rowProblem(row: StoreRow): string | undefined {
  if (row.line === null) return earlierProblem(row);
  const fields = lineFields(row);
  if (!fields) return 'the line is no entry';
  try {
    return lineProblem(row, row.line, fields) ?? columnProblem(row, fields);
  } catch {
    // A field is of another type than entries have.
    return 'the line is no entry';
  }
}

function lineProblem(row: StoreRow, line: string, fields: ChainedFields): string | undefined {
  // INVARIANT: the line is made again from what it says, so that any byte of it counts.
  const sealed = sealEntry(fields, fields.previous_hash, fields.seq as number).line === line;
  const whole = sealed ? row.line_hash === null : row.external === 1 && hash('sha256', line, 'hex') === row.line_hash;
  if (!whole) return 'the entry is not what its hash was made from';
  if (row.external !== 1 && fields.seq !== row.chain_index) return 'the entry is not in its place';
  if (fields.entry_hash !== row.merkle_hash) return 'the column `merkle_hash` is not what the entry says';
  if (fields.previous_hash !== row.parent_hash) return 'the column `parent_hash` is not what the entry says';
  return undefined;
}

function columnProblem(row: StoreRow, fields: ChainedFields): string | undefined {
  const said = columnsOf(fields);
  const wrong = STORE_COLUMNS.find((name) => said[name] !== row[name]);
  return wrong && `the column \`${wrong}\` is not what the entry says`;
}

/** Its hash speaks of seven fields only: of what else the row says nothing can be known. */
function earlierProblem(row: StoreRow): string | undefined {
  const made = [false, true].map((spaced) => computeMerkleHash(row, row.parent_hash, spaced));
  return made.includes(row.merkle_hash) ? undefined : 'the row is not what its hash was made from';
}
