/** @module `enforcecore validate`: what is wrong with policy files, all of it. */
import { EnforceCoreError, registeredCodes } from '../../kernel/errors.ts';
import { PolicyError } from '../../policies/problems.ts';
import type { Problem } from '../../policies/problems.ts';
import { ownersOfPlugin } from '../catalog.ts';
import { Policy } from '../policy.ts';
import { prepare } from '../prepare.ts';
import { EXIT, exitCodeOf } from './exit-codes.ts';
import type { Host, OwnCommand } from './host.ts';
import { visible } from './terminal.ts';

export const validateCommand: OwnCommand = {
  name: 'validate',
  summary: 'Check policy files and show every problem',
  configure(command, run) {
    command.argument('<file...>', 'policy files').addHelpText('after', HELP);
    run(validate);
  },
};

const HELP = `
A policy is judged as an enforcer would judge it: with its bases, and by the
plugins that it names, which are imported for that.

Example:
  $ enforcecore validate policies/*.yaml`;

interface Checked {
  readonly file: string;
  readonly name?: string;
  readonly problems: readonly Problem[];
}

async function validate(host: Host, files: readonly string[]): Promise<number> {
  const checked: Checked[] = [];
  for (const file of files) checked.push(await check(host, file));
  const problems = checked.flatMap((one) => one.problems);
  if (host.json) host.printJson({ valid: problems.length === 0, problems });
  else print(host, checked);
  return problems.reduce<number>((worst, problem) => Math.max(worst, exitCodeOf(problem)), EXIT.fine);
}

async function check(host: Host, file: string): Promise<Checked> {
  const options = { plugins: host.settings.plugins, projectDir: host.cwd };
  try {
    const policy = Policy.fromFile(host.place(file), options);
    const plugins = await prepare(policy, options, host.settings).plugins();
    policy.resolve(plugins.flatMap(ownersOfPlugin));
    return { file, name: policy.name, problems: [] };
  } catch (error) {
    if (error instanceof PolicyError) return { file, problems: (error as PolicyError).problems.map(withHint) };
    if (!(error instanceof EnforceCoreError)) throw error;
    const { code, message, hint } = error;
    return { file, problems: [{ code, message, hint, file }] };
  }
}

function withHint(problem: Problem): Problem {
  return { ...problem, hint: problem.hint ?? registeredCodes().get(problem.code)?.hint };
}

function print(host: Host, checked: readonly Checked[]): void {
  const { red, green, dim, bold } = host.colors;
  for (const { file, name, problems } of checked) {
    if (name !== undefined) host.print(`${bold(visible(file))}: ${green('valid')} ${dim(`(policy ${visible(name)})`)}`);
    for (const problem of problems) {
      const where = [problem.file ?? file, problem.line, problem.column].filter((part) => part !== undefined).join(':');
      host.print(`${bold(visible(where))}: ${red('error:')} ${visible(problem.message)}`);
      if (problem.hint) host.print(`  ${dim('hint:')} ${visible(problem.hint)}`);
    }
  }
  const wrong = checked.filter(({ problems }) => problems.length > 0);
  const count = wrong.reduce((sum, { problems }) => sum + problems.length, 0);
  if (count > 0) host.print(`\n${counted(count, 'problem')} in ${wrong.length} of ${counted(checked.length, 'file')}`);
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
