/** @module Package folders for the tests of this room, made in a temporary folder and removed with it. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Found } from './discover.ts';

export class TestPackages {
  readonly dir = realpathSync(mkdtempSync(join(tmpdir(), 'enforcecore-plugins-')));

  at(...path: readonly string[]): string {
    return join(this.dir, ...path);
  }

  /** Writes a file: text and bytes as they are, anything else as JSON. */
  write(path: string, content: unknown): string {
    const file = this.at(path);
    mkdirSync(dirname(file), { recursive: true });
    const isRaw = typeof content === 'string' || content instanceof Uint8Array;
    writeFileSync(file, isRaw ? content : JSON.stringify(content));
    return file;
  }

  /** Writes a plugin package whose module, if it ran, would say so in `ran`. */
  plugin(path: string, name: string, change: Readonly<Record<string, unknown>> = {}): string {
    this.write(`${path}/index.js`, `require('node:fs').writeFileSync(${JSON.stringify(this.at('ran'))}, '');\n`);
    this.write(`${path}/package.json`, packageJson(name, change));
    return this.at(path);
  }

  link(path: string, target: string): void {
    mkdirSync(dirname(this.at(path)), { recursive: true });
    symlinkSync(target, this.at(path));
  }

  [Symbol.dispose](): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}

/** A package.json that is accepted, with changes; those under `enforcecore` are merged. */
export function packageJson(name: string, change: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const { enforcecore, ...rest } = change;
  const own = { apiVersion: 1, kinds: ['guard'], ...(enforcecore as object | undefined) };
  return { name, version: '1.2.3', keywords: ['enforcecore-plugin'], enforcecore: own, ...rest };
}

/** A plugin as discovery would give it. */
export function foundPlugin(name: string, change: Partial<Found> = {}): Found {
  return {
    name,
    version: '1.2.3',
    description: '',
    dir: `/plugins/${name}`,
    entry: new URL(`file:///plugins/${name}`),
    kinds: ['guard'],
    sections: [],
    commands: {},
    needs: [],
    default: false,
    trusted: false,
    ...change,
  };
}
