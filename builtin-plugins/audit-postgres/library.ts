/** @module The part of `pg` (version 8) that is used, and how it is loaded. */
import { AuditError } from 'enforcecore/sdk';
import './errors.ts';

export interface PgResult {
  readonly rows: readonly Record<string, unknown>[];
  readonly rowCount: number | null;
  readonly command: string;
}
export interface PgClient {
  query(text: string, values?: readonly unknown[]): Promise<PgResult>;
  /** With `true` or an error the connection is closed instead of used again. */
  release(destroy?: Error | boolean): void;
  on(event: 'error', listener: (error: Error) => void): unknown;
  removeListener(event: 'error', listener: (error: Error) => void): unknown;
}
/** A `pg.Pool`. */
export interface PgPool {
  connect(): Promise<PgClient>;
  end(): Promise<void>;
  on(event: 'error', listener: (error: Error) => void): unknown;
}
interface SingleClient {
  connect(): Promise<void>;
  end(): Promise<void>;
  on(event: 'error', listener: (error: Error) => void): unknown;
}
export interface Library {
  readonly Pool: new (config: object) => PgPool;
  readonly Client: new (config: object) => SingleClient;
}

// Not spelled in the import: the library is an optional peer, and no bundler is to look for it.
const PACKAGE = 'pg';

/** @throws AuditError `EC_POSTGRES_LIBRARY_MISSING` */
export async function loadLibrary(name = PACKAGE): Promise<Library> {
  try {
    const module = (await import(/* @vite-ignore */ name)) as Library & { readonly default?: Library };
    return module.default ?? module;
  } catch (cause) {
    throw new AuditError(`PostgreSQL needs the package \`${name}\`, which cannot be loaded`, {
      code: 'EC_POSTGRES_LIBRARY_MISSING',
      cause,
    });
  }
}
