/** @module `enforcecore verify`: checks a trail from the command line. */
import { AuditError } from 'enforcecore/sdk';
import type { CliCommand, CommandHost } from 'enforcecore/sdk';
import { verifyTrail } from './verify.ts';
import type { VerificationResult } from './verify.ts';

const SHOWN = 20;

export const verifyCommand: CliCommand = {
  name: 'verify',
  summary: 'Check that an audit trail is whole',
  configure(command, run) {
    command
      .argument('<trail>', 'path of the JSONL file')
      .option('--linkage-only', 'check only that entries follow each other, not what is in them');
    run(verify);
  },
};

async function verify(host: CommandHost, trail: string, options: { linkageOnly?: boolean } = {}): Promise<number> {
  let result: VerificationResult;
  try {
    result = await verifyTrail(trail, { skipEntryHash: options.linkageOnly === true });
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    if (host.json) host.printJson({ is_valid: false, error: { code: error.code, message: error.message } });
    host.stderr.write(`${host.colors.red('error')} ${error.code}: ${error.message}\n`);
    return 3;
  }
  if (host.json) host.printJson(onWire(result));
  else print(host, result);
  return result.isValid ? 0 : 1;
}

function onWire(result: VerificationResult): object {
  return {
    is_valid: result.isValid,
    total_entries: result.totalEntries,
    chain_intact: result.chainIntact,
    root_hash: result.rootHash,
    head_hash: result.headHash,
    error_count: result.errorCount,
    errors: result.errors,
    empty: result.empty,
    truncated_tail: result.truncatedTail,
  };
}

function print(host: CommandHost, result: VerificationResult): void {
  const { colors } = host;
  const verdict = result.isValid
    ? colors.green('valid')
    : colors.red(result.empty ? 'nothing to verify: the trail is empty' : 'invalid');
  host.printTable(
    ['trail', verdict],
    [
      ['entries', String(result.totalEntries)],
      ['lines with errors', String(result.errorCount)],
      ['root hash', result.rootHash],
      ['head hash', result.headHash],
    ],
  );
  if (result.errorCount === 0) return;
  const rows = result.errors.slice(0, SHOWN).map(({ line, code, message }) => [String(line), code, message]);
  if (result.errorCount > SHOWN) rows.push(['…', '', `${result.errorCount - SHOWN} more`]);
  host.printTable(['line', 'problem', ''], rows);
}
