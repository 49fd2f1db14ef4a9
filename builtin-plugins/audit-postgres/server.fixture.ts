/** @module A real PostgreSQL server for the tests: its own folder, a free port, and nothing left behind. */
import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import {
  accessSync,
  appendFileSync,
  chmodSync,
  chownSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { userInfo, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { loadLibrary } from './library.ts';
import type { PgPool, PgResult } from './library.ts';

const run = promisify(execFile);

/** The folder of `initdb` and `postgres`; undefined where PostgreSQL is not installed. */
export function findBinaries(): string | undefined {
  const root = '/usr/lib/postgresql';
  const debian = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...debian.map((version) => join(root, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(delimiter),
  ];
  return folders.find((folder) => ['initdb', 'postgres'].every((name) => isProgram(join(folder, name))));
}
function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // another folder may have it
  }
}

/** A server of one test file. Its superuser is `owner`. */
export class TestServer {
  readonly folder: string;
  /** Part of the name of its socket. */
  port = 5432;
  readonly password: string = randomBytes(12).toString('hex');
  /** Where it listens for TLS; 0 when it does not. */
  tcpPort = 0;
  readonly #bin: string;
  readonly #as: readonly string[];
  #process: ChildProcess | undefined;
  #schemas = 0;

  private constructor(bin: string, folder: string, as: readonly string[]) {
    this.#bin = bin;
    this.folder = folder;
    this.#as = as;
  }

  static async start({
    tls = false,
    fsync = false,
  }: { readonly tls?: boolean; readonly fsync?: boolean } = {}): Promise<TestServer> {
    const bin = findBinaries();
    if (bin === undefined) throw new Error('there is no PostgreSQL here');
    const folder = mkdtempSync(join(tmpdir(), 'enforcecore-pg-'));
    const root = userInfo().uid === 0;
    // PostgreSQL refuses to run as root.
    const server = new TestServer(
      bin,
      folder,
      root ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups'] : [],
    );
    if (root) {
      const { stdout } = await run('id', ['-u', 'postgres']);
      chownSync(folder, Number(stdout), -1);
    }
    await server.#init(tls, fsync);
    await server.up();
    return server;
  }

  /** Options of a connection as `user`, to a database. */
  connection(
    user = 'owner',
    database = 'postgres',
  ): { host: string; port: number; database: string; user: string; password: string } {
    return { host: this.folder, port: this.port, database, user, password: this.password };
  }

  /** A schema that no other test uses: as good as a database of its own, and there at once. */
  schema(): string {
    return `trail_${++this.#schemas}`;
  }

  /** Runs statements as the superuser, on a connection of their own. */
  async sql(text: string, values: readonly unknown[] = [], user = 'owner'): Promise<PgResult['rows']> {
    const pool = await this.pool(user);
    try {
      const client = await pool.connect();
      client.on('error', () => undefined); // the query fails too
      try {
        const result = await (values.length > 0 ? client.query(text, values) : client.query(text));
        return result.rows;
      } finally {
        client.release();
      }
    } finally {
      await pool.end();
    }
  }

  async pool(user = 'owner'): Promise<PgPool> {
    const { Pool } = await loadLibrary();
    const pool = new Pool({ ...this.connection(user), max: 2, ssl: false });
    pool.on('error', () => undefined); // the tests cut connections on purpose
    return pool;
  }

  /** The path of its socket. */
  get socket(): string {
    return join(this.folder, `.s.PGSQL.${this.port}`);
  }

  /** Starts the server, which may have been stopped, and waits until it answers. */
  async up(): Promise<void> {
    const args = ['-D', join(this.folder, 'data')];
    const [program, ...rest] = [...this.#as, join(this.#bin, 'postgres'), ...args] as [string, ...string[]];
    this.#process = spawn(program, rest, { stdio: 'ignore', cwd: this.folder });
    for (let i = 0; i < 300; i++) {
      if (this.#process.exitCode !== null) throw new Error('the server did not start');
      try {
        await this.sql('SELECT 1');
        return;
      } catch {
        await delay(20); // it is still starting
      }
    }
    throw new Error('the server does not answer');
  }

  /** `SIGINT`: at once, transactions are rolled back. `SIGQUIT`: as in a crash, with recovery at the next start. */
  async down(signal: 'SIGINT' | 'SIGQUIT' = 'SIGINT'): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  }

  async restart(): Promise<void> {
    await this.down();
    await this.up();
  }

  async remove(): Promise<void> {
    await this.down('SIGQUIT');
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #init(tls: boolean, fsync: boolean): Promise<void> {
    const data = join(this.folder, 'data');
    const secret = join(this.folder, 'secret');
    mkdirSync(data);
    writeFileSync(secret, this.password);
    if (this.#as.length > 0) for (const path of [data, secret]) await run('chown', ['postgres', path]);
    const args = [
      '-D',
      data,
      '-U',
      'owner',
      '--auth=scram-sha-256',
      `--pwfile=${secret}`,
      '-E',
      'UTF8',
      '--no-locale',
      '-N',
    ];
    const [program, ...rest] = [...this.#as, join(this.#bin, 'initdb'), ...args] as [string, ...string[]];
    await run(program, rest, { cwd: this.folder });
    const settings = [
      `unix_socket_directories = '${this.folder}'`,
      "listen_addresses = ''",
      'max_connections = 100',
      'shared_buffers = 64MB',
      // What a power cut does is not tested here; what a crash of the server does needs no fsync.
      `fsync = ${fsync ? 'on' : 'off'}`,
    ];
    appendFileSync(join(data, 'postgresql.conf'), `${settings.join('\n')}\n`);
    if (tls) await this.#listen(data);
  }

  /** Makes a certificate for `localhost`, and lets the server listen there on a free port. */
  async #listen(data: string): Promise<void> {
    const [key, certificate] = [join(data, 'server.key'), join(data, 'server.crt')];
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    await run('openssl', ['req', '-x509', '-days', '2', ...curve, ...subject, '-keyout', key, '-out', certificate]);
    chmodSync(key, 0o600);
    if (this.#as.length > 0) await run('chown', ['postgres', key, certificate]);
    const probe = createServer().listen(0, 'localhost');
    await once(probe, 'listening');
    this.tcpPort = (probe.address() as AddressInfo).port;
    probe.close();
    await once(probe, 'close');
    // Of the socket's name the port is a part too.
    this.port = this.tcpPort;
    appendFileSync(join(data, 'postgresql.conf'), `ssl = on\nlisten_addresses = 'localhost'\nport = ${this.port}\n`);
    const rules = join(data, 'pg_hba.conf');
    writeFileSync(rules, `hostnossl all tls_only all reject\n${readFileSync(rules, 'utf8')}`);
  }
}
