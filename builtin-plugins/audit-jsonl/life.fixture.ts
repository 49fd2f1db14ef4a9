/** @module Trails with several files, for the tests of what becomes of them. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { AuditError, hashEntry, MemoryTree, quickLeafHash } from 'enforcecore/sdk';
import { unprotect } from './attributes.ts';
import { Auditor } from './index.ts';
import type { AuditorOptions } from './index.ts';
import { LEAF_BYTES, leavesOf, removedOf } from './retained.ts';
import { segmentsOf } from './segments.ts';

/** A folder with a trail in it. Take it away with {@link Ground.leave}. */
export class Ground {
  readonly folder = mkdtempSync(join(tmpdir(), 'enforcecore-life-'));
  readonly trail = join(this.folder, 'trail.jsonl');

  leave(): void {
    for (const name of readdirSync(this.folder)) {
      const path = join(this.folder, name);
      if (statSync(path).isFile() && name.endsWith('.jsonl')) unprotect(path);
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  open(options: Partial<AuditorOptions> = {}): Auditor {
    return new Auditor({ outputPath: this.trail, ...options });
  }

  /** Writes so many entries, three to a file or so. */
  async record(count: number, options: Partial<AuditorOptions> = {}): Promise<void> {
    const auditor = this.open({ rotateBytes: 1000, ...options });
    for (let i = 0; i < count; i++) auditor.record({ toolName: `tool_${i}`, policyName: 'p' });
    await auditor.close();
  }

  names(): readonly string[] {
    return readdirSync(this.folder).sort();
  }

  has(name: string): boolean {
    return existsSync(join(this.folder, name));
  }

  /** What stands in a file whose name begins as that of the trail does. */
  beside(ending: string): string {
    return readFileSync(`${this.trail}${ending}`, 'utf8');
  }

  /** The lines that are there, compressed or not. */
  lines(): readonly string[] {
    const files = segmentsOf(this.trail).map(({ path, compressed }) => {
      const content = readFileSync(path);
      return (compressed ? gunzipSync(content) : content).toString('latin1');
    });
    return [...files, readFileSync(this.trail, 'latin1')].flatMap((text) => text.split('\n').slice(0, -1));
  }

  entries(): readonly Record<string, unknown>[] {
    return this.lines().map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  types(): readonly unknown[] {
    return this.entries().map((entry) => entry['entry_type']);
  }

  /** The tree over what was removed and what is there, after the chain over both was followed. */
  tree(): MemoryTree {
    const tree = new MemoryTree();
    let head = '';
    const removed = removedOf(this.trail);
    const present = this.lines();
    const start = present.length === 0 ? Infinity : (JSON.parse(present[0] as string) as { seq: number }).seq;
    for (const one of removed) {
      if (one.first >= start) break; // on record already, and not removed yet
      if (one.first !== tree.size || one.first_previous_hash !== head) throw new Error('what was removed has a gap');
      const leaves = leavesOf(this.trail, one);
      for (let at = 0; at < leaves.length; at += LEAF_BYTES) tree.append(leaves.subarray(at, at + LEAF_BYTES));
      head = one.last_entry_hash;
    }
    for (const line of present) {
      const entry = JSON.parse(line) as { seq: number; previous_hash: string; entry_hash: string };
      if (entry.seq !== tree.size || entry.previous_hash !== head)
        throw new Error(`entry ${entry.seq} does not follow`);
      if (hashEntry(entry) !== entry.entry_hash) throw new Error(`entry ${entry.seq} was changed`);
      head = entry.entry_hash;
      tree.append(quickLeafHash(line));
    }
    return tree;
  }
}

export function codeOf(error: unknown): string | undefined {
  return error instanceof AuditError ? error.code : undefined;
}
