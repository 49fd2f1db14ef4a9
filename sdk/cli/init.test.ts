import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import 'enforcecore';
import { Policy } from '../policy.ts';
import { readConfigFile } from '../settings.ts';
import { TestProject } from './cli.fixture.ts';

let project: TestProject;
beforeEach(() => void (project = new TestProject()));
afterEach(() => project[Symbol.dispose]());

const FILES = ['enforcecore.config.yaml', 'policy.yaml'];

describe('init', () => {
  it('writes a policy that is valid and a config file that names it', async () => {
    const { code, out, err } = await project.run(['init']);
    expect([code, err]).toEqual([0, '']);
    expect(project.files).toEqual(FILES);
    expect(out).toContain('wrote policy.yaml');
    expect(Policy.validateFile(join(project.dir, 'policy.yaml'))).toEqual([]);
    expect(readConfigFile(project.dir)?.values).toMatchObject({ default_policy: 'policy.yaml' });
    expect((await project.run(['validate', 'policy.yaml'])).code).toBe(0);
  });

  it('takes the name and the frameworks from package.json', async () => {
    const name = '@acme/it"s: #1\n';
    project.write('package.json', {
      name,
      dependencies: { ai: '5', express: '5', '@langchain/core': '1' },
      devDependencies: { '@mastra/core': '1', '@modelcontextprotocol/server': '2', '@openai/agents': '1' },
    });
    const { json } = await project.run(['init', '--json']);
    const frameworks = ['@langchain/core', '@mastra/core', '@modelcontextprotocol/server', '@openai/agents', 'ai'];
    expect(json).toMatchObject({ written: ['policy.yaml', 'enforcecore.config.yaml'], frameworks, servers: [] });
    expect(Policy.fromFile(join(project.dir, 'policy.yaml')).name).toBe('it"s: #1\ufffd');
    expect(project.read('policy.yaml')).toContain('# Written for: @langchain/core');
  });

  it('overwrites nothing, unless it is told to', async () => {
    project.write('policy.yaml', 'mine');
    const { code, err } = await project.run(['init']);
    expect(code).toBe(1);
    expect(err).toContain('`policy.yaml` is already there');
    expect(err).toContain('--force');
    expect(project.files).toEqual(['policy.yaml']);
    expect(project.read('policy.yaml')).toBe('mine');
    expect((await project.run(['init', '--json'])).json.error.code).toBe('EC_CLI_FILE_EXISTS');
    expect((await project.run(['init', '--force'])).code).toBe(0);
    expect(project.read('policy.yaml')).toContain('denied_tools');
    expect(project.files).toEqual(FILES);
  });

  it('writes neither file when one of them is there', async () => {
    project.write('enforcecore.config.yaml', 'log_level: ERROR');
    expect((await project.run(['init'])).code).toBe(1);
    expect(project.files).toEqual(['enforcecore.config.yaml']);
  });

  it('does not write through a link that leads nowhere yet', async () => {
    symlinkSync(join(project.dir, 'elsewhere'), join(project.dir, 'policy.yaml'));
    expect((await project.run(['init'])).code).toBe(1);
    expect(project.files).toEqual(['policy.yaml']);
  });

  it('prints and writes nothing with --dry-run', async () => {
    const { code, out } = await project.run(['init', '--dry-run']);
    expect(code).toBe(0);
    expect(out).toContain('default_policy: policy.yaml');
    expect(project.files).toEqual([]);
    const { json } = await project.run(['init', '--dry-run', '--json']);
    expect(json.written).toEqual([]);
    expect(Object.keys(json.files).sort()).toEqual(FILES);
  });

  it('keeps another config file and says what to set in it', async () => {
    project.write('.enforcecorerc', 'log_level: ERROR');
    const { out } = await project.run(['init']);
    expect(out).toContain('note: .enforcecorerc is kept; set `default_policy: policy.yaml` in it');
    expect(project.files).toEqual(['.enforcecorerc', 'policy.yaml']);
  });

  it('goes on when a file of the project cannot be read, and names it', async () => {
    project.write('package.json', '{');
    project.write('.mcp.json', '[]');
    const { code, out } = await project.run(['init']);
    expect(code).toBe(0);
    expect(out).toContain('package.json cannot be read');
    expect(out).toContain('.mcp.json cannot be read');
  });

  it('ends with 3 where it cannot write, and leaves nothing behind', async () => {
    const elsewhere = Object.assign(Object.create(project) as TestProject, { dir: join(project.dir, 'absent') });
    const { code, json } = await elsewhere.run(['init', '--json']);
    expect([code, json.error.code]).toEqual([3, 'EC_CLI_FILE']);
    expect(project.files).toEqual([]);
  });
});

