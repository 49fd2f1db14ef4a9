/** @module The program: finds the command that is meant, loads it and what it needs, and runs it. */
import { Host } from './host.ts';
import { listed, loadCommand, namedStrangers } from './contributed.ts';
import type { Listed } from './contributed.ts';
import { OWN, RESERVED } from './own.ts';
import { Program } from './program.ts';
import type { Loaded } from './program.ts';
import { report } from './report.ts';
import { Terminal } from './terminal.ts';
import type { ProgramIo } from './terminal.ts';

/**
 * Runs the program and gives its exit code: 0 fine, 1 violation or invalid, 2 usage, 3 environment. Never throws.
 *
 * @param argv - the arguments, without the program's name
 * @example
 * ```ts
 * const { env, stdout, stderr } = process;
 * process.exitCode = await main(['validate', 'policy.yaml'], { env, cwd: process.cwd(), stdout, stderr });
 * ```
 */
export async function main(argv: readonly string[], io: ProgramIo): Promise<number> {
  const { flags, words } = read(argv);
  const terminal = new Terminal(io, flags);
  let meant: Entry | undefined;
  let group: string | undefined;
  try {
    const host = new Host(terminal);
    const program = new Program(host);
    const known = await commandsFor(host, words);
    meant = matching(words, [...OWN, ...known.commands]);
    group = groupOf(words, [...OWN, ...known.commands]);
    for (const { name, summary } of OWN) program.list(name, summary);
    for (const { name, summary, found } of known.commands) program.list(name, summary, found.trusted);
    if (known.trouble !== undefined) program.note(known.trouble);
    if (meant) program.configure(meant.name, await load(meant, host));
    return await program.run(argv);
  } catch (error) {
    return report(error, terminal, meant?.name ?? group);
  }
}

interface Read {
  readonly flags: { readonly json: boolean; readonly noColor: boolean };
  /** The arguments that are no options; the first of them name the command. */
  readonly words: readonly string[];
}

function read(argv: readonly string[]): Read {
  const end = argv.indexOf('--');
  const mine = end < 0 ? argv : argv.slice(0, end);
  const words = mine.filter((word) => !word.startsWith('-'));
  return {
    flags: { json: mine.includes('--json'), noColor: mine.includes('--no-color') },
    words: words[0] === 'help' ? words.slice(1) : words,
  };
}

type Entry = (typeof OWN)[number] | Listed;

/** The command with the most words of those that the arguments begin with. */
function matching(words: readonly string[], commands: readonly Entry[]): Entry | undefined {
  return commands
    .filter(({ name }) => name.split(' ').every((part, i) => part === words[i]))
    .toSorted((a, b) => b.name.length - a.name.length)[0];
}

/** The first word, when there are commands of several words that begin with it: their help is the next best. */
function groupOf([first]: readonly string[], commands: readonly Entry[]): string | undefined {
  return commands.some(({ name }) => name.startsWith(`${first} `)) ? first : undefined;
}

/** The config file, which names the strangers, is only read when a built-in command does not answer. */
async function commandsFor(
  host: Host,
  words: readonly string[],
): Promise<{ readonly commands: readonly Listed[]; readonly trouble?: string }> {
  const builtIn = listed(host.catalog.rooms, RESERVED);
  if (matching(words, [...OWN, ...builtIn])) return { commands: builtIn };
  try {
    const strangers = namedStrangers(host.catalog, host.settings.plugins);
    return { commands: listed([...host.catalog.rooms, ...strangers], RESERVED) };
  } catch (error) {
    if (words.length > 0) throw error;
    return { commands: builtIn, trouble: (error as Error).message };
  }
}

async function load(entry: Entry, host: Host): Promise<Loaded> {
  if (!host.json) host.terminal.layout = (await import('./table.ts')).layOut;
  return 'load' in entry ? entry.load() : loadCommand(entry, host.catalog);
}
