/** @module Files that are whole or not there, also after a power cut. */
import { closeSync, constants, fsyncSync, openSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A new name in a folder is as durable as the folder. */
export function syncFolder(folder: string): void {
  const fd = openSync(folder, constants.O_RDONLY);
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/**
 * Puts a file in its place as a whole, for this user alone. The disk has it when this returns. One at a time: the caller
 * has a lock.
 */
export function replaceFile(path: string, content: string | Buffer): void {
  // One name, so that what a process that was killed left behind (keys, perhaps) goes with the next.
  const draft = `${path}.new`;
  rmSync(draft, { force: true });
  try {
    const fd = openSync(draft, 'wx', 0o600);
    try {
      writeFileSync(fd, content);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
  syncFolder(dirname(path));
}

/** Takes a file away for good. False when there was none. */
export function removeFile(path: string): boolean {
  try {
    unlinkSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
  syncFolder(dirname(path));
  return true;
}
