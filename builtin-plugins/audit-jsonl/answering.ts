/** @module The exit codes of commands that look into a trail. */
import { AuditError } from 'enforcecore/sdk';
import type { CommandHost } from 'enforcecore/sdk';
import { visible } from './printing.ts';

/** What was asked for cannot be: the command line is at fault. */
export class AskedWrongly extends Error {}

/** 0 with an answer, 2 for what cannot be asked so, 3 for what cannot be read or used. */
export async function answering(host: CommandHost, act: () => Promise<void>): Promise<number> {
  try {
    await act();
    return 0;
  } catch (error) {
    if (!(error instanceof AuditError) && !(error instanceof AskedWrongly)) throw error;
    const code = error instanceof AuditError ? error.code : 'EC_CLI_USAGE';
    if (host.json) host.printJson({ ok: false, error: { code, message: error.message } });
    const said = error instanceof AuditError ? `${code}: ` : '';
    host.stderr.write(`${host.colors.red('error')} ${said}${visible(error.message)}\n`);
    return error instanceof AuditError ? 3 : 2;
  }
}
