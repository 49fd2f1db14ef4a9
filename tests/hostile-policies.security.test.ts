/** @module Policy files as somebody writes them who wants less to be denied than a reader sees. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Policy, PolicyError } from 'enforcecore';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'hostile-policies-')));
const home = join(root, 'home');
const BASE = 'name: base\nrules: { denied_tools: [rm] }\n';
beforeAll(() => {
  mkdirSync(join(home, 'sub'), { recursive: true });
  writeFileSync(join(root, 'outside.yaml'), BASE);
  for (const name of ['base.yaml', 'sub/in.yaml']) writeFileSync(join(home, name), BASE);
  writeFileSync(join(home, 'round.yaml'), 'name: r\nextends: back.yaml\n');
  symlinkSync('round.yaml', join(home, 'back.yaml'));
  symlinkSync(join(root, 'outside.yaml'), join(home, 'link.yaml'));
  symlinkSync(root, join(home, 'door'));
  symlinkSync('loop.yaml', join(home, 'loop.yaml'));
  symlinkSync(home, join(home, 'sub/self'));
  symlinkSync('/dev/zero', join(home, 'zero.yaml'));
  symlinkSync('/proc/self/environ', join(home, 'environ.yaml'));
  execFileSync('mkfifo', [join(home, 'pipe.yaml')]);
});
afterAll(() => rmSync(root, { recursive: true }));

const load = (text: string | Uint8Array): Policy => {
  const path = join(home, 'policy.yaml');
  writeFileSync(path, text);
  return Policy.fromFile(path);
};
const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof PolicyError) return (error as PolicyError).code;
    throw error;
  }
  return 'loaded';
};

describe('a name that is no text is refused, not turned into one', () => {
  test.each(['1', '1e3', '0x10', '0o7', '010', '-0', 'true', 'True', 'null', '~', '.inf', '[rm]', '{rm: 1}', 'rm: 1'])(
    'denied_tools: [%s]',
    (item) => expect(codeOf(() => load(`name: p\nrules: { denied_tools: [${item}] }\n`))).toBe('EC_POLICY_VALUE'),
  );
  test('and words that were booleans once are texts', () => {
    const { rules } = load('%YAML 1.1\n---\nname: p\nrules: { denied_tools: [on, off, yes, n, 2026-01-01, 1_000] }\n');
    expect(rules.deniedTools).toEqual(['on', 'off', 'yes', 'n', '2026-01-01', '1_000']);
  });
});

describe('a section that only looks like the one meant is refused', () => {
  test.each([
    ['misspelt', 'rules: { denied_tolls: [rm] }'],
    ['with a space', 'rules: { "denied_tools ": [rm] }'],
    ['with an invisible character', 'rules: { "denied_tools\u200b": [rm] }'],
    ['in full-width letters', 'rules: { "\uff44enied_tools": [rm] }'],
    ['behind a byte order mark', '\ufeffrules: { denied_tools: [rm] }'],
    ['in another case', 'Rules: { denied_tools: [rm] }'],
    ['of no object but its prototype', 'rules: { toString: [rm] }'],
    ['named by a null', '~: { denied_tools: [rm] }'],
  ])('%s', (_, line) => expect(codeOf(() => load(`name: p\n${line}\n`))).toBe('EC_POLICY_UNKNOWN_KEY'));

  test.each([
    ['twice', 'rules: { denied_tools: [rm] }\nrules: {}', 'EC_POLICY_DUPLICATE_KEY'],
    ['twice, once in quotes', 'rules: { denied_tools: [rm] }\n"rules": {}', 'EC_POLICY_DUPLICATE_KEY'],
    ['twice, once escaped', 'rules: { denied_tools: [rm] }\n"r\\u0075les": {}', 'EC_POLICY_DUPLICATE_KEY'],
    ['in two places', 'denied_tools: []\nrules: { denied_tools: [rm] }', 'EC_POLICY_SECTION_TWICE'],
    ['in a second document', 'rules: {}\n---\nrules: { denied_tools: [rm] }', 'EC_POLICY_SYNTAX'],
    ['after the end', 'rules: {}\n...\ndenied_tools: [rm]', 'EC_POLICY_SYNTAX'],
    ['by a merge key', 'rules: { "<<": { denied_tools: [rm] } }', 'EC_POLICY_KEY'],
    ['by a prototype', 'rules: { "\\u005f_proto__": { denied_tools: [rm] } }', 'EC_POLICY_KEY'],
    ['behind a carriage return', 'x: 1\rrules: { denied_tools: [rm] }', 'EC_POLICY_SYNTAX'],
    ['behind a line separator', 'x: 1\u2028rules: { denied_tools: [rm] }', 'EC_POLICY_SYNTAX'],
    ['behind a tab', 'rules:\n\tdenied_tools: [rm]', 'EC_POLICY_SYNTAX'],
    ['as a set', 'rules: { denied_tools: !!set { rm } }', 'EC_POLICY_SYNTAX'],
    ['in bytes', 'rules: { denied_tools: [!!binary cm0=] }', 'EC_POLICY_SYNTAX'],
    ['as code', 'rules: !!js/function "() => 1"', 'EC_POLICY_SYNTAX'],
    ['blank', 'rules: { denied_tools: }', 'EC_POLICY_VALUE'],
    ['as one name', 'rules: { denied_tools: rm }', 'EC_POLICY_VALUE'],
    ['with a category that nobody knows', 'rules: { pii_redaction: { categories: [nonsense] } }', 'EC_POLICY_VALUE'],
    ['with a word for a switch', 'rules: { pii_redaction: { enabled: yes } }', 'EC_POLICY_VALUE'],
  ])('%s', (_, lines, code) => expect(codeOf(() => load(`name: p\n${lines}\n`))).toBe(code));

  test('and line ends of Windows and a byte order mark at the start change nothing', () => {
    const text = '\ufeffname: p\r\nrules:\r\n  denied_tools:\t[rm]\r\n';
    expect(load(text).rules.deniedTools).toEqual(['rm']);
    expect(codeOf(() => load(Buffer.from(text, 'utf16le')))).toBe('EC_POLICY_ENCODING');
  });
});

describe('extends stays in the folder, and reads files only', () => {
  test.each([
    ['link.yaml', 'EC_POLICY_EXTENDS'],
    ['door/outside.yaml', 'EC_POLICY_EXTENDS'],
    ['sub/../../outside.yaml', 'EC_POLICY_EXTENDS'],
    ['sub/self/../../outside.yaml', 'EC_POLICY_EXTENDS'],
    ['FILE:base.yaml', 'EC_POLICY_EXTENDS'],
    ['file:///etc/passwd', 'EC_POLICY_EXTENDS'],
    ['//etc/passwd', 'EC_POLICY_EXTENDS'],
    ['"%2e%2e/outside.yaml"', 'EC_POLICY_EXTENDS'],
    ['"base.yaml\\0.txt"', 'EC_POLICY_EXTENDS'],
    ['loop.yaml', 'EC_POLICY_EXTENDS'],
    ['round.yaml', 'EC_POLICY_EXTENDS'],
    ['policy.yaml', 'EC_POLICY_EXTENDS'],
    ['sub/self/policy.yaml', 'EC_POLICY_EXTENDS'],
    ['zero.yaml', 'EC_POLICY_EXTENDS'],
    ['environ.yaml', 'EC_POLICY_EXTENDS'],
    ['pipe.yaml', 'EC_POLICY_FILE'],
    ['sub', 'EC_POLICY_FILE'],
  ])('%s', (target, code) => {
    expect(codeOf(() => load(`name: p\nextends: ${target}\n`))).toBe(code);
  });

  test('what is inside is followed, through links too', () => {
    for (const target of ['base.yaml', './sub/in.yaml', 'sub/self/base.yaml'])
      expect(load(`name: p\nextends: ${target}\n`).rules.deniedTools).toEqual(['rm']);
  });

  test.each(['/dev/zero', '/dev/null', '/proc/self/mem', home, `${home}/pipe.yaml`, `${home}/base.yaml/x`])(
    'and a policy at %s is a policy error',
    (path) => expect(codeOf(() => Policy.fromFile(path))).toBe('EC_POLICY_FILE'),
  );
});
