/** @module What a command is given: the terminal, the settings of the project, and enforcers. */
import { resolve } from 'node:path';
import { isThenable } from '../../kernel/awaitable.ts';
import { violationError } from '../../kernel/errors.ts';
import { SANITIZER } from '../../kernel/sanitizer.ts';
import { catalogOf } from '../catalog.ts';
import type { Catalog } from '../catalog.ts';
import { createEnforcer } from '../create.ts';
import type { Enforcer } from '../enforcer.ts';
import type { CliCommand, CommandEnforcer, CommandHost } from '../points.ts';
import { readConfigFile, Settings } from '../settings.ts';
import type { ConfigFile, SettingValues } from '../settings.ts';
import type { Terminal } from './terminal.ts';

/** The host of the program's own commands; those of plugins see the narrower {@link CommandHost}. */
export class Host implements CommandHost {
  readonly terminal: Terminal;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  readonly json: boolean;
  readonly colors: CommandHost['colors'];
  #config: { readonly file: ConfigFile | undefined } | undefined;

  constructor(terminal: Terminal) {
    this.terminal = terminal;
    this.stdout = terminal.io.stdout;
    this.stderr = terminal.io.stderr;
    this.json = terminal.json;
    this.colors = terminal.colors;
  }

  get cwd(): string {
    return this.terminal.io.cwd;
  }
  get env(): NodeJS.ProcessEnv {
    return this.terminal.io.env;
  }
  get catalog(): Catalog {
    return catalogOf(this.cwd);
  }
  /** The nearest config file. @throws EnforceCoreError `EC_CONFIG_*` */
  get configFile(): ConfigFile | undefined {
    return (this.#config ??= { file: readConfigFile(this.cwd) }).file;
  }
  /** @throws EnforceCoreError `EC_CONFIG_*` */
  get settings(): SettingValues {
    return new Settings({}, this.env, this.configFile);
  }

  /** A path as the user wrote it, for the file functions of this process. */
  place(path: string): string {
    return this.cwd === process.cwd() ? path : resolve(this.cwd, path);
  }

  print(text: string): void {
    this.terminal.print(text);
  }
  printJson(value: unknown): void {
    this.terminal.printJson(value);
  }
  printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
    this.terminal.printTable(head, rows);
  }

  async createEnforcer({ policy, auditPath }: { policy: string; auditPath?: string }): Promise<CommandEnforcer> {
    const settings = this.settings;
    const enforcer = await createEnforcer({
      policy: this.place(policy),
      plugins: settings.plugins,
      settings: { ...settings, auditPath: this.place(auditPath ?? settings.auditPath) },
      projectDir: this.cwd,
    });
    return forCommands(enforcer);
  }
}

/** A command of the program's own. */
export interface OwnCommand extends Omit<CliCommand, 'configure'> {
  configure(
    command: Parameters<CliCommand['configure']>[0],
    run: (action: (host: Host, ...args: never[]) => number | Promise<number>) => void,
  ): void;
}

const BY_NAME: ReadonlySet<string> = new Set(['tool_denied', 'tool_not_allowed', 'invalid_tool_name']);
const WITHHELD = '<withheld>';

function forCommands(enforcer: Enforcer): CommandEnforcer {
  return {
    policyName: enforcer.policyName,
    enforceAsync: (fn, args, options) => enforcer.enforceAsync(fn as (...all: unknown[]) => unknown, args, options),
    review: (result, options) => reviewed(enforcer, result, options),
    async permits(toolName) {
      const { violation, wouldBe } = await enforcer.judge(toolName);
      return violation === undefined || wouldBe || !BY_NAME.has(violation.type);
    },
    redactText(text) {
      try {
        const sanitizer = enforcer.corridor.get(SANITIZER);
        const clean = sanitizer ? sanitizer.clean(text, 'view', () => undefined) : text;
        if (!isThenable(clean)) return typeof clean === 'string' ? clean : WITHHELD;
        Promise.resolve(clean).catch(() => undefined);
        return WITHHELD;
      } catch {
        return WITHHELD; // a text that cannot be inspected is not shown
      }
    },
    stop: () => enforcer.stop(),
  };
}

async function reviewed(
  enforcer: Enforcer,
  result: unknown,
  { toolName, session }: { toolName: string; session?: string },
): Promise<unknown> {
  await enforcer.start();
  const { record, value } = await enforcer.corridor.review({ tool: toolName, args: [], session, sync: false }, result);
  const { violation, wouldBe, callId, policy } = record;
  if (!violation || wouldBe) return value;
  throw violationError(violation, { tool: enforcer.corridor.show(toolName), policy: policy.name, callId });
}
