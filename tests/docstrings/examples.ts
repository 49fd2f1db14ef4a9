/** @module Turns the example in a docstring into a module that can be checked, and a function that can be run. */

import { inspect, isDeepStrictEqual } from 'node:util';
import ts from 'typescript';
import type { Door } from './exports.ts';

export interface Example {
  /** Where it stands, such as `enforcecore/sdk foldName`. */
  readonly title: string;
  readonly door: Door;
  readonly code: string;
}

type Names = Readonly<Record<Door, ReadonlySet<string>>>;

/** The example as a module: what it uses of the package is imported, from its own door if that has it. */
export function asModule({ door, code }: Example, names: Names): string {
  const source = ts.createSourceFile('example.ts', code, ts.ScriptTarget.Latest, true);
  const used = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && !isMember(node)) used.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  const own = declared(source);
  const doors = [door, ...(Object.keys(names) as Door[]).filter((one) => one !== door)];
  const imports = new Map<Door, string[]>();
  for (const name of used) {
    const from = own.has(name) ? undefined : doors.find((one) => names[one].has(name));
    if (from !== undefined) imports.set(from, [...(imports.get(from) ?? []), name]);
  }
  const lines = [...imports].map(([from, list]) => `import { ${list.join(', ')} } from '${from}';`);
  return `${lines.join('\n')}\nexport {};\n${code}\n`;
}

function isMember(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    ((ts.isMethodDeclaration(parent) || ts.isPropertyDeclaration(parent)) && parent.name === node)
  );
}

function declared(source: ts.SourceFile): ReadonlySet<string> {
  const found = new Set<string>();
  for (const statement of source.statements) {
    if (ts.isVariableStatement(statement))
      for (const { name } of statement.declarationList.declarations) if (ts.isIdentifier(name)) found.add(name.text);
    if ((ts.isClassDeclaration(statement) || ts.isFunctionDeclaration(statement)) && statement.name)
      found.add(statement.name.text);
  }
  return found;
}

/**
 * Runs an example. A comment behind an expression is what the expression gives (`// 5`, `// true: because`), or the code
 * of the error that it throws (`// throws EC_TOOL_DENIED`).
 *
 * @param values - what the package exports, by name
 */
export async function runExample({ code, door }: Example, values: Readonly<Record<Door, object>>): Promise<void> {
  const { outputText } = ts.transpileModule(withChecks(code), {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  const own = declared(ts.createSourceFile('example.ts', code, ts.ScriptTarget.Latest, true));
  const all: Record<string, unknown> = Object.assign({}, ...Object.values(values), values[door]);
  const names = Object.keys(all).filter((name) => !own.has(name));
  const AsyncFunction = (async () => undefined).constructor as new (
    ...parts: string[]
  ) => (...given: unknown[]) => Promise<void>;
  const run = new AsyncFunction('$gives', '$throws', ...names, `'use strict';\n${outputText}`);
  await run(gives, throws, ...names.map((name) => all[name]));
}

/** The code with a check in place of every expression that has a comment behind it. */
function withChecks(code: string): string {
  const source = ts.createSourceFile('example.ts', code, ts.ScriptTarget.Latest, true);
  let out = code;
  for (const statement of [...source.statements].reverse()) {
    const [comment] = ts.getTrailingCommentRanges(code, statement.end) ?? [];
    if (!ts.isExpressionStatement(statement) || !comment) continue;
    const text = code.slice(comment.pos + 2, comment.end).trim();
    const expression = statement.expression.getText();
    const thrown = /^throws (EC_\w+)$/.exec(text)?.[1];
    const check =
      thrown === undefined
        ? `$gives(await (${expression}), (${valueIn(text)}), ${JSON.stringify(expression)})`
        : `await $throws(async () => ${expression}, '${thrown}')`;
    out = `${out.slice(0, statement.getStart())}${check};${out.slice(statement.end)}`;
  }
  return out;
}

/** The value that a comment says: all of it, or what stands before its first colon. */
function valueIn(text: string): string {
  const found = [text, text.split(': ')[0] as string].find((one) => {
    const { diagnostics } = ts.transpileModule(`(${one})`, { reportDiagnostics: true });
    return diagnostics?.length === 0;
  });
  if (found === undefined) throw new Error(`the comment \`${text}\` is not a value`);
  return found;
}

function gives(actual: unknown, expected: unknown, expression: string): void {
  if (!isDeepStrictEqual(actual, expected))
    throw new Error(`\`${expression}\` gives ${inspect(actual)}, not ${inspect(expected)}`);
}

async function throws(body: () => Promise<unknown>, code: string): Promise<void> {
  const error: unknown = await body().then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  const actual = (error as { code?: unknown } | undefined)?.code;
  if (actual !== code) throw new Error(`expected an error with code ${code}, got ${String(error)}`);
}
