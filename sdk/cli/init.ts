/** @module `enforcecore init`: a starter policy and a config file for what is found in the project. */
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { join, relative } from 'node:path';
import { Policy } from '../policy.ts';
import { CliError, EXIT } from './exit-codes.ts';
import { GATEWAY, wrapped } from './gateway-entry.ts';
import type { Wrapped } from './gateway-entry.ts';
import type { Host, OwnCommand } from './host.ts';
import { inspect } from './project.ts';
import type { McpServer, Project } from './project.ts';
import { STARTER_CONFIG, starterPolicy } from './starter.ts';
import { visible } from './terminal.ts';

export const initCommand: OwnCommand = {
  name: 'init',
  summary: 'Write a starter policy and a config file for this project',
  configure(command, run) {
    command
      .option('--force', 'overwrite files that are there')
      .option('--dry-run', 'print the files and write nothing')
      .addHelpText('after', HELP);
    run(init);
  },
};

const HELP = `
Looks for agent frameworks in package.json, and for MCP servers in .mcp.json,
.cursor/mcp.json, .vscode/mcp.json and claude_desktop_config.json. Asks nothing.

Example:
  $ enforcecore init --dry-run`;

const POLICY = 'policy.yaml';
const CONFIG = 'enforcecore.config.yaml';
/** Where the gateways of servers that are reached by URL are suggested to listen, one after the other. */
const FIRST_PORT = 7801;

interface Options {
  readonly force?: boolean;
  readonly dryRun?: boolean;
}

interface Plan {
  readonly project: Project;
  readonly files: Readonly<Record<string, string>>;
  readonly servers: readonly (McpServer & Wrapped)[];
  readonly notes: readonly string[];
}

function init(host: Host, { force = false, dryRun = false }: Options = {}): number {
  const plan = planFor(host);
  const names = Object.keys(plan.files);
  const existing = names.filter((name) => fs.existsSync(join(host.cwd, name)));
  if (!dryRun) {
    if (existing.length > 0 && !force) throw alreadyThere(existing);
    for (const name of names) write(host, name, plan.files[name] ?? '', force);
  }
  if (host.json) host.printJson(onWire(plan, dryRun, existing));
  else print(host, plan, dryRun);
  return EXIT.fine;
}

function planFor(host: Host): Plan {
  const project = inspect(host.cwd);
  const other = host.configFile?.path;
  const isOther =
    other !== undefined && relative(host.cwd, other) !== CONFIG && !relative(host.cwd, other).includes('..');
  const policy = starterPolicy(project, new Set(host.catalog.owners().map(({ section }) => section)));
  const hasGateway = host.catalog.rooms.some(({ commands }) => Object.hasOwn(commands, GATEWAY));
  const servers = project.servers.flatMap((server, i) => {
    const entry = hasGateway ? wrapped(server, host.cwd, FIRST_PORT + i) : undefined;
    return entry ? [{ ...server, ...entry }] : [];
  });
  const notes = project.unread.map((file) => `${file} cannot be read, and was left out`);
  if (isOther) notes.push(`${relative(host.cwd, other)} is kept; set \`default_policy: ${POLICY}\` in it`);
  return { project, files: { [POLICY]: policy, ...(isOther ? {} : { [CONFIG]: STARTER_CONFIG }) }, servers, notes };
}

function alreadyThere(files: readonly string[]): CliError {
  const [be, them] = files.length === 1 ? ['is', 'it'] : ['are', 'them'];
  return new CliError(`${files.map((file) => `\`${file}\``).join(' and ')} ${be} already there`, {
    code: 'EC_CLI_FILE_EXISTS',
    hint: `give \`--force\` to overwrite ${them}, or \`--dry-run\` to see what would be written`,
  });
}

/** INVARIANT: what stands under the name is whole, a policy is valid, and without `force` nothing is lost to a race. */
function write(host: Host, name: string, text: string, force: boolean): void {
  const target = join(host.cwd, name);
  const draft = join(host.cwd, `.${randomUUID()}.${name}`);
  try {
    fs.writeFileSync(draft, text, { flag: 'wx' });
    if (name === POLICY) checkDraft(host, draft);
    if (force) fs.renameSync(draft, target);
    else appear(draft, target);
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'EEXIST' ? alreadyThere([name]) : error;
  } finally {
    fs.rmSync(draft, { force: true });
  }
}

/** A second name for the draft appears whole or not at all. Not every file system has second names. */
function appear(draft: string, target: string): void {
  try {
    fs.linkSync(draft, target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error;
    fs.copyFileSync(draft, target, fs.constants.COPYFILE_EXCL);
  }
}

function checkDraft(host: Host, draft: string): void {
  const [problem] = Policy.validateFile(draft, { projectDir: host.cwd });
  if (problem === undefined) return;
  throw new CliError(`the starter policy is not valid here: ${problem.message}`, {
    code: 'EC_CLI_UNEXPECTED',
    hint: 'nothing was written; report it to the authors of enforcecore',
  });
}

function onWire({ project, files, servers, notes }: Plan, dryRun: boolean, existing: readonly string[]): object {
  return {
    written: dryRun ? [] : Object.keys(files),
    ...(dryRun ? { files, existing } : {}),
    frameworks: project.frameworks,
    servers: servers.map(({ hides, ...server }) => ({ ...server, values_left_out: hides })),
    notes,
  };
}

function print(host: Host, { project, files, servers, notes }: Plan, dryRun: boolean): void {
  const { green, bold, dim, yellow } = host.colors;
  for (const [name, text] of Object.entries(files)) {
    host.print(dryRun ? `${dim(`# ${name}`)}\n${text}` : `${green('wrote')} ${bold(name)}`);
  }
  for (const note of notes) host.print(`${yellow('note:')} ${visible(note)}`);
  if (project.frameworks.length > 0) host.print(`found ${project.frameworks.join(', ')}`);
  for (const file of new Set(servers.map((server) => server.file))) {
    const here = servers.filter((server) => server.file === file);
    const entries = Object.fromEntries(here.map(({ name, entry }) => [name, entry]));
    const count = here.length === 1 ? 'this server' : 'these servers';
    host.print(`\nTo put the gateway in front of ${count}, write in ${bold(file)}:`);
    host.print(visible(JSON.stringify({ [here[0]?.key ?? '']: entries }, null, 2)));
    for (const { name, run } of here)
      if (run !== undefined) host.print(`and for ${visible(name)} keep running:\n  ${visible(run)}`);
    if (here.some(({ hides }) => hides))
      host.print(dim('Values that may be secret are not shown: keep those you have.'));
  }
  if (!dryRun) host.print(`\nNext: read ${POLICY}, then ${bold(`npx enforcecore validate ${POLICY}`)}`);
}
