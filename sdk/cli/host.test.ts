import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import 'enforcecore';
import { TestProject } from './cli.fixture.ts';
import { Host } from './host.ts';
import { Terminal } from './terminal.ts';

let project: TestProject;
beforeEach(() => void (project = new TestProject()));
afterEach(() => project[Symbol.dispose]());

const hostOf = (env: NodeJS.ProcessEnv = {}): Host =>
  new Host(
    new Terminal(
      { env, cwd: project.dir, stdout: process.stdout, stderr: process.stderr },
      { json: false, noColor: true },
    ),
  );

describe('an enforcer for commands', () => {
  it('runs what the policy allows, refuses what it denies, and writes its trail where it is told', async () => {
    project.write('p.yaml', 'name: p\nrules: {denied_tools: [rm]}\n');
    const enforcer = await hostOf().createEnforcer({ policy: 'p.yaml', auditPath: 'trails' });
    expect(enforcer.policyName).toBe('p');
    expect(await enforcer.enforceAsync((a: number) => a + 1, [1], { toolName: 'add' })).toBe(2);
    await expect(enforcer.enforceAsync(() => 1, [], { toolName: 'rm' })).rejects.toMatchObject({
      violationType: 'tool_denied',
    });
    await enforcer.stop();
    expect(project.read('trails/trail.jsonl')).toContain('"rm"');
  });

  it('takes the settings of the project', async () => {
    project.write('p.yaml', 'name: p\n');
    project.write('.enforcecorerc', 'audit_path: from-config');
    const enforcer = await hostOf().createEnforcer({ policy: 'p.yaml' });
    await enforcer.enforceAsync(() => 1, [], { toolName: 'add' });
    await enforcer.stop();
    expect(project.files).toContain('from-config');
  });

  it('judges names: what is denied by name is not permitted, what only a call can decide is', async () => {
    const permits = async (policy: string, name: string): Promise<boolean> => {
      project.write('p.yaml', policy);
      const enforcer = await hostOf({ ENFORCECORE_AUDIT_ENABLED: 'false' }).createEnforcer({ policy: 'p.yaml' });
      try {
        return await enforcer.permits(name);
      } finally {
        await enforcer.stop();
      }
    };
    const denying = 'name: p\nrules: {denied_tools: [rm], allowed_tools: [ls]}\n';
    expect(await permits(denying, 'ls')).toBe(true);
    expect(await permits(denying, 'rm')).toBe(false);
    expect(await permits(denying, 'other')).toBe(false);
    expect(await permits('name: p\n', 'bad name\u0000')).toBe(false);
    expect(await permits(`${denying}mode: monitor\n`, 'rm')).toBe(true);
  });

  it('redacts a text as the trail shows it', async () => {
    project.write('p.yaml', 'name: p\npii_redaction: {enabled: true}\n');
    const enforcer = await hostOf({ ENFORCECORE_AUDIT_ENABLED: 'false' }).createEnforcer({ policy: 'p.yaml' });
    expect(enforcer.redactText('plain')).toBe('plain');
    expect(enforcer.redactText('to ann@example.com')).toBe('to <EMAIL>');
    await enforcer.stop();
  });

  it('reviews a result as the way back of a call would, and records nothing', async () => {
    const middleware = "{ phase: 'transform', sync: true, handle: (call, next) => { throw new Error('judged') } }";
    project.install('enforcecore-judge', {}, `(host) => host.use(${middleware})`);
    project.write('p.yaml', 'name: p\npii_redaction: {enabled: true}\n');
    const enforcer = await hostOf().createEnforcer({ policy: 'p.yaml', auditPath: 'trails' });
    expect(await enforcer.review({ to: ['ann@example.com'] }, { toolName: 'read' })).toEqual({ to: ['<EMAIL>'] });
    await enforcer.stop();
    expect(project.read('trails/trail.jsonl')).toBe('');
    await expect(enforcer.review('late', { toolName: 'read' })).rejects.toMatchObject({ code: 'EC_STOPPED' });
    project.write('p.yaml', 'name: p\nplugins: [enforcecore-judge]\n');
    const judged = await hostOf({ ENFORCECORE_AUDIT_ENABLED: 'false' }).createEnforcer({ policy: 'p.yaml' });
    await expect(judged.review('text', { toolName: 'read' })).rejects.toMatchObject({
      violationType: 'enforcement_failure',
    });
    await judged.stop();
  });

  it('withholds a text that cannot be inspected at once', async () => {
    const point =
      "{ id: 'enforcecore/redactors', key: Symbol.for('enforcecore.point/enforcecore/redactors'), many: true }";
    const finds = { slow: 'async () => []', broken: '() => { throw new Error() }' };
    for (const [name, find] of Object.entries(finds)) {
      const setup = `(host) => host.contribute(${point}, { name: '${name}', find: ${find} })`;
      project.install(`enforcecore-${name}`, {}, setup);
    }
    for (const name of Object.keys(finds)) {
      project.write('p.yaml', `name: p\nplugins: [enforcecore-${name}]\n`);
      const enforcer = await hostOf({ ENFORCECORE_AUDIT_ENABLED: 'false' }).createEnforcer({ policy: 'p.yaml' });
      expect(enforcer.redactText('text')).toBe('<withheld>');
      await enforcer.stop();
    }
  });
});
