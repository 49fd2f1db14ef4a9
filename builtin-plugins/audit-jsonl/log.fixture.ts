/** @module A trail that is signed, in a folder of its own, for the tests. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateLogKeys, MemoryTree, openCheckpoint, quickLeafHash } from 'enforcecore/sdk';
import type { Checkpoint } from 'enforcecore/sdk';
import { Auditor, loadTrail } from './index.ts';
import type { AuditorOptions } from './index.ts';

export const keys = generateLogKeys();
export const ORIGIN = 'example.com/log';

/** Has the log signed. */
export const signing = (more: Partial<AuditorOptions['checkpoints']> = {}): Partial<AuditorOptions> => ({
  checkpoints: { origin: ORIGIN, signer: keys.privateKey, ...more },
});

/** A folder with a log in it. Take it away with {@link Log.leave}. */
export class Log {
  readonly folder = mkdtempSync(join(tmpdir(), 'enforcecore-log-'));
  readonly trail = join(this.folder, 'trail.jsonl');

  leave(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  open(options: Partial<AuditorOptions> = {}): Auditor {
    return new Auditor({ outputPath: this.trail, ...options });
  }

  async record(count: number, options: Partial<AuditorOptions> = {}): Promise<void> {
    const auditor = this.open(options);
    for (let i = 0; i < count; i++) auditor.record({ toolName: `tool_${i}`, policyName: 'p' });
    await auditor.close();
  }

  lastCheckpoint(): Checkpoint {
    return openCheckpoint(readFileSync(`${this.trail}.checkpoint`, 'utf8'), keys.publicKey);
  }

  types(): readonly (string | undefined)[] {
    return loadTrail(this.trail).map(({ entryType }) => entryType);
  }
}

export function linesOf(path: string): readonly string[] {
  return readFileSync(path, 'utf8').split('\n').slice(0, -1);
}

export function treeOf(lines: readonly string[]): MemoryTree {
  const tree = new MemoryTree();
  for (const line of lines) tree.append(quickLeafHash(line));
  return tree;
}
