import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { enforce, Enforcer, HookRegistry } from 'enforcecore';
import { definePlugin } from 'enforcecore/sdk';
import type { StandardSchema } from 'enforcecore/sdk';

const OFF = { hooks: new HookRegistry(), settings: { auditEnabled: false } };

describe('options given in code', () => {
  const lists: StandardSchema<{ readonly value: unknown }> = {
    '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value: { value } }) },
  };
  const configured: unknown[] = [];
  const plugin = definePlugin({
    name: 'lists',
    version: '1.0.0',
    policy: { sections: { allowed_words: lists } },
    setup: (_host, _deps, config) => void configured.push(config.allowed_words.value),
  });

  it('that are empty are options too: an empty list is not the same as none', () => {
    new Enforcer({ name: 'test' }, { ...OFF, plugins: [plugin.with({ allowed_words: [] })] });
    expect(configured.pop()).toEqual([]);
  });
  it('for a section that the plugin does not have are an error, never ignored', () => {
    expect(() => new Enforcer({ name: 'test' }, { ...OFF, plugins: [plugin.with({ allowed_word: [] })] })).toThrow(
      expect.objectContaining({ code: 'EC_PLUGIN_OPTIONS', hint: 'did you mean `allowed_words`?' }),
    );
  });
});

describe('a policy whose sections belong to a plugin given in code', () => {
  const plugin = definePlugin({
    name: 'greeting',
    version: '1.0.0',
    policy: {
      sections: {
        greeting: { '~standard': { version: 1, vendor: 'test', validate: (value: unknown) => ({ value }) } },
      },
    },
    setup: () => undefined,
  });
  const options = { ...OFF, plugins: [plugin] };

  it('is read from a file, in all the ways there are', () => {
    const dir = mkdtempSync(join(tmpdir(), 'enforcecore-define-'));
    try {
      const file = join(dir, 'p.yaml');
      writeFileSync(file, 'name: p\nrules: {greeting: hello}\n');
      expect(Enforcer.fromFile(file, options).policyName).toBe('p');
      const wrapped = enforce({ ...options, policy: file, deniedTools: ['rm'] }, function rm() {
        return 1;
      });
      expect(wrapped).toThrow(expect.objectContaining({ policyName: 'p', violationType: 'tool_denied' }));
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
});
