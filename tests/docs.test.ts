import { describe, expect, it } from 'vitest';
import 'enforcecore';
import { registeredCodes } from '../kernel/errors.ts';

describe('docs/errors.md', () => {
  it('lists every error code with what it means and what to do', async () => {
    const rows = [...registeredCodes()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([code, { summary, hint }]) => `| \`${code}\` | ${summary} | ${hint} |`);
    expect(rows.length).toBeGreaterThan(40);
    const page = `# Errors\n\nEvery error has a stable \`code\`, a one-sentence message, and a \`hint\` on what to do next.\n\n| code | what it means | what to do |\n|---|---|---|\n${rows.join('\n')}\n`;
    await expect(page).toMatchFileSnapshot('../docs/errors.md');
  });
});
