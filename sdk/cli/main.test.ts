import { beforeEach, afterEach, describe, expect, it } from 'vitest';
import 'enforcecore';
import { TestProject } from './cli.fixture.ts';
import { VERSION } from './version.ts';

let project: TestProject;
beforeEach(() => void (project = new TestProject()));
afterEach(() => project[Symbol.dispose]());

const ESCAPE = '\u001b[';
const GREETER = `(host) => host.contribute(COMMANDS, {
  name: 'greet', summary: '',
  configure(command, run) {
    command.argument('<whom>').option('--loud');
    run((host, whom, { loud }) => {
      if (whom === 'nobody') throw new TypeError('nobody\\n    at secret.js:1');
      if (whom === 'nothing') return undefined;
      if (host.json) host.printJson({ whom });
      else host.stdout.write(loud ? whom.toUpperCase() : whom);
      return whom === 'stranger' ? 1 : 0;
    });
  },
})`;
const installGreeter = (setup = GREETER): void =>
  project.install('enforcecore-greeter', { kinds: ['command'], commands: { greet: 'say hello' } }, setup);
const imported = (): readonly string[] => (globalThis as { imported?: readonly string[] }).imported ?? [];

describe('help', () => {
  it('lists every command with its summary, and imports no plugin for that', async () => {
    const before = imported().length;
    installGreeter();
    project.write('.enforcecorerc', 'plugins: [enforcecore-greeter]');
    const { code, out, err } = await project.run(['--help']);
    expect([code, err]).toEqual([0, '']);
    for (const name of ['init', 'validate', 'schema', 'info', 'plugin', 'verify', 'greet']) {
      expect(out).toMatch(new RegExp(`^  ${name}\\b .*\\w`, 'm'));
    }
    expect(out).toContain('Say hello');
    expect(imported()).toHaveLength(before);
  });

  it('has an example for each of the program’s own commands', async () => {
    for (const command of ['init', 'validate', 'schema', 'info', 'plugin list', 'plugin info']) {
      const { code, out } = await project.run([...command.split(' '), '--help']);
      expect(code).toBe(0);
      expect(out).toContain(`Usage: enforcecore ${command}`);
      expect(out).toContain(`$ enforcecore ${command}`);
    }
  });

  it('of a plugin’s command shows its arguments, asked for in either way', async () => {
    const { out } = await project.run(['verify', '--help']);
    expect(out).toContain('Usage: enforcecore verify [options] <trail>');
    expect((await project.run(['help', 'verify'])).out).toBe(out);
  });

  it('fits the terminal', async () => {
    for (const columns of [80, 120]) {
      for (const argv of [['--help'], ['help', 'init'], ['plugin', 'list']]) {
        const { out } = await project.run([...argv, '--no-color'], { columns });
        expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(columns);
      }
    }
  });

  it('is shown with exit code 2 when no command is given', async () => {
    const { code, out, err } = await project.run([]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('Usage: enforcecore');
  });

  it('works although the config file is broken, and says what is missing', async () => {
    project.write('.enforcecorerc', 'plugins: 5');
    const { code, out } = await project.run(['--help']);
    expect(code).toBe(0);
    expect(out).toContain('`plugins` in');
  });

  it('gives the version', async () => {
    expect(await project.run(['--version'])).toMatchObject({ code: 0, out: `${VERSION}\n` });
  });
});

it('a group of commands that says nothing of itself is told by its commands', async () => {
  expect((await project.run(['--help'])).out).toMatch(/^ {2}audit +checkpoint, compress, consistency/m);
  expect((await project.run(['--help'])).out).toMatch(/^ {2}plugin +Look at the plugins/m);
});

describe('a wrong command line ends with 2, a message and a hint', () => {
  it.each([
    [['valdate', 'x'], 'unknown command `valdate`', 'did you mean `validate`?'],
    [['plugin', 'lsit'], 'unknown command `lsit`', 'did you mean `list`?'],
    [['plugin', 'xyz'], 'unknown command `xyz`', 'see `enforcecore help plugin`'],
    [['audit', 'xyz'], 'unknown command `xyz`', 'see `enforcecore help audit`'],
    [['validate'], 'missing required argument `file`', 'see `enforcecore help validate`'],
    [['init', '--forc'], 'unknown option `--forc`', 'did you mean `--force`?'],
    [['info', 'extra'], 'too many arguments for `info`: expected 0 arguments but got 1', 'see `enforcecore help info`'],
  ])('%j', async (argv, message, hint) => {
    expect(await project.run(argv)).toMatchObject({ code: 2, out: '', err: `error: ${message}\nhint:  ${hint}\n` });
    const { code, json, err } = await project.run([...argv, '--json']);
    expect([code, err]).toEqual([2, '']);
    expect(json).toEqual({ ok: false, error: { code: 'EC_CLI_USAGE', message, hint } });
  });

  it('and as JSON too when no command is given', async () => {
    const { code, json, err } = await project.run(['--json']);
    expect([code, err, json.error.code]).toEqual([2, '', 'EC_CLI_USAGE']);
  });
});

describe('a command of a plugin', () => {
  it('runs with its arguments and gives its exit code', async () => {
    installGreeter();
    project.write('.enforcecorerc', 'plugins: [enforcecore-greeter]');
    expect(await project.run(['greet', 'ann', '--loud'])).toMatchObject({ code: 0, out: 'ANN', err: '' });
    expect(await project.run(['greet', 'stranger'])).toMatchObject({ code: 1, out: 'stranger' });
    expect((await project.run(['greet', 'ann', '--json'])).json).toEqual({ whom: 'ann' });
    expect((await project.run(['greet', '--', '--json'])).out).toBe('--json');
  });

  it('is not there when the plugin is only installed', async () => {
    const before = imported().length;
    installGreeter();
    expect(await project.run(['greet', 'ann'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('unknown command'),
    });
    expect(imported()).toHaveLength(before);
  });

  it('is not there when another plugin is named', async () => {
    installGreeter();
    project.install('enforcecore-other', { commands: { other: 'x' } });
    project.write('.enforcecorerc', 'plugins: [enforcecore-other]');
    expect((await project.run(['greet', 'ann'])).code).toBe(2);
  });

  it('cannot take a name that begins as one of the program’s own', async () => {
    project.install('enforcecore-thief', { commands: { validate: 'stolen', 'plugin greet': 'stolen', greet: 'mine' } });
    project.write('.enforcecorerc', 'plugins: [enforcecore-thief]');
    for (const argv of [['--help'], ['plugin', '--help']]) expect((await project.run(argv)).out).not.toContain('tolen');
    expect((await project.run(['--help'])).out).toContain('Mine');
  });

  it('that the plugin does not contribute is the plugin’s fault, with 3', async () => {
    installGreeter('() => undefined');
    project.write('.enforcecorerc', 'plugins: [enforcecore-greeter]');
    const { code, json } = await project.run(['greet', 'ann', '--json']);
    expect([code, json.error.code]).toEqual([3, 'EC_CLI_COMMAND']);
  });

  it('that throws ends with 3 and one line, never a stack trace', async () => {
    installGreeter();
    project.write('.enforcecorerc', 'plugins: [enforcecore-greeter]');
    const { code, err } = await project.run(['greet', 'nobody']);
    expect(code).toBe(3);
    expect(err).toBe('error: something unexpected failed: nobody\nhint:  report it to the authors of enforcecore\n');
    expect((await project.run(['greet', 'nothing'])).code).toBe(3);
  });

  it('is given what other built-in plugins provide', async () => {
    const { code, json } = await project.run(['verify', 'absent.jsonl', '--json']);
    expect(code).toBe(3);
    expect(json.error.code).toBe('EC_AUDIT_NOT_FOUND');
  });

  it('of a plugin that cannot be loaded ends with 3', async () => {
    project.install('enforcecore-broken', { commands: { broken: 'x' } });
    project.write('node_modules/enforcecore-broken/index.js', 'throw new Error("no");');
    project.write('.enforcecorerc', 'plugins: [enforcecore-broken]');
    const { code, json } = await project.run(['broken', '--json']);
    expect([code, json.error.code]).toEqual([3, 'EC_PLUGIN_LOAD']);
  });
});

describe('colour', () => {
  it.each([
    ['on a terminal', {}, 80, [], true],
    ['not in a pipe', {}, undefined, [], false],
    ['in a pipe with FORCE_COLOR', { FORCE_COLOR: '1' }, undefined, [], true],
    ['not with NO_COLOR', { NO_COLOR: '1', FORCE_COLOR: '1' }, 80, [], false],
    ['not with FORCE_COLOR=0', { FORCE_COLOR: '0' }, 80, [], false],
    ['not with --no-color', { FORCE_COLOR: '1' }, 80, ['--no-color'], false],
    ['not on a dumb terminal', { TERM: 'dumb' }, 80, [], false],
  ])('is used %s', async (_, env, columns, flags, expected) => {
    const around = columns === undefined ? { env } : { env, columns };
    const table = await project.run(['info', ...flags], around);
    const error = await project.run(['nonsense', ...flags], around);
    expect([table.out.includes(ESCAPE), error.err.includes(ESCAPE)]).toEqual([expected, expected]);
  });
});

it('text from elsewhere cannot steer the terminal', async () => {
  const { err } = await project.run(['\u001b[2J\u202e', 'x']);
  for (const character of ['\u001b', '\u202e']) expect(err).not.toContain(character);
});
