/** @module A store as text for others, of lines that anybody may have written. */
import { describe, expect, it } from 'vitest';
import { AuditEntry } from './entry.ts';
import { canonicalJson } from './json.ts';
import { exportRows } from './store-export.ts';
import { rowOfLine, storeRow } from './store-rows.ts';

const lineOf = (more: object): string => {
  const { line } = storeRow(AuditEntry.create({ toolName: 't', policyName: 'p' }), undefined);
  return canonicalJson({ ...(JSON.parse(line as string) as object), ...more });
};

describe('a table', () => {
  it('has no formula in a column of numbers, and no line more', async () => {
    const row = rowOfLine(lineOf({ cost_usd: ['=1+1,\n2'], tokens_used: '=3', overhead_ms: -1.5 }), 0);
    let table = '';
    for await (const part of exportRows('csv', [row ? [row] : []])) table += part;
    expect(table.split('\r\n')).toHaveLength(3);
    expect(table).toContain(`,-1.5,0,0,,"'=1+1,\n2","'=3",`);
  });
});

describe('a line that is nested so deeply that nothing follows it', () => {
  it.each(['context', 'rules', 'redacted_categories', 'tool_name'])('in `%s` is no entry', (key) => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    expect(rowOfLine(lineOf({ [key]: '@' }).replace('"@"', deep), 0)).toBeUndefined();
    expect(rowOfLine(lineOf({ [key]: 'x'.repeat(100_000) }), 0)).toMatchObject({ chain_index: 0 });
  });
});
