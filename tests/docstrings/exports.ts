/** @module What the doors of the package export, with the docstrings and the examples in them. */
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../../', import.meta.url));
export const DOORS = {
  enforcecore: `${root}index.ts`,
  'enforcecore/sdk': `${root}sdk/index.ts`,
  'enforcecore/sdk/testing': `${root}sdk/testing.ts`,
  'enforcecore/auditstore': `${root}auditstore/index.ts`,
  'enforcecore/auditstore/backends': `${root}auditstore/backends.ts`,
} as const;
export type Door = keyof typeof DOORS;

export interface Exported {
  readonly door: Door;
  readonly name: string;
  readonly kind: 'error' | 'class' | 'function' | 'const' | 'type';
  /** The first part of the docstring. */
  readonly doc: string;
  /** What its `@throws` tags say, those of its members included. */
  readonly throws: readonly string[];
  /** The code of its examples, those of its members included. */
  readonly examples: readonly string[];
}

const { config } = ts.readConfigFile(`${root}tsconfig.json`, (path) => ts.sys.readFile(path));
export const OPTIONS: ts.CompilerOptions = {
  ...ts.convertCompilerOptionsFromJson((config as { compilerOptions: object }).compilerOptions, root).options,
  // What an example imports is written by the test, and nothing has to be used.
  verbatimModuleSyntax: false,
  noUnusedLocals: false,
  noUnusedParameters: false,
};

/** All exports of a door, in the order of their names. */
export function exportsOf(program: ts.Program, door: Door): readonly Exported[] {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(DOORS[door]);
  const module = source && checker.getSymbolAtLocation(source);
  if (!module) throw new Error(`${DOORS[door]} is no module`);
  return checker
    .getExportsOfModule(module)
    .map((one) => {
      const symbol = one.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(one) : one;
      const all = [symbol, ...membersOf(symbol, checker)];
      const tags = all.flatMap((each) => each.getJsDocTags(checker));
      const texts = (tag: string) =>
        tags.filter(({ name }) => name === tag).map(({ text }) => ts.displayPartsToString(text));
      const doc = ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim();
      const kind = isTypeOnly(one) ? 'type' : kindOf(symbol, checker);
      return { door, name: one.name, kind, doc, throws: texts('throws'), examples: all.flatMap(examplesOf) };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Read from the text of the comment: to TypeScript a decorator in an example is the next tag. */
function examplesOf(symbol: ts.Symbol): readonly string[] {
  const comments = (symbol.declarations ?? []).flatMap((one) => ts.getJSDocCommentsAndTags(one).filter(ts.isJSDoc));
  return comments.flatMap((comment) => {
    const text = comment.getText().replace(/^[ \t]*\* ?/gm, '');
    return [...text.matchAll(/@example\b(?:\n```ts\n([\s\S]+?)\n```)?/g)].map(
      ([, code]) => code ?? `'an example stands between fences' satisfies never;`,
    );
  });
}

/** An alias that no program can reach at run time. */
function isTypeOnly(symbol: ts.Symbol): boolean {
  return (symbol.declarations ?? []).some((one) => ts.isExportSpecifier(one) && ts.isTypeOnlyExportDeclaration(one));
}

function kindOf(symbol: ts.Symbol, checker: ts.TypeChecker): Exported['kind'] {
  if (symbol.flags & ts.SymbolFlags.Class) return isError(symbol, checker) ? 'error' : 'class';
  if (symbol.flags & ts.SymbolFlags.Function) return 'function';
  return symbol.flags & ts.SymbolFlags.Value ? 'const' : 'type';
}

function isError(symbol: ts.Symbol, checker: ts.TypeChecker): boolean {
  const type = checker.getDeclaredTypeOfSymbol(symbol);
  return (
    symbol.name === 'EnforceCoreError' || (type.getBaseTypes() ?? []).some((base) => isError(base.symbol, checker))
  );
}

/** What can be called on a class or a function, and the constructor. */
function membersOf(symbol: ts.Symbol, checker: ts.TypeChecker): readonly ts.Symbol[] {
  if (!(symbol.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Function))) return [];
  const own = [...(symbol.members?.values() ?? []), ...(symbol.exports?.values() ?? [])];
  return own.filter((member) => member.name !== 'prototype' && !isPrivate(member) && checker.getTypeOfSymbol(member));
}

function isPrivate(symbol: ts.Symbol): boolean {
  return (symbol.declarations ?? []).some(
    (one) => ts.getCombinedModifierFlags(one) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected),
  );
}
