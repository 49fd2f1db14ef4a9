/** @module What the scanner reports, and what it takes for no secret. */
import { describe, expect, it } from 'vitest';
import { pickerOf } from './examples.fixture.ts';
import { RedactionError, SecretScanner } from './index.ts';

const scanner = new SecretScanner();
const pick = pickerOf(3);
const HEX = '0123456789abcdef';
const WORD = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789';
const categoriesIn = (text: string): string[] => scanner.detect(text).map(({ category }) => category);

describe('SecretScanner', () => {
  it('gives category, offsets and text, in order', () => {
    const key = `AKIA${pick('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16)}`;
    const url = `https://ann:${pick(WORD, 10)}@h.example`;
    expect(scanner.detect(`${url} and ${key}.`)).toEqual([
      { category: 'password_in_url', start: 0, end: url.length, text: url },
      { category: 'aws_access_key', start: url.length + 5, end: url.length + 25, text: key },
    ]);
  });

  it('counts by category', () => {
    const keys = [0, 1].map(() => `AKIA${pick('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16)}`);
    expect(scanner.scanAndReport(`${keys.join(' ')} redis://:${pick(WORD, 12)}@h/0`)).toEqual({
      aws_access_key: 2,
      password_in_url: 1,
    });
    expect(scanner.scanAndReport('nothing here')).toEqual({});
  });

  it('looks for the categories named only, and for none when none is named', () => {
    const text = `key AKIA${pick('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16)} sk_live_${pick(WORD, 24)}`;
    const only = (...categories: string[]): string[] =>
      new SecretScanner({ categories }).detect(text).map(({ category }) => category);
    expect(only('stripe_key')).toEqual(['stripe_key']);
    expect(only()).toEqual([]);
  });

  it('refuses a category that there is not', () => {
    expect(() => new SecretScanner({ categories: ['github_tokn'] })).toThrow(RedactionError);
    expect(() => new SecretScanner({ categories: ['toString'] })).toThrow(
      expect.objectContaining({ code: 'EC_SECRETS_CATEGORY_UNKNOWN' }),
    );
  });

  it('of what overlaps reports the earliest, then the longest; spans have all of it', () => {
    const inner = `sk_live_${pick(WORD, 24)}`;
    const text = `api_key=${inner} Authorization: Bearer ${inner}`;
    expect(scanner.detect(text)).toEqual([
      expect.objectContaining({ category: 'generic_api_key', text: `api_key=${inner}` }),
      expect.objectContaining({ category: 'bearer_token', text: `Bearer ${inner}` }),
    ]);
    expect(scanner.spans(text).map(({ category }) => category)).toEqual([
      'generic_api_key',
      'stripe_key',
      'bearer_token',
      'stripe_key',
    ]);
  });

  it('finds a password in a database URL as one or the other', () => {
    const text = `postgres://app:${pick(WORD, 12)}@db/app`;
    expect(categoriesIn(text)).toEqual(['password_in_url']);
    const other = new SecretScanner({ categories: ['database_connection_string'] });
    expect(other.detect(text)).toMatchObject([{ category: 'database_connection_string', text }]);
  });

  it.each([
    'Bearer of bad news',
    'WWW-Authenticate: Bearer realm="a", Bearer charset="utf-8"',
    'the bearer token is required, bearer bonds, BEARER TOKEN',
    'http://h:8080/a@b',
    'https://user@host/path',
    'https://${USER}:${PASSWORD}@host',
    'https://<user>:<password>@host',
    'Basic authentication, basic training',
    'Authorization: Bearer ${token}',
    'Authorization: Bearer <your-token-here>',
    'password: "<password>", password=********, password: process.env.DB_PASSWORD1',
    'const token = await getToken2(request);',
    'apiKey: "your-api-key-1234567890", API_KEY=xxxxxxxxxxxxxxxxxxxx1',
    'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    'commit 3f2504e04f8911d39a0c0305e82c3301aabbccdd',
    'id=3f2504e0-4f89-11d3-9a0c-0305e82c3301',
    'sk-learn, task-force, disk-usage-monitoring-service-name-is-long',
    'md-bottom-sheet-container pk_button_primary_large_outline_style_two',
    '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----',
    '"-----BEGIN PRIVATE KEY-----\\n" + body + "\\n-----END PRIVATE KEY-----"',
  ])('finds nothing in %j', (text) => {
    expect(scanner.detect(text)).toEqual([]);
  });

  it('refuses placeholders in the form of tokens', () => {
    for (const body of ['x'.repeat(24), 'YOUR_KEY_HERE'.padEnd(24, 'x'), '0'.repeat(24), 'abc123'.repeat(4)])
      expect(scanner.detect(`sk_live_${body}`), body).toEqual([]);
  });

  it('finds tokens behind escapes, in JSON strings and in URLs', () => {
    const token = `glpat-${pick(WORD, 20)}`;
    for (const text of [
      `line\\n${token}\\n`,
      `a%3D${token}&b`,
      JSON.stringify(JSON.stringify({ token })),
      `\\u003d${token}`,
    ])
      expect(
        scanner.detect(text).map((found) => found.text),
        text,
      ).toContain(token);
  });

  it('finds private keys with escaped line breaks, cut off, and in strings of a program', () => {
    const body = [0, 1, 2].map(() => pick(WORD, 64));
    const block = (sep: string): string =>
      ['-----BEGIN RSA PRIVATE KEY-----', ...body, '-----END RSA PRIVATE KEY-----'].join(sep);
    for (const text of [block('\n'), block('\r\n'), block('\\n'), block('\\n" +\n  "')])
      expect(scanner.detect(text), text).toEqual([{ category: 'private_key', start: 0, end: text.length, text }]);
    const cut = block('\n').slice(0, 150);
    expect(scanner.detect(cut)).toMatchObject([{ start: 0, end: 150 }]);
  });

  it('finds what stands beside its word in the next line, and not far away', () => {
    const key = pick(HEX, 32);
    const near = scanner.spans(`datadog:\n  api_key: ${key}\n`).map(({ category }) => category);
    expect(near).toContain('datadog_key');
    expect(categoriesIn(`datadog: api_key ${' '.repeat(80)} ${key}`)).toEqual([]);
    expect(categoriesIn(`datadog build ${key}`)).toEqual([]);
  });

  it('finds the data of Kubernetes Secrets in the order of manifests and of the cluster', () => {
    const [one, two] = [pick(WORD, 16), `${pick(WORD, 14)}==`];
    const data = `data:\n  user: ${one}\n  password: ${two}`;
    expect(scanner.detect(`kind: Secret\nmetadata:\n  name: s\ntype: Opaque\n${data}\n`)).toMatchObject([
      { category: 'kubernetes_secret', start: 0 },
    ]);
    expect(scanner.detect(`apiVersion: v1\n${data}\nkind: Secret\n`)).toMatchObject([{ text: data }]);
    expect(scanner.detect(`kind: Secret\nstringData:\n  user: admin\n  p: hunter2\n`)).toMatchObject([
      { text: 'kind: Secret\nstringData:\n  user: admin\n  p: hunter2' },
    ]);
    expect(scanner.detect(`kind: Secret\n---\n${data}\nkind: ConfigMap\n`)).toEqual([]);
  });

  it('copes with any text', () => {
    for (const text of ['', '\ud800', '\0'.repeat(100), '\udc00AKIA', '\u{1f600}'.repeat(50)])
      expect(scanner.detect(text)).toEqual([]);
  });
});
