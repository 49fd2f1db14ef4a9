/** @module `enforcecore audit compress`, `prune`, `hold`, `release`, `erase` and `payload`: the life of a trail. */
import type { AuditEntry, CliCommand, CommandHost, PayloadKeys } from 'enforcecore/sdk';
import { answering, AskedWrongly, complain } from './answering.ts';
import { compressTrail } from './compress.ts';
import { eraseSubject } from './erase.ts';
import { holdTrail, releaseTrail } from './hold.ts';
import { pruneTrail } from './prune.ts';
import { readPayload } from './read-payload.ts';

const TRAIL = 'path of the JSONL file';

const compressCommand: CliCommand = {
  name: 'audit compress',
  summary: 'Compress the closed files of a trail, all but the newest',
  configure(command, run) {
    command.argument('<trail>', TRAIL);
    run((host, trail: string) =>
      living(host, async () => {
        const files = await compressTrail(trail);
        if (host.json) host.printJson({ compressed: files });
        else print(host, files, 'nothing to compress: the newest closed file stays as it is');
      }),
    );
  },
};

interface Keep {
  readonly keepDays?: string;
  readonly keepSegments?: string;
  readonly dryRun?: boolean;
}

const pruneCommand: CliCommand = {
  name: 'audit prune',
  summary: 'Remove old closed files of a trail; what proves the rest stays',
  configure(command, run) {
    command
      .argument('<trail>', TRAIL)
      .option('--keep-days <n>', 'keep what is not older than so many days')
      .option('--keep-segments <n>', 'keep so many of the newest closed files')
      .option('--dry-run', 'show what would be removed');
    run((host, trail: string, { keepDays, keepSegments, dryRun }: Keep = {}) =>
      living(host, async () => {
        if (keepDays === undefined && keepSegments === undefined)
          throw new AskedWrongly('give --keep-days or --keep-segments', 'see `enforcecore help audit prune`');
        const removed = await pruneTrail(trail, {
          keepDays: numberOf(keepDays),
          keepSegments: numberOf(keepSegments),
          dryRun,
        });
        if (host.json) host.printJson({ removed, dry_run: dryRun === true });
        else print(host, removed.map(ranged), 'nothing to remove');
      }),
    );
  },
};

const holdCommand: CliCommand = {
  name: 'audit hold',
  summary: 'Hold a trail: nothing of it can be removed until it is released',
  configure(command, run) {
    command.argument('<trail>', TRAIL).requiredOption('--reason <text>', 'stands in the trail');
    run((host, trail: string, { reason }: { reason: string }) =>
      living(host, async () => shown(host, await holdTrail(trail, reason))),
    );
  },
};

const releaseCommand: CliCommand = {
  name: 'audit release',
  summary: 'End the hold of a trail',
  configure(command, run) {
    command.argument('<trail>', TRAIL);
    run((host, trail: string) => living(host, async () => shown(host, await releaseTrail(trail))));
  },
};

const eraseCommand: CliCommand = {
  name: 'audit erase',
  summary: 'Erase the payloads of a subject by destroying its key',
  configure(command, run) {
    command
      .argument('<trail>', TRAIL)
      .argument('<subject>', 'whose payloads: a tenant or a session, as it was recorded');
    run((host, trail: string, subject: string) =>
      living(host, async () => {
        const { subjectRef, entries } = await eraseSubject(trail, subject);
        if (host.json) host.printJson({ subject_ref: subjectRef, entries });
        else if (subjectRef !== null) host.stdout.write(`erased ${entries} payloads of ${subjectRef}\n`);
        if (subjectRef !== null) return 0;
        if (!host.json) complain(host, NOTHING_KEPT);
        return 1;
      }),
    );
  },
};

function payloadCommand(keys: PayloadKeys | undefined): CliCommand {
  return {
    name: 'audit payload',
    summary: 'Print the payload of an entry, checked against the trail',
    configure(command, run) {
      command.argument('<trail>', TRAIL).argument('<entry-id>', '`entry_id` of the entry');
      run((host, trail: string, entryId: string) =>
        living(host, async () => host.printJson(await readPayload(trail, entryId, { keys }))),
      );
    },
  };
}

export function lifeCommands(keys: PayloadKeys | undefined): readonly CliCommand[] {
  return [compressCommand, pruneCommand, holdCommand, releaseCommand, eraseCommand, payloadCommand(keys)];
}

/** Numbers from 0, as they stand in the names of the files. */
function ranged({ first, last }: { first: number; last: number }): string {
  return `entries ${first} to ${last}`;
}

function print(host: CommandHost, lines: readonly string[], none: string): void {
  if (lines.length > 0) host.stdout.write(`${lines.join('\n')}\n`);
  else host.stderr.write(`${none}\n`);
}

function shown(host: CommandHost, { entryId, entryType, seq }: AuditEntry): void {
  if (host.json) host.printJson({ entry_id: entryId, entry_type: entryType, seq });
  else host.stdout.write(`${entryType} is entry ${(seq ?? 0) + 1} of the trail\n`);
}

function numberOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text))
    throw new AskedWrongly('give a whole number, 0 or more', 'see `enforcecore help audit prune`');
  return Number(text);
}

/** What the trail itself says no to. */
const REFUSED: ReadonlySet<string> = new Set([
  'EC_AUDIT_HELD',
  'EC_AUDIT_NOT_HELD',
  'EC_AUDIT_ERASED',
  'EC_AUDIT_SEGMENT',
  'EC_AUDIT_PAYLOAD',
]);

const NOTHING_KEPT = {
  code: 'EC_AUDIT_PAYLOAD',
  message: 'nothing is kept of this subject',
  hint: 'give the tenant or the session as it was recorded; what was erased already is kept no more',
};

function living(host: CommandHost, act: () => Promise<number | void>): Promise<number> {
  return answering(host, act, REFUSED);
}
