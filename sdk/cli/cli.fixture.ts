/** @module A project in a temporary folder, and the program run in it with its output captured. For tests. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Writable } from 'node:stream';
import { main } from './main.ts';
import type { ProgramIo } from './terminal.ts';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** What stdout holds, parsed. */
  readonly json: any; // eslint-disable-line @typescript-eslint/no-explicit-any
}

export interface Around {
  readonly env?: NodeJS.ProcessEnv;
  /** The columns of a terminal; none when absent. */
  readonly columns?: number;
}

export class TestProject {
  readonly dir = realpathSync(mkdtempSync(join(tmpdir(), 'enforcecore-cli-')));

  /** Writes a file: text as it is, anything else as JSON. */
  write(path: string, content: unknown): string {
    const file = join(this.dir, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    return file;
  }

  read(path: string): string {
    return readFileSync(join(this.dir, path), 'utf8');
  }

  get files(): readonly string[] {
    return readdirSync(this.dir).sort();
  }

  /** Installs a plugin as a direct dependency. `setup` is the source of its setup function. */
  install(name: string, enforcecore: object, setup = '() => undefined'): void {
    const manifest = this.files.includes('package.json') ? JSON.parse(this.read('package.json')) : {};
    this.write('package.json', { ...manifest, dependencies: { ...manifest.dependencies, [name]: '1.0.0' } });
    this.write(`node_modules/${name}/package.json`, {
      name,
      version: '1.0.0',
      type: 'module',
      main: './index.js',
      description: 'a plugin of somebody else',
      keywords: ['enforcecore-plugin'],
      enforcecore: { apiVersion: 1, kinds: ['guard'], ...enforcecore },
    });
    const fields = `name: '${name}', version: '1.0.0', description: '', needs: {}, provides: [], options: {}`;
    this.write(
      `node_modules/${name}/index.js`,
      `globalThis.imported = [...(globalThis.imported ?? []), '${name}'];
const COMMANDS = { id: 'enforcecore/commands', key: Symbol.for('enforcecore.point/enforcecore/commands'), many: true };
export default { [Symbol.for('enforcecore.plugin')]: 1, ${fields}, sections: {}, setup: ${setup} };\n`,
    );
  }

  async run(argv: readonly string[], { env = {}, columns }: Around = {}): Promise<Ran> {
    const stdout = captured(columns);
    const stderr = captured(columns);
    const code = await main(argv, { env, cwd: this.dir, stdout, stderr });
    const out = stdout.text();
    return {
      code,
      out,
      err: stderr.text(),
      get json() {
        return JSON.parse(out) as unknown;
      },
    };
  }

  [Symbol.dispose](): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}

function captured(columns: number | undefined): ProgramIo['stdout'] & { text(): string } {
  const chunks: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  return Object.assign(stream, {
    text: () => chunks.join(''),
    ...(columns === undefined ? {} : { isTTY: true, columns }),
  });
}
