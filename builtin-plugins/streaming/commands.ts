/** @module `enforcecore scan` and `enforcecore redact`. */
import { pipeline } from 'node:stream/promises';
import { JsonWriter, RedactingFlow } from 'enforcecore/sdk';
import type { CliCommand, CommandHost } from 'enforcecore/sdk';
import { allCategories, findersFor, usage } from './finders.ts';
import type { FinderOptions } from './finders.ts';
import { progressOf } from './progress.ts';
import { toSarif } from './sarif.ts';
import { scanInput, sizeOf } from './scan-input.ts';
import type { Finding } from './scan-input.ts';
import { nodeTransform } from './transform.ts';

interface ScanOptions extends FinderOptions {
  readonly redact?: boolean;
  readonly sarif?: boolean;
  readonly list?: boolean;
}

interface RedactOptions extends FinderOptions {
  readonly format: string;
}

/** More are counted, not listed. */
const MOST_LISTED = 100_000;

export const scanCommand: CliCommand = {
  name: 'scan',
  summary: 'Look for personal data and secrets in files',
  configure(command, run) {
    command
      .argument('[files...]', 'what to read; `-` or nothing: the standard input')
      .option('--categories <names>', 'look for these only, with commas')
      .option('--no-secrets', 'look for personal data only')
      .option('--strategy <name>', 'with --redact: placeholder, mask, hash or remove')
      .option('--redact', 'write the cleaned text to the standard output instead of what was found')
      .option('--sarif', 'print SARIF 2.1.0')
      .option('--list', 'show all categories');
    run((host: CommandHost, files: readonly string[], options: ScanOptions) => scan(host, files, options));
  },
};

export const redactCommand: CliCommand = {
  name: 'redact',
  summary: 'Take personal data and secrets out of what is piped through',
  configure(command, run) {
    command
      .option('--categories <names>', 'take out these only, with commas')
      .option('--no-secrets', 'take out personal data only')
      .option('--strategy <name>', 'placeholder, mask, hash or remove', 'placeholder')
      .option('--format <name>', 'text, or json: what is JSON stays JSON', 'text');
    run((host: CommandHost, options: RedactOptions) => redact(host, options));
  },
};

async function scan(host: CommandHost, given: readonly string[], options: ScanOptions): Promise<number> {
  if (options.list) return list(host);
  const finders = findersFor(options);
  const files = given.length === 0 ? ['-'] : given;
  const findings: Finding[] = [];
  const counts = new Map<string, number>();
  const sizes = await Promise.all(files.map(sizeOf));
  const progress = await progressOf(
    host,
    sizes.reduce((sum, size) => sum + size, 0),
  );
  try {
    for (const file of files) {
      await scanInput(file, {
        finders,
        found: (finding) => {
          counts.set(finding.category, (counts.get(finding.category) ?? 0) + 1);
          if (findings.length < MOST_LISTED) findings.push(finding);
        },
        cleaned: (text) => (options.redact ? write(host.stdout, text) : undefined),
        read: progress.read,
      });
    }
  } finally {
    progress.stop();
  }
  report(host, options, findings, counts);
  return counts.size > 0 ? 1 : 0;
}

function report(
  host: CommandHost,
  options: ScanOptions,
  findings: readonly Finding[],
  counts: ReadonlyMap<string, number>,
): void {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const summary = `${total === 0 ? 'nothing' : total} found${total > findings.length ? `, ${findings.length} listed` : ''}`;
  if (options.redact) {
    host.stderr.write(`${summary}\n`);
  } else if (options.sarif) host.printJson(toSarif(findings));
  else if (host.json) host.printJson({ total, counts: Object.fromEntries([...counts].sort()), findings });
  else {
    if (total > 0) {
      const rows = findings.map(({ file, line, column, category, length }) => [
        `${file === '-' ? 'stdin' : file}:${line}:${column}`,
        category,
        String(length),
      ]);
      host.printTable(['place', 'category', 'characters'], rows);
    }
    host.stderr.write(`${total === 0 ? host.colors.green(summary) : host.colors.red(summary)}\n`);
  }
}

function list(host: CommandHost): number {
  if (host.json) host.printJson(allCategories().map(([category, kind]) => ({ category, kind })));
  else host.printTable(['category', 'kind'], allCategories());
  return 0;
}

async function redact(host: CommandHost, { format, ...options }: RedactOptions): Promise<number> {
  if (format !== 'text' && format !== 'json') throw usage('`--format` is text or json');
  const writer = format === 'json' ? new JsonWriter() : undefined;
  const flow = new RedactingFlow(findersFor(options), { found: () => undefined, writer });
  try {
    await pipeline(process.stdin, nodeTransform(flow), host.stdout, { end: false });
  } catch (error) {
    // Whoever reads has seen enough.
    if ((error as NodeJS.ErrnoException).code === 'EPIPE') return 0;
    throw error;
  }
  return 0;
}

function write(stream: NodeJS.WritableStream, text: string): Promise<void> | void {
  if (text === '' || stream.write(text)) return undefined;
  return new Promise((resolve) => stream.once('drain', resolve));
}
