/** @module Progress of long work, on a terminal. */
import type { CommandHost } from 'enforcecore/sdk';

export interface Progress {
  read(bytes: number): void;
  stop(): void;
}

const NONE: Progress = { read: () => undefined, stop: () => undefined };
/** Less is read before anybody wonders, in bytes. */
const LONG = 16 * 1024 * 1024;

export async function progressOf(host: CommandHost, total: number): Promise<Progress> {
  const stderr = host.stderr as NodeJS.WriteStream;
  if (total < LONG || !stderr.isTTY) return NONE;
  const { default: cliProgress } = await import('cli-progress');
  const bar = new cliProgress.SingleBar({
    stream: stderr,
    format: 'reading {bar} {percentage}% | {value}/{total} MB | {eta_formatted} left',
    clearOnComplete: true,
    hideCursor: true,
  });
  const mega = (bytes: number): number => Math.round(bytes / 1e6);
  let done = 0;
  bar.start(mega(total), 0);
  return { read: (bytes) => bar.update(mega((done += bytes))), stop: () => bar.stop() };
}
