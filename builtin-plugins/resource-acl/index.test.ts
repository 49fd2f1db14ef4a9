/** @module The guard in a corridor: what runs and what is refused. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { EnforcementViolation } from 'enforcecore/sdk';
import { Corridor } from '../../kernel/enforcer.ts';
import { violationError } from '../../kernel/errors.ts';
import { asker, makeRules } from './corridor.fixture.ts';
import { resourceAcl, resolvePattern } from './index.ts';

const base = realpathSync(mkdtempSync(join(tmpdir(), 'resource-acl-')));
mkdirSync(join(base, 'data'));
writeFileSync(join(base, 'data/a.csv'), 'x');
afterAll(() => rmSync(base, { recursive: true }));

describe('files', () => {
  const rules = makeRules([
    ['allow', 'filesystem', 'read:./data/*'],
    ['allow', 'filesystem', 'write:./out/*'],
    ['deny', 'filesystem', '*:./data/secret*'],
  ]);
  const ask = asker(rules, {
    base,
    read_text_file: { path: 'filesystem:read' },
    write_file: { path: 'filesystem:write', content: 'none' },
    copy: { 0: 'filesystem:read', 1: 'filesystem:write' },
  });

  test('a declared argument is judged by its access', () => {
    expect(ask([{ path: './data/a.csv' }], { tool: 'read_text_file' }).type).toBe('ran');
    expect(ask([{ path: 'data/a.csv' }], { tool: 'read_text_file' }).type).toBe('ran');
    expect(ask([{ path: join(base, 'data/a.csv') }], { tool: 'read_text_file' }).type).toBe('ran');
    expect(ask([{ path: 'data/a.csv' }], { tool: 'write_file' }).type).toBe('resource_not_allowed');
    expect(ask([{ path: 'out/b', content: 'see /etc/passwd' }], { tool: 'write_file' }).type).toBe('ran');
    expect(ask(['data/a.csv', 'out/b'], { tool: 'copy' }).type).toBe('ran');
    expect(ask(['out/b', 'data/a.csv'], { tool: 'copy' }).type).toBe('resource_not_allowed');
  });

  test('the name of the tool is folded as in tool rules', () => {
    expect(ask([{ path: 'passwd' }], { tool: 'READ_text_file' }).type).toBe('resource_not_allowed');
  });

  test('a rule that denies is named, and its pattern is not in the reason', () => {
    const answer = ask([{ path: 'data/secret.txt' }], { tool: 'read_text_file' });
    expect(answer).toMatchObject({ type: 'resource_denied', rule: 'deny *:./data/secret*' });
    expect(answer.reason).toBe('read access to the file `data/secret.txt` is denied by a rule');
  });

  test('a denial by a rule is reported whichever target comes first', () => {
    for (const args of [
      ['/x/y', 'data/secret'],
      ['data/secret', '/x/y'],
    ])
      expect(ask(args).type).toBe('resource_denied');
  });

  test('a guessed path needs both read and write', () => {
    expect(ask(['./data/a.csv']).type).toBe('resource_not_allowed');
    const both = asker(
      makeRules([
        ['allow', 'filesystem', 'read:./d/*'],
        ['allow', 'filesystem', 'write:./d/*'],
      ]),
      { base },
    );
    expect(both(['./d/a.csv']).type).toBe('ran');
  });

  test('a read-only hint counts only when the wrapper vouches for it', () => {
    const annotations = { readOnlyHint: true };
    expect(ask(['./data/a.csv'], { about: { annotations } }).type).toBe('resource_not_allowed');
    expect(ask(['./data/a.csv'], { about: { annotations, annotationsTrusted: true } }).type).toBe('ran');
  });

  test('the wrapper can declare, and the policy wins over it', () => {
    const about = { resources: { path: 'filesystem:read' } };
    expect(ask([{ path: 'data/a.csv' }], { about }).type).toBe('ran');
    expect(ask([{ path: 'passwd' }], { about }).type).toBe('resource_not_allowed');
    const nothing = { resources: { path: 'none' } };
    expect(ask([{ path: 'passwd' }], { about: nothing, tool: 'read_text_file' }).type).toBe('resource_not_allowed');
  });

  test('a wrapper that declares nonsense is refused', () => {
    expect(ask(['x'], { about: { resources: { path: 'yes' } } }).type).not.toBe('ran');
    expect(ask(['x'], { about: { resources: 'filesystem' } }).type).not.toBe('ran');
  });

  test('a declared value that is no path is refused, strict or not', () => {
    expect(ask([{ path: 7 }], { tool: 'read_text_file' }).type).toBe('resource_not_allowed');
    const lenient = asker(makeRules([['deny', 'filesystem', '*:/etc/*']], false), { t: { path: 'filesystem' } });
    expect(lenient([{ path: 7 }], { tool: 't' }).type).toBe('resource_not_allowed');
  });

  test('what only may be a path is held against denials alone', () => {
    expect(ask(['read data/secret.txt and more']).type).toBe('resource_denied');
    expect(ask(['this and/or that']).type).toBe('ran');
  });

  test('a policy that is not strict lets pass what no rule denies', () => {
    const lenient = asker(makeRules([['deny', 'filesystem', '*:/etc/*']], false));
    expect(lenient(['/tmp/x']).type).toBe('ran');
    expect(lenient(['/etc/passwd'])).toMatchObject({ type: 'resource_denied', rule: 'deny *:/etc/*' });
  });

  test('a denied folder covers what is in it, and itself', () => {
    const lenient = asker(makeRules([['deny', 'filesystem', 'delete:/srv/keep/*']], false), {
      rm: { 0: 'filesystem:delete' },
    });
    for (const path of ['/srv/keep/a/b/c', '/srv/keep/', '/srv/keep']) {
      expect(lenient([path], { tool: 'rm' }).type).toBe('resource_denied');
    }
    expect(lenient(['/srv/keeper'], { tool: 'rm' }).type).toBe('ran');
  });

  test('rules may be relative to the home folder', () => {
    const lenient = asker(makeRules([['deny', 'filesystem', '*:~/.ssh/*']], false));
    for (const path of ['~/.ssh/id', '$HOME/.ssh/id', `${homedir()}/.ssh/id`]) {
      expect(lenient([path]).type).toBe('resource_denied');
    }
  });
});

describe('hosts and API targets', () => {
  test('a host is matched alone, with its port and with its scheme', () => {
    for (const pattern of ['a.com', 'a.com:8443', 'https://a.com', 'https://a.com:8443']) {
      const ask = asker(makeRules([['allow', 'network', pattern]]));
      expect(ask(['https://a.com:8443/x']).type).toBe('ran');
      expect(ask(['https://b.com:8443/x']).type).toBe('domain_denied');
    }
  });

  test('a rule with a scheme or a port allows no other', () => {
    const ask = asker(makeRules([['allow', 'network', 'https://a.com:443']]));
    expect(ask(['https://a.com/']).type).toBe('ran');
    for (const text of ['http://a.com/', 'https://a.com:8443/', '//a.com/'])
      expect(ask([text]).type).toBe('domain_denied');
    const both = asker(
      makeRules([
        ['allow', 'network', 'https://a.com'],
        ['deny', 'network', 'http://a.com'],
      ]),
    );
    expect(both(['https://a.com/']).type).toBe('ran');
    expect(both(['http://a.com/']).type).toBe('domain_denied');
    const lenient = asker(makeRules([['deny', 'network', 'https://a.com']], false));
    expect(lenient(['//a.com/']).type).toBe('domain_denied');
  });

  test('an API target is matched by its address, parsed, without its query', () => {
    const ask = asker(makeRules([['allow', 'api', 'https://a.com/v1/public/*']]));
    expect(ask(['https://a.com/v1/public/x?y=1']).type).toBe('ran');
    for (const text of ['https://a.com/v1/admin', 'https://a.com/v1/public/../admin', 'https://b.com/v1/public/x']) {
      expect(ask([text]).type).toBe('resource_not_allowed');
    }
    expect(ask(['https://a.com/v1/public/%2e%2e%2fadmin']).type).toBe('resource_not_allowed');
  });

  test('a declared API target need not be an address', () => {
    const ask = asker(makeRules([['allow', 'api', 'charges[.]*']]), { pay: { op: 'api' } });
    expect(ask([{ op: 'charges.create' }], { tool: 'pay' }).type).toBe('ran');
    expect(ask([{ op: 'refunds.create' }], { tool: 'pay' }).type).toBe('resource_not_allowed');
  });

  test('userinfo and queries do not show in reasons', () => {
    const ask = asker(makeRules([['allow', 'api', 'x']]));
    expect(ask(['https://user:pw@a.com/v1?key=secret']).reason).not.toMatch(/pw|secret/);
  });
});

describe('the law about guessing', () => {
  test('kinds without rules are not judged', () => {
    const ask = asker(makeRules([['allow', 'network', 'a.com']]));
    expect(ask(['/etc/passwd']).type).toBe('ran');
    const files = asker(makeRules([['allow', 'filesystem', 'read:/x']]));
    expect(files(['https://evil.com']).type).toBe('ran');
  });

  test('without rules of these kinds there is no guard at all', () => {
    const ask = asker(makeRules([]), { tool: { path: 'filesystem:read' } });
    expect(ask([{ path: 7 }]).type).toBe('ran');
  });

  test('an allowed file does not allow the tool', () => {
    const rules = makeRules([['allow', 'filesystem', '*:/**']]);
    const corridor = new Corridor({
      policy: { name: 'p', version: '1', mode: 'strict', onViolation: 'block' },
      plugins: [
        {
          plugin: { ...resourceAcl, setup: (host, _, config) => resourceAcl.setup(host, { rules } as never, config) },
          config: { resources: {} },
        },
      ],
    });
    const outcome = corridor.send({ tool: 't', args: ['/x/y'], sync: true, fn: () => 1 }) as {
      violation?: { type: string };
    };
    expect(outcome.violation?.type).toBe('tool_not_allowed');
  });

  test('strings of every length without a separator are no targets', () => {
    expect(asker(makeRules([['allow', 'filesystem', 'read:/x']]))(['passwd', 'x'.repeat(100_000)]).type).toBe('ran');
  });
});

test('violations are thrown with their codes', () => {
  const where = { tool: 't', policy: 'p', callId: 'c' };
  for (const [type, code] of [
    ['resource_denied', 'EC_RESOURCE_DENIED'],
    ['resource_not_allowed', 'EC_RESOURCE_NOT_ALLOWED'],
  ] as const) {
    const error = violationError({ type, reason: 'x' }, where);
    expect(error).toBeInstanceOf(EnforcementViolation);
    expect(error.code).toBe(code);
    expect(error.hint).not.toBe('');
  }
});

test('the section takes tools and a base, and nothing else', () => {
  const validate = (value: unknown) =>
    resourceAcl.sections['resources']?.['~standard'].validate(value) as { issues?: unknown };
  expect(
    validate({ base: '/srv', read: { path: 'filesystem:read', also: ['network', 'api'] } }).issues,
  ).toBeUndefined();
  for (const wrong of [{ read: 'filesystem' }, { read: { path: 'file' } }, { base: 7 }, { read: { path: [] } }]) {
    expect(validate(wrong).issues).toBeDefined();
  }
});

test('patterns are made absolute', () => {
  expect(resolvePattern('read:./data/*.csv', '/srv')).toBe('read:/srv/data/*.csv');
  expect(resolvePattern('*:../x', '/srv/a')).toBe('*:/srv/x');
  expect(resolvePattern('*:~/x', '/srv', '/home/me')).toBe('*:/home/me/x');
  expect(resolvePattern('*:/etc/*', '/srv')).toBe('*:/etc/*');
  expect(resolvePattern('./x', 'C:\\a')).toBe('C:/a/x');
});
