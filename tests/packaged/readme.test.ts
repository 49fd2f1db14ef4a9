import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHECKOUT, Project } from './project.ts';

const run = promisify(execFile);
const readme = readFileSync(join(CHECKOUT, 'README.md'), 'utf8');
const block = (language: string, holding: string): string => {
  const found = [...readme.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
    ([, text]) => text as string,
  );
  return found.find((text) => text.includes(holding)) as string;
};

describe('README.md', () => {
  let project: Project;
  beforeAll(() => {
    project = new Project();
  });
  afterAll(() => project[Symbol.dispose]());

  it('has a library example that prints what its comments say', async () => {
    const source = block('ts', 'verifyTrail');
    const expected = [...source.matchAll(/console\.log\(.*\/\/ (.+)$/gm)].map(([, text]) => text);
    expect(expected).toHaveLength(3);
    const { outputText } = ts.transpileModule(source, {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
    });
    writeFileSync(join(project.dir, 'readme.mjs'), outputText);
    const { stdout } = await run(process.execPath, ['readme.mjs'], {
      cwd: project.dir,
      env: { PATH: process.env['PATH'] },
    });
    expect(stdout.trim().split('\n')).toEqual(expected);
  });

  it('shows a policy that is valid', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'enforcecore-readme-'));
    try {
      writeFileSync(join(folder, 'policy.yaml'), block('yaml', 'research-agent'));
      const { stdout } = await run(
        process.execPath,
        [join(project.dir, 'node_modules/enforcecore/dist/cli.js'), 'validate', 'policy.yaml', '--json'],
        { cwd: folder },
      );
      expect(JSON.parse(stdout)).toMatchObject({ valid: true });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('shows an mcpServers entry whose arguments the program understands', () => {
    const { mcpServers } = JSON.parse(block('json', 'mcpServers')) as {
      mcpServers: Record<string, { args: string[] }>;
    };
    const args = mcpServers['files']?.args ?? [];
    expect(args.slice(1, 4)).toEqual(['enforcecore', 'mcp', '--policy']);
    expect(args.indexOf('--')).toBeGreaterThan(4);
  });
});
