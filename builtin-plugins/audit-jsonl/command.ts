/** @module `enforcecore verify`: checks a trail from the command line. */
import { AuditError } from 'enforcecore/sdk';
import type { CliCommand, CommandHost } from 'enforcecore/sdk';
import { readText } from './files.ts';
import { verifyTrail } from './verify.ts';
import type { VerificationResult } from './verify.ts';

const SHOWN = 20;

export const verifyCommand: CliCommand = {
  name: 'verify',
  summary: 'Check that an audit trail is whole',
  configure(command, run) {
    command
      .argument('<trail>', 'path of the JSONL file')
      .option('--linkage-only', 'check only that entries follow each other, not what is in them')
      .option('--checkpoint <file>', 'a signed checkpoint that the trail must begin with; needs --public-key')
      .option('--public-key <file>', "the log's Ed25519 public key, in PEM or as a signed-note verifier key");
    run(verify);
  },
};

interface Options {
  readonly linkageOnly?: boolean;
  readonly checkpoint?: string;
  readonly publicKey?: string;
}

async function verify(host: CommandHost, trail: string, options: Options = {}): Promise<number> {
  const { linkageOnly, checkpoint, publicKey } = options;
  if ((checkpoint === undefined) !== (publicKey === undefined)) {
    host.stderr.write(`${host.colors.red('error')} --checkpoint and --public-key go together\n`);
    return 2;
  }
  let result: VerificationResult;
  try {
    result = await verifyTrail(trail, {
      skipEntryHash: linkageOnly === true,
      checkpoint:
        checkpoint === undefined ? undefined : { note: readText(checkpoint), publicKey: readText(publicKey as string) },
    });
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    if (host.json) host.printJson({ is_valid: false, error: { code: error.code, message: error.message } });
    host.stderr.write(`${host.colors.red('error')} ${error.code}: ${error.message}\n`);
    return error.code === 'EC_AUDIT_CHECKPOINT' ? 1 : 3;
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
