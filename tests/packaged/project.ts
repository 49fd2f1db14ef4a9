/** @module A project of its own in a temporary folder, with the built package and plugins installed. */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const CHECKOUT = fileURLToPath(new URL('../../', import.meta.url));

export interface Described {
  readonly code?: string;
  readonly violation?: string;
  readonly rule?: string;
  readonly message: string;
  readonly hint?: string;
}
export interface Answered {
  readonly tool: string;
  readonly ran: boolean;
  readonly value?: unknown;
  readonly error?: Described;
  readonly decision?: string;
  readonly redactionsInput?: number;
  readonly redactionsOutput?: number;
}
/** What the child process printed. */
export interface Answer {
  readonly found?: readonly { readonly name: string; readonly kind: string; readonly package: string }[];
  readonly ranAtDiscovery?: boolean;
  readonly guardsAdded?: number;
  readonly calls?: readonly Answered[];
  readonly value?: unknown;
  readonly error?: Described;
  readonly ran?: boolean;
}

export class Project {
  readonly dir = realpathSync(mkdtempSync(join(tmpdir(), 'enforcecore-project-')));
  readonly #dependencies: Record<string, string> = { enforcecore: '*' };

  constructor() {
    if (!existsSync(join(CHECKOUT, 'dist/index.js'))) throw new Error('dist/ is missing: run `npm run build` first');
    this.write('probe.mjs', '');
    cpSync(join(CHECKOUT, 'tests/packaged/probe.mjs'), join(this.dir, 'probe.mjs'));
    mkdirSync(join(this.dir, 'node_modules'));
    // Copied, not linked: what the package needs has to be in the package, and not in the checkout's node_modules.
    for (const part of ['dist', 'package.json']) {
      cpSync(join(CHECKOUT, part), join(this.dir, 'node_modules/enforcecore', part), { recursive: true });
    }
    this.#describe();
  }

  /** Installs a package from a folder, as a direct dependency. */
  install(name: string, from: string): void {
    cpSync(from, join(this.dir, 'node_modules', name), { recursive: true });
    this.depend(name);
  }

  depend(name: string): void {
    this.#dependencies[name] = '*';
    this.#describe();
  }

  write(path: string, content: string): string {
    const file = join(this.dir, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  }

  /** Asks the built package, in a process of its own whose working directory is this project. */
  async ask(question: object): Promise<Answer> {
    const env = { PATH: process.env['PATH'] ?? '', ENFORCECORE_AUDIT_PATH: join(this.dir, 'trail') };
    const given = [join(this.dir, 'probe.mjs'), JSON.stringify(question)];
    const { stdout } = await promisify(execFile)(process.execPath, given, { cwd: this.dir, env });
    return JSON.parse(stdout) as Answer;
  }

  [Symbol.dispose](): void {
    rmSync(this.dir, { recursive: true, force: true });
  }

  #describe(): void {
    const description = { name: 'project', private: true, type: 'module', dependencies: this.#dependencies };
    this.write('package.json', JSON.stringify(description));
  }
}
