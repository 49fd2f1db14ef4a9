#!/usr/bin/env node
/** @module The `enforcecore` program. Asked for its version it imports nothing else. */
import { VERSION } from './sdk/cli/version.ts';

const argv = process.argv.slice(2);

if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
  process.stdout.write(`${VERSION}\n`);
} else {
  await run();
}

async function run(): Promise<void> {
  process.on('unhandledRejection', giveUp);
  process.on('uncaughtException', giveUp);
  for (const stream of [process.stdout, process.stderr]) stream.on('error', (error) => readerGone(stream, error));
  try {
    await import('./index.ts'); // makes the built-in plugins known
    const { main } = await import('./sdk/cli/main.ts');
    const { env, stdout, stderr } = process;
    end(await main(argv, { env, cwd: process.cwd(), stdout, stderr }));
  } catch (error) {
    giveUp(error);
  }
}

/** Leaves once everything is written, even when a plugin left something open that would keep the process. */
function end(code: number): void {
  process.exitCode = code;
  process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
}

/** For what goes wrong outside the program proper: one line, never a stack trace. */
function giveUp(error: unknown): void {
  const message = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
  if (argv.includes('--json')) {
    const hint = 'report it to the authors of enforcecore';
    process.stdout.write(`${JSON.stringify({ ok: false, error: { code: 'EC_CLI_UNEXPECTED', message, hint } })}\n`);
  } else {
    process.stderr.write(`error: ${message}\n`);
  }
  end(3);
}

/** Whoever read the output has had enough, as `head` does: that is no error. A plugin that listens itself decides itself. */
function readerGone(stream: NodeJS.WriteStream, error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') giveUp(error);
  else if (stream.listenerCount('error') === 1) process.exit(process.exitCode ?? 0);
}
