/** @module `enforcecore audit checkpoint`, `audit prove` and `audit consistency`: what outsiders verify a trail with. */
import { consistencyProof, inclusionProof, rootOf, signCheckpoint } from 'enforcecore/sdk';
import type { CliCommand, MemoryTree } from 'enforcecore/sdk';
import { answering, AskedWrongly } from './answering.ts';
import { readText } from './files.ts';
import { EntryFinder, readTree } from './leaves.ts';

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
        const { size, read } = await readTree(trail);
        const note = signCheckpoint({ origin, size, root: rootOf(size, read) }, readText(key));
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
        const finder = UUID.test(entry) ? new EntryFinder(entry) : undefined;
        const tree = await readTree(trail, {}, finder?.seen);
        const leaves = sizeOf(tree, size);
        const index = finder ? found(finder, leaves) : within(entry, 1, leaves) - 1;
        host.printJson({ leaf_index: index, ...proofOf(tree, leaves, inclusionProof(index, leaves, tree.read)) });
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
        const tree = await readTree(trail);
        const leaves = sizeOf(tree, typeof size === 'string' ? size : undefined);
        const from = within(old, 1, leaves);
        host.printJson({ old_size: from, ...proofOf(tree, leaves, consistencyProof(from, leaves, tree.read)) });
      }),
    );
  },
};

export const proofCommands: readonly CliCommand[] = [checkpointCommand, proveCommand, consistencyCommand];

function proofOf({ read }: MemoryTree, size: number, hashes: readonly Buffer[]): object {
  return {
    tree_size: size,
    root_hash: rootOf(size, read).toString('base64'),
    hashes: hashes.map((hash) => hash.toString('base64')),
  };
}

function sizeOf(tree: MemoryTree, size: string | undefined): number {
  return size === undefined ? tree.size : within(size, 1, tree.size);
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function found({ index }: EntryFinder, leaves: number): number {
  if (index === undefined) throw new AskedWrongly('no entry of the trail has this id');
  if (index < leaves) return index;
  throw new AskedWrongly(`the entry is number ${index + 1}: give a larger size`);
}

function within(text: string, least: number, most: number): number {
  const number = /^\d{1,15}$/.test(text) ? Number(text) : -1;
  if (number >= least && number <= most) return number;
  throw new AskedWrongly(most < least ? 'the trail has no entries' : `give a number from ${least} to ${most}`);
}
