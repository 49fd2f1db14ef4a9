import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import 'enforcecore';
import { catalogOf } from '../catalog.ts';
import { TestProject } from './cli.fixture.ts';
import { VERSION } from './version.ts';

let project: TestProject;
beforeEach(() => void (project = new TestProject()));
afterEach(() => project[Symbol.dispose]());

const GOOD = 'name: good\nrules:\n  denied_tools: [rm]\n';
const BAD = 'name: bad\nrules:\n  allowed_toolz: [a]\n  denied_tools: 5\non_violation: blok\n';

describe('validate', () => {
  it('says of a valid policy that it is, with 0', async () => {
    project.write('good.yaml', GOOD);
    const { code, out, err } = await project.run(['validate', 'good.yaml']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toBe('good.yaml: valid (policy good)\n');
    expect((await project.run(['validate', 'good.yaml', '--json'])).json).toEqual({ valid: true, problems: [] });
  });

  it('shows all problems of all files with their places and hints, with 1', async () => {
    const [good, bad] = [project.write('good.yaml', GOOD), project.write('bad.yaml', BAD)];
    const { code, out } = await project.run(['validate', 'good.yaml', 'bad.yaml']);
    expect(code).toBe(1);
    expect(out).toContain('good.yaml: valid');
    expect(out).toContain(`${bad}:3:3: error: the key \`rules.allowed_toolz\` is not known`);
    expect(out).toContain('  hint: did you mean `allowed_tools`?');
    expect(out).toContain(`${bad}:4:17: error: `);
    expect(out).toContain(`${bad}:5:15: error: `);
    expect(out).toContain('3 problems in 1 of 2 files');
    expect(out).not.toContain(`${good}:`);
    const { json } = await project.run(['validate', 'good.yaml', 'bad.yaml', '--json']);
    expect(json.valid).toBe(false);
    expect(json.problems).toHaveLength(3);
    expect(json.problems[0]).toEqual({
      code: 'EC_POLICY_UNKNOWN_KEY',
      message: 'the key `rules.allowed_toolz` is not known',
      hint: 'did you mean `allowed_tools`?',
      file: bad,
      line: 3,
      column: 3,
      path: 'rules.allowed_toolz',
    });
    for (const { hint } of json.problems) expect(hint).not.toBe('');
  });

  it('ends with 3 when a file cannot be read, and still checks the others', async () => {
    project.write('bad.yaml', BAD);
    mkdirSync(join(project.dir, 'folder'));
    for (const file of ['absent.yaml', 'folder']) {
      const { code, json } = await project.run(['validate', file, 'bad.yaml', '--json']);
      expect(code).toBe(3);
      expect(json.problems.map((one: { code: string }) => one.code)).toContain('EC_POLICY_FILE');
      expect(json.problems).toHaveLength(4);
    }
  });

  it('refuses a policy that names a plugin nobody has, as an enforcer would', async () => {
    project.write('named.yaml', `${GOOD}plugins: [enforcecore-absent]\n`);
    const { code, out } = await project.run(['validate', 'named.yaml']);
    expect(code).toBe(3);
    expect(out).toContain('plugin `enforcecore-absent` was not found');
  });

  it('refuses a policy that has the section of a plugin which is not on', async () => {
    project.install('enforcecore-hours', { sections: ['hours'] });
    project.write('hours.yaml', 'name: x\nhours: {}\n');
    const { code, json } = await project.run(['validate', 'hours.yaml', '--json']);
    expect(code).toBe(1);
    expect(json.valid).toBe(false);
  });
});

describe('schema', () => {
  it('is a JSON Schema with the sections of every built-in plugin', async () => {
    const { code, json } = await project.run(['schema']);
    expect(code).toBe(0);
    expect(json.$schema).toContain('2020-12');
    const sections = catalogOf(project.dir).rooms.flatMap((room) => room.sections);
    expect(sections.length).toBeGreaterThan(0);
    for (const section of sections) expect(json.properties).toHaveProperty([section]);
  });
});

describe('info', () => {
  it('says where each setting comes from', async () => {
    const file = project.write('enforcecore.config.yaml', 'log_level: ERROR\naudit_path: ./here/\n');
    const env = { ENFORCECORE_AUDIT_PATH: './there/', ENFORCECORE_PLUGINS: 'ignored' };
    const { code, json } = await project.run(['info', '--json'], { env });
    expect(code).toBe(0);
    expect(json).toMatchObject({ version: VERSION, node: process.versions.node, config_file: file });
    expect(json.default_plugins.length).toBeGreaterThan(0);
    const settings = Object.fromEntries(json.settings.map((one: { name: string }) => [one.name, one]));
    expect(settings.log_level).toEqual({ name: 'log_level', value: 'ERROR', source: file });
    expect(settings.audit_path).toEqual({ name: 'audit_path', value: './there/', source: 'ENFORCECORE_AUDIT_PATH' });
    expect(settings.fail_open).toEqual({ name: 'fail_open', value: false, source: 'default' });
    expect(settings.plugins.source).toBe('default');
  });

  it('knows the environment variable of every setting that has one', async () => {
    const { json } = await project.run(['info', '--json']);
    const values: Record<string, string> = { log_level: 'ERROR', cost_budget_usd: '7', default_policy: 'p.yaml' };
    for (const { name, value } of json.settings.filter((one: { name: string }) => one.name !== 'plugins')) {
      const env = {
        [`ENFORCECORE_${name.toUpperCase()}`]: values[name] ?? (typeof value === 'boolean' ? String(!value) : 'x'),
      };
      const changed = (await project.run(['info', '--json'], { env })).json.settings;
      const now = changed.find((one: { name: string }) => one.name === name);
      expect(now.value).not.toEqual(value);
      expect(now.source).toBe(Object.keys(env)[0]);
    }
  });

  it('ends with 3 when the config file or a variable is not valid', async () => {
    const wrong = await project.run(['info', '--json'], { env: { ENFORCECORE_FAIL_OPEN: 'maybe' } });
    expect([wrong.code, wrong.json.error.code]).toEqual([3, 'EC_CONFIG_INVALID']);
    project.write('.enforcecorerc', 'unheard_of: 1');
    expect(await project.run(['info'])).toMatchObject({ code: 3, err: expect.stringContaining('unheard_of') });
  });
});

describe('plugin list', () => {
  const states = async (): Promise<Record<string, { state: string; why: string; from: string }>> => {
    const { code, json } = await project.run(['plugin', 'list', '--json']);
    expect(code).toBe(0);
    return Object.fromEntries(json.plugins.map((one: { name: string }) => [one.name, one]));
  };

  it('shows the project’s plugins beside the built-in ones, without importing them', async () => {
    project.install('enforcecore-hours', {});
    project.install('enforcecore-named', {});
    project.install('enforcecore-bad', { apiVersion: 9 });
    project.write('.enforcecorerc', 'plugins: [enforcecore-named, enforcecore-absent]');
    const before = (globalThis as { imported?: unknown }).imported;
    const all = await states();
    expect(all['enforcecore-hours']).toMatchObject({ state: 'off', from: 'project' });
    expect(all['enforcecore-hours']?.why).toContain('plugins: [enforcecore-hours]');
    expect(all['enforcecore-named']).toMatchObject({ state: 'on' });
    expect(all['enforcecore-bad']).toMatchObject({ state: 'refused' });
    expect(all['enforcecore-bad']?.why).toContain('plugin API 9');
    expect((globalThis as { imported?: unknown }).imported).toBe(before);
    const builtIn = catalogOf(project.dir).rooms;
    for (const room of builtIn)
      expect(all[room.name]).toMatchObject({ state: room.default ? 'on' : 'off', from: 'built-in' });
    const { out } = await project.run(['plugin', 'list']);
    expect(out).toMatch(/^enforcecore-bad .* refused .*plugin API 9/m);
    expect(out).toContain('not found: `enforcecore-absent`');
  });
});

describe('plugin info', () => {
  it('loads a plugin and shows what it brings', async () => {
    const room = catalogOf(project.dir).rooms.find(({ sections }) => sections.length > 0);
    const { code, json } = await project.run(['plugin', 'info', room?.name ?? '', '--json']);
    expect(code).toBe(0);
    expect(json).toMatchObject({ name: room?.name, version: room?.version, from: 'built-in', dir: room?.dir });
    expect(Object.keys(json.sections)).toEqual(expect.arrayContaining([...(room?.sections ?? [])]));
    const { out } = await project.run(['plugin', 'info', room?.name ?? '']);
    for (const section of room?.sections ?? []) expect(out).toContain(`section ${section}`);
  });

  it('loads one of the project’s that is not on', async () => {
    project.install('enforcecore-seen', { needs: ['net'], commands: { see: 'look' } });
    const { code, out } = await project.run(['plugin', 'info', 'enforcecore-seen']);
    expect(code).toBe(0);
    expect(out).toMatch(/^reaches for +net$/m);
    expect(out).toContain('command enforcecore see');
    expect((globalThis as { imported?: string[] }).imported).toContain('enforcecore-seen');
  });

  it('ends with 3 for one that is not there or was refused, and says why', async () => {
    project.install('enforcecore-bad', { apiVersion: 9 });
    const absent = await project.run(['plugin', 'info', 'enforcecore-bat']);
    expect(absent).toMatchObject({ code: 3, err: expect.stringContaining('did you mean `enforcecore-bad`?') });
    const refused = await project.run(['plugin', 'info', 'enforcecore-bad', '--json']);
    expect([refused.code, refused.json.error.code]).toEqual([3, 'EC_PLUGIN_MANIFEST']);
  });
});
