/** @module `enforcecore verify`: checks a trail from the command line. */
import { AuditError } from 'enforcecore/sdk';
import type { CliCommand, CommandHost } from 'enforcecore/sdk';
import { complain } from './answering.ts';
import { readText } from './files.ts';
import { visible } from './printing.ts';
import { verifyTrail } from './verify.ts';
import type { VerificationResult } from './verify.ts';

const SHOWN = 20;

export const verifyCommand: CliCommand = {
  name: 'verify',
  summary: 'Check that an audit trail is whole',
  configure(command, run) {
    const each = (file: string, before: readonly string[] = []): readonly string[] => [...before, file];
    command
      .argument('<trail>', 'path of the JSONL file; closed segments beside it are read with it')
      .option('--linkage-only', 'check only that entries follow each other, not what is in them')
      .option('--checkpoint <file>', 'a signed checkpoint that the trail must begin with; may be repeated', each)
      .option(
        '--witness <file>',
        'checkpoints that others kept, all of which must be of this trail; may be repeated',
        each,
      )
      .option('--public-key <file>', "the log's Ed25519 public key, in PEM or as a signed-note verifier key")
      .option('--threads <n>', 'how many threads verify; by default as many as are worth it')
      .option('--follow-symlinks', 'read segments that are symbolic links')
      .addHelpText('after', EXIT_CODES);
    run(verify);
  },
};

const EXIT_CODES = '\nExit codes: 0 valid, 1 invalid or empty, 2 wrong usage, 3 unreadable';

interface Options {
  readonly linkageOnly?: boolean;
  readonly checkpoint?: readonly string[];
  readonly witness?: readonly string[];
  readonly publicKey?: string;
  readonly threads?: string;
  readonly followSymlinks?: boolean;
}

async function verify(host: CommandHost, trail: string, options: Options = {}): Promise<number> {
  const { checkpoint = [], witness = [], publicKey, threads } = options;
  const fault = misuse(options);
  if (fault !== undefined) {
    complain(host, { code: 'EC_CLI_USAGE', message: fault, hint: 'see `enforcecore help verify`' });
    return 2;
  }
  let result: VerificationResult;
  try {
    const key = publicKey === undefined ? '' : readText(publicKey);
    result = await verifyTrail(trail, {
      skipEntryHash: options.linkageOnly === true,
      checkpoint: checkpoint.map((file) => ({ note: readText(file), publicKey: key })),
      witness: witness.map((file) => ({ text: readText(file), publicKey: key })),
      threads: threads === undefined ? undefined : Number(threads),
      followSymlinks: options.followSymlinks,
    });
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    complain(host, error, { is_valid: false });
    return error.code === 'EC_AUDIT_CHECKPOINT' ? 1 : 3;
  }
  if (host.json) host.printJson(onWire(result));
  else print(host, result);
  return result.isValid ? 0 : 1;
}

function misuse({ checkpoint, witness, publicKey, threads }: Options): string | undefined {
  if ((checkpoint === undefined && witness === undefined) !== (publicKey === undefined))
    return '--checkpoint or --witness, and --public-key, go together';
  if (threads !== undefined && !/^(?:[1-9]|[1-5]\d|6[0-4])$/.test(threads)) return '--threads is a number from 1 to 64';
  return undefined;
}

function onWire(result: VerificationResult): object {
  return {
    is_valid: result.isValid,
    total_entries: result.totalEntries,
    chain_intact: result.chainIntact,
    root_hash: result.rootHash,
    head_hash: result.headHash,
    error_count: result.errorCount,
    errors: result.errors.map((one) => ({ ...one, message: visible(one.message) })),
    empty: result.empty,
    truncated_tail: result.truncatedTail,
    ...(result.segments && { segments: result.segments }),
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
      ['errors', String(result.errorCount)],
      ...(result.segments ? [['closed segments', segmentsOf(result.segments)]] : []),
      ['first hash', result.rootHash],
      ['last hash', result.headHash],
    ],
  );
  if (result.errorCount === 0) return;
  const rows = result.errors.slice(0, SHOWN).map(({ line, code, message }) => [String(line), code, visible(message)]);
  if (result.errorCount > SHOWN) rows.push(['…', '', `${result.errorCount - SHOWN} more`]);
  host.printTable(['line', 'problem', ''], rows);
}

function segmentsOf(segments: NonNullable<VerificationResult['segments']>): string {
  const removed = segments.filter((one) => one.removed);
  const gone = removed.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  const there = String(segments.length - removed.length);
  return gone === 0 ? there : `${there}, and ${gone} entries that were removed on purpose`;
}
