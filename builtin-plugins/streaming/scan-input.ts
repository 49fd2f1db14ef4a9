/** @module One input, read in pieces with constant memory, and what is found in it. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { JsonWriter, EnforceCoreError, RedactingFlow, registerCodes } from 'enforcecore/sdk';
import type { FlowFind, TextRedactor } from 'enforcecore/sdk';
import { Lines } from './lines.ts';
import type { Place } from './lines.ts';

/** Something found in an input. What it says is not part of it. */
export interface Finding extends Place {
  readonly file: string;
  readonly category: string;
  /** UTF-16 code units from the start of the input. */
  readonly offset: number;
  readonly length: number;
}

export interface Scan {
  readonly finders: readonly TextRedactor[];
  found(finding: Finding): void;
  /** Given the cleaned text, piece by piece. */
  cleaned(text: string): Promise<void> | void;
  /** Told of how many bytes were read. */
  read(bytes: number): void;
}

registerCodes({
  EC_SCAN_INPUT: { summary: 'an input cannot be read', hint: 'give files, or `-` for the standard input' },
});

const PIECE = 256 * 1024;

/** @throws EnforceCoreError `EC_SCAN_INPUT` */
export async function scanInput(file: string, scan: Scan): Promise<void> {
  const lines = new Lines();
  const found = ({ category, start, end }: FlowFind): void =>
    scan.found({ file, category, ...lines.locate(start), offset: start, length: end - start });
  const writer = /\.jsonl?$/i.test(file) ? new JsonWriter() : undefined;
  const flow = new RedactingFlow(scan.finders, { found, writer });
  const decoder = new TextDecoder();
  const take = async (text: string): Promise<void> => {
    lines.add(text);
    await scan.cleaned(await flow.push(text));
  };
  try {
    for await (const bytes of open(file)) {
      scan.read(bytes.length);
      await take(decoder.decode(bytes, { stream: true }));
    }
  } catch (cause) {
    throw unreadable(file, cause);
  }
  await take(decoder.decode());
  await scan.cleaned(await flow.flush());
}

/** How much there is to read, in bytes; unknown for what is no file. */
export async function sizeOf(file: string): Promise<number> {
  if (file === '-') return 0;
  try {
    return (await stat(file)).size;
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

function open(file: string): AsyncIterable<Buffer> {
  return file === '-' ? process.stdin : createReadStream(file, { highWaterMark: PIECE });
}

function unreadable(file: string, cause: unknown): unknown {
  const { code } = cause as NodeJS.ErrnoException;
  if (cause instanceof EnforceCoreError || typeof code !== 'string') return cause;
  return new EnforceCoreError(`\`${file}\` cannot be read: ${code}`, { code: 'EC_SCAN_INPUT', cause });
}
