/** @module How an error is told: `error:` and `hint:` lines, or one JSON object. Never a stack trace. */
import { EnforceCoreError } from '../../kernel/errors.ts';
import { EXIT, exitCodeOf } from './exit-codes.ts';
import type { Terminal, Told } from './terminal.ts';

/**
 * Tells what went wrong and gives the exit code. With `--json` it is told on stdout, so that machines read one stream.
 *
 * @param command - the command that was meant, whose help is pointed to
 */
export function report(error: unknown, terminal: Terminal, command?: string): number {
  if (isCommanderError(error)) {
    if (error.exitCode === 0) return EXIT.fine;
    // Help was shown because no command was given, which says it all.
    if (error.code === 'commander.help' && !terminal.json) return EXIT.usage;
  }
  const told = describe(error, command === undefined ? 'enforcecore --help' : `enforcecore help ${command}`);
  if (terminal.json) terminal.printJson({ ok: false, error: told });
  else terminal.complain(told);
  return isCommanderError(error) ? EXIT.usage : exitCodeOf(error instanceof EnforceCoreError ? error : {});
}

function describe(error: unknown, help: string): Told {
  if (isCommanderError(error)) return usage(error.message, help);
  if (error instanceof EnforceCoreError) return { code: error.code, message: error.message, hint: error.hint };
  if (isSystemError(error)) {
    const what = error.path === undefined ? '' : ` with \`${error.path}\``;
    return {
      code: 'EC_CLI_FILE',
      message: `${error.syscall}${what} failed: ${error.code}`,
      hint: 'check the path and the permissions',
    };
  }
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: 'EC_CLI_UNEXPECTED',
    message: `something unexpected failed: ${message.split('\n')[0]}`,
    hint: 'report it to the authors of enforcecore',
  };
}

interface CommanderFault {
  readonly code: string;
  readonly exitCode: number;
  readonly message: string;
}

/** By its code, so that commander is not imported just to know its error. */
function isCommanderError(error: unknown): error is CommanderFault {
  return error instanceof Error && String((error as { code?: unknown }).code).startsWith('commander.');
}

/** Commander's wording in ours: values in backticks, and the name that was probably meant as the hint. */
function usage(text: string, help: string): Told {
  const hint = /\(Did you mean (.+?)\?\)/s.exec(text)?.[1];
  const message = text
    .replace(/^error: /, '')
    .replace(/\s*\(Did you mean .+\?\)\s*$/s, '')
    .replace(/'([^']*)'/g, '`$1`')
    .replace('. Expected', ': expected')
    .replace(/\.$/, '');
  return {
    code: 'EC_CLI_USAGE',
    message: message === '(outputHelp)' ? 'no command was given' : message,
    hint: hint === undefined ? `see \`${help}\`` : `did you mean \`${hint}\`?`,
  };
}

function isSystemError(error: unknown): error is Error & { code: string; syscall: string; path?: string } {
  return error instanceof Error && typeof (error as { syscall?: unknown }).syscall === 'string' && 'code' in error;
}
