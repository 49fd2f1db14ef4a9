/** @module What the program writes on: two streams, with colour where somebody looks on. */
import pc from 'picocolors';
import type { Layout } from './table.ts';

/** What a run of the program has around it. */
export interface ProgramIo {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly stdout: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

/** What is told of an error. */
export interface Told {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

type Colors = ReturnType<typeof pc.createColors>;

export class Terminal {
  readonly io: ProgramIo;
  readonly json: boolean;
  readonly colors: Colors;
  /** The columns of the terminal; `undefined` when nobody looks on, and lines are as long as they are. */
  readonly width: number | undefined;
  /** Lays out tables. Set once the library for it is loaded, before a command runs. */
  layout: Layout | undefined;
  readonly #errorColors: Colors;

  constructor(io: ProgramIo, flags: { readonly json: boolean; readonly noColor: boolean }) {
    this.io = io;
    this.json = flags.json;
    this.colors = pc.createColors(!flags.noColor && isColorful(io.env, io.stdout.isTTY));
    this.#errorColors = pc.createColors(!flags.noColor && isColorful(io.env, io.stderr.isTTY));
    this.width = io.stdout.isTTY === true ? io.stdout.columns || 80 : undefined;
  }

  print(text: string): void {
    this.io.stdout.write(`${text}\n`);
  }

  printJson(value: unknown): void {
    this.print(JSON.stringify(value, null, 2));
  }

  printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
    const bold = head.map((text) => this.colors.bold(text));
    this.print(this.layout?.([bold, ...rows], this.width) ?? [head, ...rows].map((row) => row.join('\t')).join('\n'));
  }

  complain({ message, hint }: Pick<Told, 'message' | 'hint'>): void {
    const { red, dim } = this.#errorColors;
    const lines = [
      `${red('error:')} ${visible(message)}`,
      ...(hint === '' ? [] : [`${dim('hint:')}  ${visible(hint)}`]),
    ];
    this.io.stderr.write(`${lines.join('\n')}\n`);
  }
}

/** See https://no-color.org; FORCE_COLOR as Node reads it. */
function isColorful(env: NodeJS.ProcessEnv, isTTY: boolean | undefined): boolean {
  if (env['NO_COLOR']) return false;
  if (env['FORCE_COLOR'] !== undefined) return env['FORCE_COLOR'] !== '0' && env['FORCE_COLOR'] !== 'false';
  return isTTY === true && env['TERM'] !== 'dumb';
}

/** Text from elsewhere, without what would steer a terminal. */
export function visible(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
}
