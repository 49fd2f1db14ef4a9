/** @module What the checkpoints beside a trail say of it. Their signatures are for whoever has the key. */
import { closeSync, fstatSync } from 'node:fs';
import { readBlocks } from './blocks.ts';
import { openPlain, readPlain } from './plain-file.ts';

/** How many entries a checkpoint speaks of, and the root over them. */
export interface SignedRoot {
  readonly size: number;
  readonly root: Buffer;
}

/** The last one; undefined when there is none that can be read. */
export function lastRoot(trail: string): SignedRoot | undefined {
  try {
    return rootIn(readPlain(`${trail}.checkpoint`).toString('utf8'));
  } catch {
    return undefined; // a trail without checkpoints is no worse
  }
}

/** The roots that were signed over so many entries, in constant memory. Throws what the system says. */
export async function rootsOver(trail: string, size: number): Promise<readonly Buffer[]> {
  const last = lastRoot(trail);
  const roots = last?.size === size ? [last.root] : [];
  let fd: number;
  try {
    fd = openPlain(`${trail}.checkpoints`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return roots;
    throw error;
  }
  try {
    const all = { fd, size: fstatSync(fd).size, gzip: false, from: 0, to: Infinity };
    for await (const block of readBlocks(all))
      if ('lines' in block) roots.push(...block.lines.split('\n').flatMap((line) => rootOfLine(line, size) ?? []));
    return roots;
  } finally {
    closeSync(fd);
  }
}

function rootOfLine(line: string, size: number): Buffer | undefined {
  if (!line.startsWith(`{"size":${size},`)) return undefined;
  try {
    const { checkpoint } = JSON.parse(line) as { readonly checkpoint?: unknown };
    const signed = typeof checkpoint === 'string' ? rootIn(checkpoint) : undefined;
    return signed?.size === size ? signed.root : undefined;
  } catch {
    return undefined; // half a line says nothing
  }
}

function rootIn(note: string): SignedRoot | undefined {
  const [, size = '', root = ''] = note.split('\n', 3);
  if (!/^\d{1,15}$/.test(size) || !/^[A-Za-z0-9+/]{43}=$/.test(root)) return undefined;
  return { size: Number(size), root: Buffer.from(root, 'base64') };
}
