/** @module `enforcecore audit compress`, `prune`, `hold`, `release`, `erase` and `payload`: the life of a trail. */
import { AuditError } from 'enforcecore/sdk';
import type { AuditEntry, CliCommand, CommandHost, PayloadKeys } from 'enforcecore/sdk';
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
      answering(host, async () => {
        const files = await compressTrail(trail);
        if (host.json) host.printJson({ compressed: files });
        else for (const file of files) host.stdout.write(`${file}\n`);
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
      answering(host, async () => {
        if (keepDays === undefined && keepSegments === undefined)
          throw new Misuse('give --keep-days or --keep-segments');
        const removed = await pruneTrail(trail, {
          keepDays: numberOf(keepDays),
          keepSegments: numberOf(keepSegments),
          dryRun,
        });
        if (host.json) host.printJson({ removed, dry_run: dryRun === true });
        else for (const { first, last } of removed) host.stdout.write(`entries ${first} to ${last}\n`);
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
      answering(host, async () => shown(host, await holdTrail(trail, reason))),
    );
  },
};

const releaseCommand: CliCommand = {
  name: 'audit release',
  summary: 'End the hold of a trail',
  configure(command, run) {
    command.argument('<trail>', TRAIL);
    run((host, trail: string) => answering(host, async () => shown(host, await releaseTrail(trail))));
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
      answering(host, async () => {
        const { subjectRef, entries } = await eraseSubject(trail, subject);
        if (host.json) host.printJson({ subject_ref: subjectRef, entries });
        else if (subjectRef !== null) host.stdout.write(`erased ${entries} payloads of ${subjectRef}\n`);
        if (subjectRef !== null) return 0;
        host.stderr.write(`${host.colors.red('error')} nothing is kept of this subject\n`);
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
        answering(host, async () => host.printJson(await readPayload(trail, entryId, { keys }))),
      );
    },
  };
}

export function lifeCommands(keys: PayloadKeys | undefined): readonly CliCommand[] {
  return [compressCommand, pruneCommand, holdCommand, releaseCommand, eraseCommand, payloadCommand(keys)];
}

function shown(host: CommandHost, { entryId, entryType, seq }: AuditEntry): void {
  if (host.json) host.printJson({ entry_id: entryId, entry_type: entryType, seq });
  else host.stdout.write(`${entryType} is entry ${seq} of the trail\n`);
}

class Misuse extends Error {}

function numberOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw new Misuse('give a whole number, 0 or more');
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

/** 0 when it was done, 1 when the trail refuses it, 2 for wrong usage, 3 for what cannot be read or written. */
async function answering(host: CommandHost, act: () => Promise<number | void>): Promise<number> {
  try {
    return (await act()) ?? 0;
  } catch (error) {
    if (!(error instanceof AuditError) && !(error instanceof Misuse)) throw error;
    const code = error instanceof AuditError ? error.code : undefined;
    if (host.json) host.printJson({ ok: false, error: { code, message: error.message } });
    host.stderr.write(`${host.colors.red('error')} ${code === undefined ? '' : `${code}: `}${error.message}\n`);
    if (code !== undefined && error instanceof AuditError && error.hint) host.stderr.write(`hint:  ${error.hint}\n`);
    if (code === undefined) return 2;
    return REFUSED.has(code) ? 1 : 3;
  }
}
