/** @module A store in a folder of its own, for the tests. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuditStore } from 'enforcecore/sdk';
import { SQLiteBackend } from './index.ts';

/** A folder with a database in it. Take it away with {@link Ground.leave}. */
export class Ground {
  readonly folder = mkdtempSync(join(tmpdir(), 'enforcecore-sqlite-'));
  readonly path = join(this.folder, 'deep', 'audit.db');
  backend = new SQLiteBackend({ dbPath: this.path });
  store = new AuditStore(this.backend);

  async reopen(): Promise<this> {
    await this.store.close();
    this.backend = new SQLiteBackend({ dbPath: this.path });
    this.store = new AuditStore(this.backend);
    return this;
  }

  async leave(): Promise<void> {
    await this.store.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
