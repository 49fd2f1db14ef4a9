/** @module What a project has that a policy would stand before: agent frameworks, and MCP servers in clients' configs. */
import { readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { printable } from '../../plugins/errors.ts';

/** An MCP server as a client's config has it. */
export interface McpServer {
  readonly name: string;
  /** The config file, relative to the project. */
  readonly file: string;
  /** The key that servers stand under in this file. */
  readonly key: string;
  readonly entry: Readonly<Record<string, unknown>>;
}

export interface Project {
  readonly name: string;
  /** Packages of agent frameworks that the project depends on. */
  readonly frameworks: readonly string[];
  readonly servers: readonly McpServer[];
  /** Files that are there and could not be read. */
  readonly unread: readonly string[];
}

/** Where MCP clients keep a project's servers, and the key they stand under. */
const CLIENTS: readonly (readonly [file: string, key: string])[] = [
  ['.mcp.json', 'mcpServers'],
  ['.cursor/mcp.json', 'mcpServers'],
  ['.vscode/mcp.json', 'servers'],
  ['claude_desktop_config.json', 'mcpServers'],
];
const FRAMEWORK = /^(?:ai|@langchain\/.+|@openai\/agents|@mastra\/core|@modelcontextprotocol\/.+)$/;
const LARGEST_BYTES = 1_048_576;

type Json = Readonly<Record<string, unknown>>;

/** Reads a project. Files that cannot be read are named, and stop nothing. */
export function inspect(dir: string): Project {
  const unread: string[] = [];
  const read = (file: string): Json => {
    try {
      return readJson(join(dir, file)) ?? {};
    } catch {
      unread.push(file); // told to the user, who knows what the file is for
      return {};
    }
  };
  const manifest = read('package.json');
  const servers = CLIENTS.flatMap(([file, key]) =>
    Object.entries(record(read(file)[key])).flatMap(([name, entry]) =>
      isRecord(entry) ? [{ name, file, key, entry }] : [],
    ),
  );
  const named = typeof manifest['name'] === 'string' && manifest['name'] !== '' ? manifest['name'] : basename(dir);
  const name = printable(named.replace(/^@.*\//, ''), 80) || 'my-policy';
  return { name, frameworks: frameworksOf(manifest), servers, unread };
}

function frameworksOf(manifest: Json): readonly string[] {
  const fields = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];
  const names = fields.flatMap((field) => Object.keys(record(manifest[field])));
  return [...new Set(names.filter((name) => FRAMEWORK.test(name)).map((name) => printable(name)))].sort();
}

/** @returns `undefined` when there is no such file */
function readJson(path: string): Json | undefined {
  const facts = statSync(path, { throwIfNoEntry: false });
  if (!facts) return undefined;
  if (!facts.isFile() || facts.size > LARGEST_BYTES) throw new TypeError('not a file of at most 1 MiB');
  const text = readFileSync(path, 'utf8').replace(/^\ufeff/, '');
  const value: unknown = JSON.parse(isJson(text) ? text : withoutComments(text));
  if (!isRecord(value)) throw new TypeError('not an object');
  return value;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false; // some clients allow comments
  }
}

/** Comments, and commas before a closing bracket, outside of strings. */
function withoutComments(text: string): string {
  return text
    .replace(/("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*[^]*?\*\//g, (_, string: string | undefined) => string ?? ' ')
    .replace(/("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])/g, (_, string: string | undefined) => string ?? '');
}

function record(value: unknown): Json {
  return isRecord(value) ? value : {};
}

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