describe('an MCP server in a client’s config', () => {
  const servers = async (): Promise<any[]> => (await project.run(['init', '--dry-run', '--json'])).json.servers; // eslint-disable-line @typescript-eslint/no-explicit-any
  const stdio = (args: readonly string[] = [], more: object = {}): object => ({
    mcpServers: { one: { command: 'server', args, ...more } },
  });

  it('is shown with the gateway in front of it, in the form of its file', async () => {
    project.write('.mcp.json', stdio(['-v'], { cwd: '/srv' }));
    project.write('.cursor/mcp.json', stdio());
    project.write(
      '.vscode/mcp.json',
      '\ufeff{ // ours\n "servers": { "two": { "type": "stdio", "command": "a//b", }, }, /* end */ }',
    );
    project.write('claude_desktop_config.json', stdio());
    const all = await servers();
    const front = (policy: string): string[] => ['enforcecore', 'mcp', '--policy', policy, '--'];
    expect(all.map(({ file, key, entry }) => [file, key, entry])).toEqual([
      ['.mcp.json', 'mcpServers', { command: 'npx', args: [...front('policy.yaml'), 'server', '-v'], cwd: '/srv' }],
      [
        '.cursor/mcp.json',
        'mcpServers',
        { command: 'npx', args: [...front('${workspaceFolder}/policy.yaml'), 'server'] },
      ],
      [
        '.vscode/mcp.json',
        'servers',
        { type: 'stdio', command: 'npx', args: [...front('${workspaceFolder}/policy.yaml'), 'a//b'] },
      ],
      [
        'claude_desktop_config.json',
        'mcpServers',
        { command: 'npx', args: [...front(join(project.dir, 'policy.yaml')), 'server'] },
      ],
    ]);
    const { out } = await project.run(['init']);
    expect(out).toContain('write in .mcp.json');
    expect(out).toContain('"--policy"');
  });

  it('that is reached by URL is shown with a gateway to keep running', async () => {
    project.write('.mcp.json', { mcpServers: { web: { type: 'http', url: 'https://x.example/mcp' } } });
    const [web] = await servers();
    expect(web.entry).toEqual({ type: 'http', url: 'http://127.0.0.1:7801/mcp' });
    expect(web.run).toBe("npx enforcecore mcp --policy policy.yaml --listen 7801 --upstream 'https://x.example/mcp'");
  });

  it('is left alone when the gateway is in front of it already', async () => {
    project.write('.mcp.json', {
      mcpServers: {
        one: { command: 'npx', args: ['enforcecore', 'mcp', '--policy', 'p', '--', 'server'] },
        two: { command: '/bin/enforcecore', args: ['mcp'] },
        three: { url: 'not a url' },
        four: 5,
      },
    });
    expect(await servers()).toEqual([]);
  });

  it('is shown without what may be secret', async () => {
    const args = [
      '--api-key',
      'S1',
      '--token=S2',
      'sk-S3',
      'postgres://me:S4@db/x',
      'https://h/?api_key=S5&q=ok',
      'KEY=ghp_S6',
    ];
    project.write('.mcp.json', stdio(args, { env: { A: 'S7', B: '${B}' } }));
    project.write('.vscode/mcp.json', {
      servers: { web: { url: 'https://h/mcp?token=S8', headers: { Authorization: 'Bearer S9' } } },
    });
    const [one, web] = await servers();
    expect(one.entry.args.slice(6)).toEqual([
      '--api-key',
      '<keep the value you have>',
      '--token=<keep the value you have>',
      '<keep the value you have>',
      'postgres://me:<keep the value you have>@db/x',
      'https://h/?api_key=<keep the value you have>&q=ok',
      'KEY=<keep the value you have>',
    ]);
    expect(one.entry.env).toEqual({ A: '<keep the value you have>', B: '${B}' });
    expect([one.values_left_out, web.values_left_out]).toEqual([true, true]);
    for (const argv of [['init', '--dry-run', '--json'], ['init', '--dry-run'], ['init']]) {
      // The folder's name, which is made by chance, is shown.
      const { out } = await project.run(argv);
      expect(out.replaceAll(basename(project.dir), '')).not.toMatch(/S[1-9]/);
    }
  });
});
