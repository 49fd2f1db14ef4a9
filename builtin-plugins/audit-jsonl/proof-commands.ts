/** @module `enforcecore audit checkpoint`, `audit prove` and `audit consistency`: what outsiders verify a trail with. */
import { Frontier, signCheckpoint } from 'enforcecore/sdk';
import type { CliCommand } from 'enforcecore/sdk';
import { answering } from './answering.ts';
import { readText } from './files.ts';
import { addLeaves } from './leaves.ts';
import { proveEntry, proveGrowth } from './proofs.ts';

const TRAIL = 'path of the JSONL file';

const checkpointCommand: CliCommand = {
  name: 'audit checkpoint',
  summary: 'Print a signed checkpoint of a trail, to be kept apart from it',
  configure(command, run) {
    command
      .argument('<trail>', TRAIL)
      .requiredOption('--key <file>', 'an Ed25519 private key in PEM')
      .requiredOption('--origin <name>', 'the name of the log, such as example.com/agents/trail')
      .addHelpText('after', '\nThe form is that of https://c2sp.org/tlog-checkpoint.');
    run((host, trail: string, { key, origin }: { key: string; origin: string }) =>
      answering(host, async () => {
        const tree = await addLeaves(trail, new Frontier());
        const note = signCheckpoint({ origin, size: tree.size, root: tree.root() }, readText(key));
        if (host.json) host.printJson({ checkpoint: note });
        else host.stdout.write(note);
      }),
    );
  },
};

const proveCommand: CliCommand = {
  name: 'audit prove',
  summary: 'Print the proof that an entry is in the trail (RFC 6962)',
  configure(command, run) {
    command
      .argument('<trail>', TRAIL)
      .argument('<entry>', 'its number, counted from 1 over all segments, or its id')
      .option('--size <n>', 'entries of the checkpoint to prove it for; all by default');
    run((host, trail: string, entry: string, { size }: { size?: string } = {}) =>
      answering(host, async () => {
        host.printJson(await proveEntry(trail, entry, size));
      }),
    );
  },
};

const consistencyCommand: CliCommand = {
  name: 'audit consistency',
  summary: 'Print the proof that a trail only grew from one size to another (RFC 6962)',
  configure(command, run) {
    command
      .argument('<trail>', TRAIL)
      .argument('<old>', 'entries of the older checkpoint')
      .argument('[new]', 'entries of the newer one; all by default');
    run((host, trail: string, old: string, size?: string) =>
      answering(host, async () => {
        host.printJson(await proveGrowth(trail, old, typeof size === 'string' ? size : undefined));
      }),
    );
  },
};

export const proofCommands: readonly CliCommand[] = [checkpointCommand, proveCommand, consistencyCommand];
