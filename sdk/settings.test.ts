import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEnforcer } from 'enforcecore';
import { readConfigFile, Settings } from './settings.ts';

let dir: string;
beforeEach(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), 'enforcecore-settings-')));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const NO_FILE = { path: '', values: {} };

/** The settings as a folder below the project sees them. */
function settingsBelow(content: string, env: NodeJS.ProcessEnv = {}, given = {}): Settings {
  writeFileSync(join(dir, 'enforcecore.config.yaml'), content);
  mkdirSync(join(dir, 'src'), { recursive: true });
  return new Settings(given, env, readConfigFile(join(dir, 'src')));
}

describe('paths among the settings', () => {
  it('of a config file are relative to its folder, wherever the program runs', () => {
    const { defaultPolicy, auditPath } = settingsBelow('default_policy: policies/main.yaml\naudit_path: ../trails\n');
    expect(defaultPolicy).toBe(join(dir, 'policies/main.yaml'));
    expect(auditPath).toBe(resolve(dir, '../trails'));
  });

  it('of a config file may be absolute', () => {
    expect(settingsBelow(`audit_path: ${join(dir, 'trails')}\n`).auditPath).toBe(join(dir, 'trails'));
  });

  it('of the environment and of code stay as they are, relative to the working directory', () => {
    const env = { ENFORCECORE_DEFAULT_POLICY: 'env.yaml', ENFORCECORE_AUDIT_PATH: './env/' };
    const file = 'default_policy: file.yaml\naudit_path: ./file/\n';
    expect(settingsBelow(file, env)).toMatchObject({ defaultPolicy: 'env.yaml', auditPath: './env/' });
    const given = { defaultPolicy: 'code.yaml', auditPath: './code/' };
    expect(settingsBelow(file, env, given)).toMatchObject(given);
  });

  it('lead from another folder to the policy and to the trail', async () => {
    writeFileSync(join(dir, 'main.yaml'), 'name: main\nrules: {allowed_tools: [add]}\n');
    const settings = settingsBelow('default_policy: main.yaml\naudit_path: trails\n');
    const enforcer = await createEnforcer({ settings });
    await enforcer.enforceAsync((a: number) => a + 1, [1], { toolName: 'add' });
    await enforcer.stop();
    expect(enforcer.policyName).toBe('main');
    expect(readFileSync(join(dir, 'trails/trail.jsonl'), 'utf8')).toContain('"add"');
  });
});

describe('an empty value', () => {
  it.each([{ ENFORCECORE_AUDIT_PATH: '' }, { ENFORCECORE_AUDIT_ENABLED: '' }, { ENFORCECORE_LOG_LEVEL: '' }])(
    'of the environment is the same as none: %j',
    (env) => {
      const { auditPath, auditEnabled, logLevel } = new Settings({}, env, NO_FILE);
      expect({ auditPath, auditEnabled, logLevel }).toEqual({
        auditPath: './audit_logs/',
        auditEnabled: true,
        logLevel: 'INFO',
      });
    },
  );

  it('of code is an error, and so is one of another type', () => {
    expect(() => new Settings({ auditPath: '' }, {}, NO_FILE)).toThrow('`auditPath` of the settings');
    expect(() => new Settings({ costBudgetUsd: Number.NaN }, {}, NO_FILE)).toThrow('`costBudgetUsd`');
    expect(new Settings({ failOpen: 'false' as never }, {}, NO_FILE).failOpen).toBe(false);
  });

  it('of a config file is an error, as any value that cannot be', () => {
    expect(() => settingsBelow("audit_path: ''\n")).toThrow(/audit_path/);
  });
});
