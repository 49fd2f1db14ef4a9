/** @module What the program's exit codes mean, and the errors of the program itself. */
import { brandError, EnforceCoreError, registerCodes } from '../../kernel/errors.ts';

export const EXIT = Object.freeze({ fine: 0, invalid: 1, usage: 2, environment: 3 });

/** Which error codes lead to which exit code. The first that fits counts; 3 when none does. */
const TABLE: readonly (readonly [code: RegExp, exit: number])[] = [
  [/_USAGE$/, EXIT.usage],
  [/^EC_POLICY_MISSING$/, EXIT.usage],
  [/^EC_POLICY_(?:FILE$|SERVER)/, EXIT.environment],
  [/^EC_POLICY_/, EXIT.invalid],
  [/^EC_PLUGIN_INACTIVE$/, EXIT.invalid],
  [/^EC_CLI_FILE_EXISTS$/, EXIT.invalid],
];

/** The exit code for an error: 1 when a policy or a call is at fault, 2 the command line, 3 everything around it. */
export function exitCodeOf(error: { readonly code?: unknown; readonly violationType?: unknown }): number {
  if (typeof error.violationType === 'string') return EXIT.invalid;
  const { code } = error;
  return (typeof code === 'string' && TABLE.find(([known]) => known.test(code))?.[1]) || EXIT.environment;
}

/** An error of the program itself: a wrong command line, a file it will not overwrite. */
export class CliError extends EnforceCoreError {
  static {
    brandError(this);
  }
}

registerCodes({
  EC_CLI_USAGE: { summary: 'the command line cannot be understood', hint: 'see `enforcecore --help`' },
  EC_CLI_FILE_EXISTS: { summary: 'a file is already there', hint: 'give `--force` to overwrite it' },
  EC_CLI_FILE: { summary: 'a file cannot be read or written', hint: 'check the path and the permissions' },
  EC_CLI_COMMAND: {
    summary: 'a plugin does not contribute the command that its package.json lists',
    hint: 'report it to the author of the plugin',
  },
  EC_CLI_UNEXPECTED: { summary: 'something unexpected failed', hint: 'report it to the authors of enforcecore' },
});
