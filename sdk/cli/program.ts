/** @module The command line, on commander: global options, help, and the commands by name. */
import { Command } from 'commander';
import type { CliCommand } from '../points.ts';
import { CliError, EXIT } from './exit-codes.ts';
import { GROUPS } from './own.ts';
import type { Host, OwnCommand } from './host.ts';
import { VERSION } from './version.ts';

/** A command that can be configured: the program's own, or a plugin's. */
export type Loaded = OwnCommand | CliCommand;

const FROM_PLUGINS = 'Commands of plugins:';

export class Program {
  readonly #root: Command;
  readonly #host: Host;
  #code: number = EXIT.fine;

  constructor(host: Host) {
    this.#host = host;
    const { terminal } = host;
    const { bold } = terminal.colors;
    this.#root = new Command('enforcecore')
      .exitOverride()
      .configureOutput({
        writeOut: (text) => terminal.io.stdout.write(text),
        writeErr: (text) => (host.json ? true : terminal.io.stderr.write(text)),
        outputError: () => undefined, // told by whoever catches it
        getOutHelpWidth: () => terminal.width ?? 100,
        getErrHelpWidth: () => terminal.width ?? 100,
        getOutHasColors: () => terminal.colors.isColorSupported,
        getErrHasColors: () => terminal.colors.isColorSupported,
      })
      .configureHelp({ showGlobalOptions: true, styleTitle: (title) => bold(title) })
      .description('Enforces a policy between an AI agent and its tools.')
      .version(VERSION, '-V, --version', 'print the version')
      .helpOption('-h, --help', 'show help')
      .helpCommand('help [command]', 'Show help for a command')
      .option('--json', 'print one JSON document')
      .option('--no-color', 'print without colour')
      .addHelpText('after', EXAMPLES);
  }

  /** Shows a command in help. Nothing of it is imported. */
  list(name: string, summary: string, isBuiltIn = true): void {
    const words = name.split(' ');
    const command = words.reduce((parent, word) => childOf(parent, word), this.#root);
    command.description(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}`);
    const group = words.length > 1 ? childOf(this.#root, words[0] as string) : undefined;
    // Who reads the first help sees what there is, also where nothing is said of a group.
    if (group && GROUPS[group.name()] === undefined)
      group.description(group.commands.map((one) => one.name()).join(', '));
    if (!isBuiltIn && words.length === 1) command.helpGroup(FROM_PLUGINS);
  }

  /** Says below the help what could not be found out. */
  note(text: string): void {
    this.#root.addHelpText('after', `\nCommands of plugins that the config file names are not shown: ${text}`);
  }

  /** Gives the command that is invoked its arguments and its action. */
  configure(name: string, loaded: Loaded): void {
    const command = name.split(' ').reduce((parent, word) => childOf(parent, word), this.#root);
    const run = (action: (host: Host, ...args: never[]) => unknown): void => {
      command.action(async (...args: unknown[]) => {
        this.#code = exitCode(await action(this.#host, ...(args as never[])), name);
      });
    };
    (loaded as OwnCommand).configure(command, run as Parameters<OwnCommand['configure']>[1]);
  }

  async run(argv: readonly string[]): Promise<number> {
    await this.#root.parseAsync([...argv], { from: 'user' });
    return this.#code;
  }
}

function childOf(parent: Command, word: string): Command {
  const known = parent.commands.find((one) => one.name() === word);
  if (known) return known;
  const about = GROUPS[word];
  return about === undefined ? parent.command(word) : parent.command(word).description(about);
}

function exitCode(answer: unknown, command: string): number {
  if (typeof answer === 'number' && Number.isInteger(answer) && answer >= 0 && answer <= 255) return answer;
  throw new CliError(`the command \`${command}\` gave no exit code`, { code: 'EC_CLI_COMMAND' });
}

const EXAMPLES = `
Examples:
  $ enforcecore init                    start here: writes policy.yaml
  $ enforcecore validate policy.yaml    check a policy
  $ enforcecore help validate           help for one command

Exit codes: 0 fine, 1 violation or invalid, 2 wrong usage, 3 environment`;
