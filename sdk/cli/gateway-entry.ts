/** @module The entry of an MCP server in a client's config, with the gateway in front of it. */
import { join } from 'node:path';
import type { McpServer } from './project.ts';

/** The command that starts the gateway, when a plugin contributes it. */
export const GATEWAY = 'mcp';

const KEPT = '<keep the value you have>';
const SECRET_NAME = /key|token|secret|passw|credential|auth|bearer/i;
const SECRET_SHAPE = /^(?:sk-|gh[pousr]_|github_pat_|xox[abp]-|glpat-|AKIA|eyJ)/;

export interface Wrapped {
  readonly entry: Readonly<Record<string, unknown>>;
  /** For a server that is reached by URL: the command that keeps the gateway running at the URL of the entry. */
  readonly run?: string;
  /** Whether a value was left out because it may be a secret: what is printed may end up in a log. */
  readonly hides: boolean;
}

/** @returns nothing for an entry that starts nothing, or has the gateway in front of it already */
export function wrapped(server: McpServer, projectDir: string, port: number): Wrapped | undefined {
  const { command, url } = server.entry;
  const policy = policyFor(server.file, projectDir);
  const found = typeof command === 'string' ? overStdio(server.entry, command, policy) : undefined;
  const result = found ?? (typeof url === 'string' ? overHttp(server.entry, url, port) : undefined);
  return result && { ...result, hides: JSON.stringify(result).includes(KEPT) };
}

type Entry = McpServer['entry'];
type Shown = Omit<Wrapped, 'hides'>;

function overStdio({ args, env, ...rest }: Entry, command: string, policy: string): Shown | undefined {
  const given = Array.isArray(args) ? args.map(String) : [];
  if ([command, ...given].some((word) => /(?:^|[\\/])enforcecore(?:@|\.cmd$|$)/.test(word))) return undefined;
  const all = ['enforcecore', GATEWAY, '--policy', policy, '--', command, ...withoutSecrets(given)];
  return { entry: { ...rest, command: 'npx', args: all, ...(env === undefined ? {} : { env: hidden(env) }) } };
}

/** A client that speaks HTTP goes on doing so, to a gateway on this machine. */
function overHttp({ headers, ...rest }: Entry, url: string, port: number): Shown | undefined {
  const upstream = URL.canParse(url) ? new URL(url) : undefined;
  if (!upstream || (upstream.hostname === '127.0.0.1' && upstream.port === String(port))) return undefined;
  const [shown = ''] = withoutSecrets([url]);
  return {
    entry: {
      ...rest,
      url: `http://127.0.0.1:${port}${upstream.pathname}`,
      ...(headers === undefined ? {} : { headers: hidden(headers) }),
    },
    run: `npx enforcecore ${GATEWAY} --policy policy.yaml --listen ${port} --upstream '${shown.replaceAll("'", '%27')}'`,
  };
}

/** How the policy is named where the client starts the server: not every client starts it in the project. */
function policyFor(file: string, projectDir: string): string {
  if (file === '.mcp.json') return 'policy.yaml';
  return file.startsWith('.') ? '${workspaceFolder}/policy.yaml' : join(projectDir, 'policy.yaml');
}

/** References such as `${TOKEN}` and `${input:token}` stay: they are no secrets. */
function hidden(env: unknown): unknown {
  if (typeof env !== 'object' || env === null) return env;
  return Object.fromEntries(
    Object.entries(env).map(([name, value]) => [name, /^\$\{[^}]*\}$/.test(String(value)) ? value : KEPT]),
  );
}

function withoutSecrets(args: readonly string[]): string[] {
  return args.map((arg, i) => {
    const before = args[i - 1] ?? '';
    if (before.startsWith('-') && !before.includes('=') && SECRET_NAME.test(before) && !arg.startsWith('-'))
      return KEPT;
    const [, name, value = ''] = /^([^=]+)=(.+)$/s.exec(arg) ?? [];
    if (name !== undefined && !name.includes('://') && (SECRET_NAME.test(name) || SECRET_SHAPE.test(value)))
      return `${name}=${KEPT}`;
    if (SECRET_SHAPE.test(arg)) return KEPT;
    return arg
      .replace(/(:\/\/[^:/@\s]*:)[^/\s]*@/g, (_, start: string) => `${start}${KEPT}@`)
      .replace(/([?&][^=&]*)=([^&#]+)/g, (whole, key: string) => (SECRET_NAME.test(key) ? `${key}=${KEPT}` : whole));
  });
}
