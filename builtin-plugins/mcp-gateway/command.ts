/** @module The `mcp` command: an MCP server behind a policy. */
import { EnforceCoreError, registerCodes } from 'enforcecore/sdk';
import type { CliCommand, CommandEnforcer, CommandHost } from 'enforcecore/sdk';

interface McpOptions {
  readonly policy: string;
  readonly listen?: string;
  readonly upstream?: string;
  readonly audit?: string;
  readonly session?: string;
  readonly allowHost?: readonly string[];
  readonly maxMessageBytes?: string;
}

/** `enforcecore mcp`: over stdio with a server command after `--`, over Streamable HTTP with `--listen` and `--upstream`. */
export const mcpCommand: CliCommand = {
  name: 'mcp',
  summary: 'put an MCP server behind a policy, over stdio or Streamable HTTP',
  configure(command, run) {
    command
      .requiredOption('--policy <file>', 'the policy that every tool call must pass')
      .option('--listen <host:port>', 'serve Streamable HTTP here; a port alone means loopback')
      .option('--upstream <url>', 'the Streamable HTTP endpoint of the server')
      .option('--allow-host <name...>', 'further host names that clients may use to reach the gateway')
      .option('--audit <path>', 'where the trail goes, when not where the policy says')
      .option('--session <name>', 'name of the session in the trail')
      .option('--max-message-bytes <n>', 'longest message that is read (default 67108864)')
      .argument('[server...]', 'after `--`: the command that starts the server over stdio');
    run((host: CommandHost, server: readonly string[], options: McpOptions) => mcp(host, server, options));
  },
};

registerCodes({
  EC_MCP_USAGE: {
    summary: 'the `mcp` command was given something it cannot use',
    hint: 'see `enforcecore mcp --help`',
  },
});

async function mcp(host: CommandHost, server: readonly string[], options: McpOptions): Promise<number> {
  try {
    checkUsage(server, options);
  } catch (error) {
    if (!(error instanceof EnforceCoreError)) throw error;
    host.stderr.write(`enforcecore: ${error.message}\n`);
    return 2;
  }
  const enforcer = await host.createEnforcer({
    policy: options.policy,
    ...(options.audit === undefined ? {} : { auditPath: options.audit }),
  });
  const stop = new AbortController();
  const onSignal = (): void => stop.abort();
  const signals: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGINT', 'SIGHUP'];
  for (const signal of signals) process.on(signal, onSignal);
  // A client that was killed reads neither stream. With nobody to hear of that the program would end at once: without
  // the records of open calls.
  const streams = [host.stdout, host.stderr];
  for (const stream of streams) stream.on('error', unread);
  try {
    return await serve(host, enforcer, server, options, stop.signal);
  } finally {
    for (const signal of signals) process.removeListener(signal, onSignal);
    await enforcer.stop();
    for (const stream of streams) stream.removeListener('error', unread);
  }
}

/** The end of the client is told by its input. */
function unread(): void {}

async function serve(
  host: CommandHost,
  enforcer: CommandEnforcer,
  server: readonly string[],
  options: McpOptions,
  signal: AbortSignal,
): Promise<number> {
  const { listen, upstream, session, allowHost, maxMessageBytes } = options;
  const common = {
    enforcer,
    signal,
    stderr: host.stderr as NodeJS.WriteStream,
    ...(maxMessageBytes === undefined ? {} : { maxMessageBytes: Number(maxMessageBytes) }),
    ...(session === undefined ? {} : { session }),
  };
  if (listen !== undefined && upstream !== undefined) {
    const { runHttpGateway } = await import('./http.ts');
    return runHttpGateway({ ...common, listen, upstream, ...(allowHost ? { allowedHosts: allowHost } : {}) });
  }
  const { runStdioGateway } = await import('./stdio.ts');
  const [command = '', ...args] = server;
  const output = host.stdout as NodeJS.WriteStream;
  const code = await runStdioGateway({ ...common, command, args, input: process.stdin, output });
  // A client that is still there must not keep the process alive.
  process.stdin.destroy();
  return code;
}

function checkUsage(server: readonly string[], { listen, upstream, maxMessageBytes }: McpOptions): void {
  const wrong = (message: string): never => {
    throw new EnforceCoreError(message, { code: 'EC_MCP_USAGE' });
  };
  if ((listen === undefined) !== (upstream === undefined)) wrong('`--listen` and `--upstream` go together');
  if (listen === undefined && server.length === 0) wrong('give the command of the server after `--`');
  if (listen !== undefined && server.length > 0) wrong('give either `--upstream` or a server command, not both');
  if (maxMessageBytes !== undefined && !/^[1-9]\d{0,9}$/.test(maxMessageBytes)) {
    wrong('`--max-message-bytes` must be a positive whole number');
  }
}
