/** @module A trail is held against the checkpoints that others kept. */
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import 'enforcecore';
import { generateLogKeys, leafHash, rootOf, signCheckpoint, verifierKey } from 'enforcecore/sdk';
import { TestProject } from '../../sdk/cli/cli.fixture.ts';
import type { Ran } from '../../sdk/cli/cli.fixture.ts';
import { readTree } from './leaves.ts';
import { sealed, text } from './trail.fixture.ts';

const ORIGIN = 'example.com/log';
const keys = generateLogKeys();
const other = generateLogKeys();
let project: TestProject;
let trail: string;
beforeEach(() => {
  project = new TestProject();
  trail = project.write('trail.jsonl', text(sealed(Array.from({ length: 6 }, () => ({})))));
  project.write('public.pem', keys.publicKey);
});
afterEach(() => project[Symbol.dispose]());

const run = (...argv: string[]): Promise<Ran> => project.run(argv);

async function root(size: number): Promise<Buffer> {
  const tree = await readTree(trail);
  return rootOf(size, tree.read);
}

async function note(size: number, key = keys.privateKey, origin = ORIGIN): Promise<string> {
  return signCheckpoint({ origin, size, root: size <= 6 ? await root(size) : leafHash('x') }, key);
}
const lying = (size: number): string => signCheckpoint({ origin: ORIGIN, size, root: leafHash('y') }, keys.privateKey);

describe('verify with checkpoints that others kept', () => {
  const witness = (content: string, ...more: string[]): Promise<Ran> => {
    const file = project.write('witness', content);
    return run('verify', trail, '--json', '--witness', file, '--public-key', join(project.dir, 'public.pem'), ...more);
  };
  const codes = ({ json, code }: Ran): unknown => {
    expect(code).toBe(json.is_valid ? 0 : 1);
    return (json.errors as { code: string; line: number }[]).map((one) => `${one.line} ${one.code}`);
  };

  it('passes when all of them are of this trail, in either form', async () => {
    const notes = [await note(1), await note(4), await note(4), await note(6), await note(9, other.privateKey)];
    expect(codes(await witness(notes.join('')))).toEqual([]);
    expect(codes(await witness(notes.join('\n')))).toEqual([]);
    expect(
      codes(await witness(notes.map((one) => `${JSON.stringify({ size: 1, checkpoint: one })}\n`).join(''))),
    ).toEqual([]);
  });

  it('finds a trail that was rolled back', async () => {
    expect(codes(await witness((await note(3)) + (await note(8))))).toEqual(['7 behind_checkpoint']);
  });

  it('finds another history of the same size, and of a smaller one', async () => {
    expect(codes(await witness(lying(6)))).toEqual(['6 not_in_checkpoint']);
    expect(codes(await witness(lying(2) + (await note(6))))).toEqual(['2 not_in_checkpoint']);
  });

  it('finds that two were shown different logs', async () => {
    expect(codes(await witness((await note(6)) + lying(6)))).toEqual(['6 split_view']);
    const file = project.write('second', await note(9));
    expect(
      codes(
        await witness(
          signCheckpoint({ origin: ORIGIN, size: 9, root: leafHash('z') }, keys.privateKey),
          '--witness',
          file,
        ),
      ),
    ).toEqual(['9 split_view', '7 behind_checkpoint']);
  });

  it('takes several checkpoints', async () => {
    const files = [project.write('a', await note(2)), project.write('b', lying(3))];
    const given = files.flatMap((file) => ['--checkpoint', file]);
    const ran = await run('verify', trail, '--json', ...given, '--public-key', join(project.dir, 'public.pem'));
    expect(codes(ran)).toEqual(['3 not_in_checkpoint']);
  });

  it('keeps to one log when it is given the key of that log', async () => {
    const key = project.write('verifier', verifierKey(ORIGIN, keys.publicKey));
    const file = project.write('witness', (await note(4)) + (await note(99, keys.privateKey, 'example.com/other')));
    expect(codes(await run('verify', trail, '--json', '--witness', file, '--public-key', key))).toEqual([]);
  });

  it.each<[string, () => Promise<string>]>([
    ['that has none', async () => ''],
    ['of others alone', () => note(4, other.privateKey)],
    ['with one that was changed', async () => (await note(4)) + (await note(5)).replace('\n5\n', '\n6\n')],
    ['that was cut', async () => (await note(4)) + '{"checkpoint":'],
    ['with the beginning of one', async () => (await note(4)) + (await note(5)).slice(0, 30)],
    ['with half a signature', async () => (await note(4)) + (await note(5)).slice(0, -30)],
    ['of lines that say nothing', async () => '{"size":1}\n'],
  ])('exits with 1 for a witness %s', async (_, content) => {
    const { code, json } = await witness(await content());
    expect([code, json.error.code]).toEqual([1, 'EC_AUDIT_CHECKPOINT']);
  });

  it.each([[['--witness', 'x']], [['--public-key', 'x']], [['--threads', '0']], [['--threads', 'many']]])(
    'exits with 2 for %j',
    async (argv) => {
      expect(await run('verify', trail, ...argv)).toMatchObject({ code: 2 });
    },
  );

  it('exits with 3 when a file cannot be read', async () => {
    const { code, json } = await run('verify', trail, '--json', '--witness', 'nothing', '--public-key', 'nothing');
    expect([code, json.error.code]).toEqual([3, 'EC_AUDIT_READ']);
  });
});
