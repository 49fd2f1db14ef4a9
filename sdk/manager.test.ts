import { describe, expect, it } from 'vitest';
import { PluginManager } from 'enforcecore';

describe('PluginManager', () => {
  it('discovers without loading, and loads by name', async () => {
    const manager = new PluginManager();
    expect(manager.discover().find(({ name }) => name === 'tool-acl')).toMatchObject({
      version: '0.1.0',
      kind: 'guard',
    });
    expect(manager.guards).toEqual([]);
    await manager.load('tool-acl');
    expect(manager.guards).toHaveLength(1);
    await manager.load('audit-jsonl'); // needs what another room provides
    await expect(manager.load('nobody')).rejects.toMatchObject({
      name: 'PluginLoadError',
      code: 'EC_PLUGIN_NOT_FOUND',
    });
  });
});
