/** @module How the commands of a trail answer: their exit codes, and how they tell what went wrong. */
import { AuditError } from 'enforcecore/sdk';
import type { CommandHost } from 'enforcecore/sdk';
import { visible } from './printing.ts';

/** What was asked for cannot be: the command line is at fault. */
export class AskedWrongly extends Error {
  readonly code = 'EC_CLI_USAGE';
  readonly hint: string;

  constructor(message: string, hint = 'see `enforcecore help audit`, and `enforcecore help audit COMMAND`') {
    super(message);
    this.hint = hint;
  }
}

interface Told {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

/**
 * Tells what went wrong as the program itself does: with `--json` in the one document on stdout, else in two lines on
 * stderr.
 */
export function complain(host: CommandHost, { code, message, hint }: Told, more: object = {}): void {
  if (host.json) return host.printJson({ ok: false, ...more, error: { code, message, hint } });
  const { red, dim } = host.colors;
  const hinted = hint === '' ? '' : `${dim('hint:')}  ${visible(hint)}\n`;
  host.stderr.write(`${red('error:')} ${visible(message)}\n${hinted}`);
}

/**
 * The exit code: what `act` answers, or 0; 2 for what cannot be asked so, 1 for what the trail refuses, 3 for what
 * cannot be read, written or used.
 *
 * @param refused - the codes of what the trail itself says no to
 */
export async function answering(
  host: CommandHost,
  act: () => Promise<number | void>,
  refused: ReadonlySet<string> = new Set(),
): Promise<number> {
  try {
    return (await act()) ?? 0;
  } catch (error) {
    if (!(error instanceof AuditError) && !(error instanceof AskedWrongly)) throw error;
    complain(host, error);
    if (error instanceof AskedWrongly) return 2;
    return refused.has(error.code) ? 1 : 3;
  }
}
