import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import 'enforcecore';
import { catalogOf } from '../catalog.ts';
import { EXIT } from './exit-codes.ts';
import { OWN } from './own.ts';

const page = readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8');

describe('docs/cli.md', () => {
  it('has every command in its table, and no other', () => {
    const contributed = catalogOf().rooms.flatMap((room) => Object.keys(room.commands));
    const table = page.slice(page.indexOf('## Commands'), page.indexOf('## Options'));
    const documented = [...table.matchAll(/^\| `([a-z]+(?: [a-z]+)*)/gm)].map(([, name]) => name);
    expect(documented.sort()).toEqual([...OWN.map(({ name }) => name), ...contributed].sort());
  });

  it('has every exit code', () => {
    for (const code of Object.values(EXIT)) expect(page).toMatch(new RegExp(`^\\| ${code} +\\| `, 'm'));
  });
});
