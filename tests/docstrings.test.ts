/// <reference types="vite/client" />
/** @module Every public name has a docstring, and every example in one type-checks, runs and gives what it says. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as door from 'enforcecore';
import * as auditstore from 'enforcecore/auditstore';
import * as backends from 'enforcecore/auditstore/backends';
import * as sdk from 'enforcecore/sdk';
import * as testing from 'enforcecore/sdk/testing';
import { registeredCodes } from '../kernel/errors.ts';
import { asModule, runExample } from './docstrings/examples.ts';
import type { Example } from './docstrings/examples.ts';
import { DOORS, exportsOf, OPTIONS } from './docstrings/exports.ts';
import type { Door, Exported } from './docstrings/exports.ts';

const VALUES = {
  enforcecore: door,
  'enforcecore/sdk': sdk,
  'enforcecore/sdk/testing': testing,
  'enforcecore/auditstore': auditstore,
  'enforcecore/auditstore/backends': backends,
};
const program = ts.createProgram(Object.values(DOORS), OPTIONS);
const exported = (Object.keys(DOORS) as Door[]).flatMap((one) => exportsOf(program, one));
// The first door that has a name speaks for it; what one gives as a value, another may give as a type only.
const unique = [...new Map(exported.toReversed().map((one) => [`${one.name} ${one.doc}`, one])).values()].toReversed();
/** The names of what does not hold to a rule. */
const all = (wrong: (one: Exported) => boolean): string[] =>
  unique.filter(wrong).map(({ door: from, name }) => `${from} ${name}`);
const examples: readonly Example[] = unique.flatMap(({ door: from, name, examples: own }) =>
  own.map((code, i) => ({ title: `${from} ${name} ${i + 1}`, door: from, code })),
);

describe('docstrings', () => {
  beforeAll(async () => {
    // Codes of modules that are loaded when they are first needed.
    const sources = import.meta.glob([
      '../{plugins,policies,sdk,builtin-plugins}/**/*.ts',
      '!../**/*.test.ts',
      '!../**/*.fixture.ts',
      '!../**/fixtures/**',
    ]);
    await Promise.all(Object.values(sources).map((load) => load()));
  });

  it('say what every public name is for', () => {
    expect(all(({ doc }) => doc === '')).toEqual([]);
  });

  it('have an example for every function and class', () => {
    expect(all(({ kind, examples: own }) => (kind === 'function' || kind === 'class') && own.length === 0)).toEqual([]);
  });

  /** They share the example of the base: what tells them apart is the code. */
  it('of errors name their codes, and that of the base shows one', () => {
    expect(
      all(({ kind, name, doc, examples: own }) => {
        if (kind !== 'error') return false;
        if (name === 'EnforceCoreError') return own.length === 0;
        return codesIn(doc).length === 0 && !doc.includes('Not thrown by this version.');
      }),
    ).toEqual([]);
  });

  it('say by code what is thrown, or by an error class whose docstring does', () => {
    const known = new Set([...unique.filter(({ kind }) => kind === 'error').map(({ name }) => name), 'TypeError']);
    const isKnown = (text: string): boolean =>
      codesIn(text).length > 0 || (text.match(/\w*(?:Error|Violation)\b/g) ?? []).some((name) => known.has(name));
    expect(all(({ throws }) => !throws.every(isKnown))).toEqual([]);
  });

  it('speak of no code that does not exist', () => {
    const known = [...registeredCodes().keys()];
    const exists = (code: string): boolean =>
      code.endsWith('_') ? known.some((one) => one.startsWith(code)) : known.includes(code);
    expect(all(({ doc, throws }) => !codesIn([doc, ...throws].join('\n')).every(exists))).toEqual([]);
  });
});

describe('examples in docstrings', () => {
  let problems: ReadonlyMap<string, readonly string[]>;
  const home = process.cwd();
  beforeAll(() => {
    problems = typeErrors();
    // A trail would outlive its folder by the time that its lock is kept.
    vi.stubEnv('ENFORCECORE_AUDIT_ENABLED', 'false');
  });
  afterAll(() => vi.unstubAllEnvs());

  it.each(examples.map((one) => [one.title, one] as const))(
    '%s type-checks, runs and gives what it says',
    async (_, one) => {
      expect(problems.get(one.title)).toEqual([]);
      const folder = mkdtempSync(join(tmpdir(), 'enforcecore-docstring-'));
      const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
      try {
        writeFileSync(join(folder, 'policy.yaml'), 'name: demo\nrules: {denied_tools: [rm]}\n');
        process.chdir(folder);
        await runExample(one, VALUES);
      } finally {
        log.mockRestore();
        process.chdir(home);
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );
});

/** The codes that a text names; a family such as `EC_PLUGIN_*` as its prefix. */
function codesIn(text: string): readonly string[] {
  return [...text.matchAll(/`(EC_[A-Z0-9_]+)\*?`/g)].map(([, code]) => code as string);
}

/** Checks all examples at once, as modules that exist in memory only. */
function typeErrors(): ReadonlyMap<string, readonly string[]> {
  const namesOf = (from: Door) => new Set(exported.filter((one) => one.door === from).map(({ name }) => name));
  const names = {
    enforcecore: namesOf('enforcecore'),
    'enforcecore/sdk': namesOf('enforcecore/sdk'),
    'enforcecore/sdk/testing': namesOf('enforcecore/sdk/testing'),
    'enforcecore/auditstore': namesOf('enforcecore/auditstore'),
    'enforcecore/auditstore/backends': namesOf('enforcecore/auditstore/backends'),
  };
  const files = new Map(examples.map((one, i) => [`${DOORS.enforcecore}.${i}.ts`, one]));
  const host = ts.createCompilerHost(OPTIONS);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (path) => files.has(path) || fileExists(path);
  host.getSourceFile = (path, ...rest) => {
    const example = files.get(path);
    if (example) return ts.createSourceFile(path, asModule(example, names), ts.ScriptTarget.Latest, true);
    return program.getSourceFile(path) ?? getSourceFile(path, ...rest);
  };
  const checked = ts.createProgram([...files.keys()], OPTIONS, host, program);
  return new Map(
    [...files].map(([path, { title }]) => {
      const all = ts.getPreEmitDiagnostics(checked, checked.getSourceFile(path));
      return [title, all.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))];
    }),
  );
}
