/** @module Findings as SARIF 2.1.0 (OASIS), which code scanning services read. */
import type { Finding } from './scan-input.ts';

export function toSarif(findings: readonly Finding[]): object {
  const categories = [...new Set(findings.map(({ category }) => category))].sort();
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'enforcecore',
            rules: categories.map((id) => ({ id, shortDescription: { text: `sensitive data: ${id}` } })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => resultOf(finding, categories.indexOf(finding.category))),
      },
    ],
  };
}

function resultOf({ file, category, line, column, offset, length }: Finding, ruleIndex: number): object {
  return {
    ruleId: category,
    ruleIndex,
    level: 'warning',
    message: { text: `${category} found` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: file === '-' ? 'stdin' : encodeURI(file.replaceAll('\\', '/')) },
          region: { startLine: line, startColumn: column, charOffset: offset, charLength: length },
        },
      },
    ],
  };
}
