/** @module Examples of every rule, assembled when a test runs so that no scanner takes this file for a leak. */
import { createHash } from 'node:crypto';
import { CLASSES } from './alphabet.ts';
import { base62, crc32, encodeBase58 } from './checksum.ts';
import { randomOf } from './held-out.fixture.ts';
import type { Rule } from './rule.ts';
import { parseShape } from './shape.ts';
import type { Run, Step } from './shape.ts';

export type Pick = (alphabet: string, count: number) => string;

export function pickerOf(seed: number): Pick {
  const random = randomOf(seed);
  return (alphabet, count) => Array.from({ length: count }, () => alphabet.charAt(random(alphabet.length))).join('');
}

/** A token of a shape, each run as short as it may be. */
export function tokenOf(source: string, pick: Pick): string {
  return parseShape(source)
    .steps.map((step) => (typeof step === 'string' ? step : pick(CLASSES[step.name] as string, step.min)))
    .join('');
}

/** A token as a rule wants it: what it must contain, a checksum that holds, a digit where random text has one. */
export function exampleOf(rule: Exclude<Rule, { kind: 'probe' }>, source: string, pick: Pick): string {
  if (rule.checksum === 'crc32Base62') {
    const { anchor } = parseShape(source);
    const body = pick(CLASSES['w'] as string, 30);
    return anchor + body + base62(crc32(body));
  }
  if (rule.checksum === 'base58Check') return wif(source, pick);
  for (let attempt = 0; ; attempt++) {
    const token = withPart(tokenOf(source, pick), rule.kind === 'token' ? rule.contains : undefined);
    if (attempt > 20 || /\d.*\d/.test(token.slice(parseShape(source).anchor.length))) return token;
  }
}

function withPart(token: string, part: string | undefined): string {
  if (part === undefined) return token;
  const at = token.length - part.length - 12;
  return token.slice(0, at) + part + token.slice(at + part.length);
}

/** A Bitcoin key whose text begins as the shape does. */
function wif(source: string, pick: Pick): string {
  const long = !source.startsWith('5');
  for (;;) {
    const payload = Buffer.from(`80${pick('0123456789abcdef', 64)}${long ? '01' : ''}`, 'hex');
    const check = createHash('sha256').update(createHash('sha256').update(payload).digest()).digest().subarray(0, 4);
    const text = encodeBase58(Buffer.concat([payload, check]));
    if (text.startsWith(source.charAt(0))) return text;
  }
}

/** Tokens that are nearly right: too short, too long, with a character that does not belong. */
export function nearMisses(source: string, token: string, pick: Pick): string[] {
  const { steps } = parseShape(source);
  const last = steps.at(-1) as Step;
  const spoiled: string[] = [];
  if (typeof last !== 'string') {
    spoiled.push(token.slice(0, -1));
    if (last.min === last.max) spoiled.push(token + pick('0123456789', 1));
  }
  const at = placeOfRun(steps);
  if (at >= 0) spoiled.push(`${token.slice(0, at)}\u00a7${token.slice(at + 1)}`);
  return spoiled;
}

/** Where the longest run of a token begins. */
function placeOfRun(steps: readonly Step[]): number {
  let at = 0;
  let best = { at: -1, min: 0 };
  for (const step of steps) {
    if (typeof step !== 'string' && step.min > best.min) best = { at, min: step.min };
    at += typeof step === 'string' ? step.length : (step as Run).min;
  }
  return best.at;
}

/** By id of a rule with a scanner of its own: a text, the part of it to be found (all when absent), a near miss. */
export const PROBED: Readonly<Record<string, (pick: Pick) => { text: string; found?: string; near: string }>> = {
  'pem-private-key': (pick) => {
    const block = (label: string, body: string): string => `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----`;
    const body = pick(CLASSES['b'] as string, 64);
    return { text: block('OPENSSH PRIVATE KEY', body), near: block('PUBLIC KEY', body) };
  },
  'putty-private-key': (pick) => {
    const head = 'PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n';
    const body = pick(CLASSES['b'] as string, 64);
    return { text: `${head}Private-Lines: 1\n${body}`, near: `${head}Public-Lines: 1\n${body}` };
  },
  'jwk-private-key': (pick) => {
    const key = `7${pick(CLASSES['-'] as string, 42)}`;
    return { text: `{"kty":"OKP","d":"${key}"}`, found: key, near: `{"kty":"OKP","x":"${key}"}` };
  },
  'bearer-token': (pick) => {
    const text = `Bearer 7a${pick(CLASSES['w'] as string, 30)}`;
    return { text, near: 'Bearer of bad news, bearer bonds and the Bearer token that is missing' };
  },
  'json-web-token': (pick) => {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const tail = `${part({ sub: pick('0123456789', 8) })}.${pick(CLASSES['-'] as string, 43)}`;
    return { text: `${part({ alg: 'HS256' })}.${tail}`, near: `${part({ algorithm: 'HS256' })}.${tail}` };
  },
  'basic-auth': (pick) => {
    const encoded = (text: string): string => Buffer.from(text).toString('base64');
    const secret = pick(CLASSES['w'] as string, 12);
    return { text: `Basic ${encoded(`ann:${secret}`)}`, near: `Basic ${encoded(`ann${secret}`)}, basic training` };
  },
  'curl-user': (pick) => {
    const found = `ann:${pick(CLASSES['w'] as string, 12)}`;
    return { text: `curl -u ${found} https://h/`, found, near: `sort -u ${found}; curl -u ann:$PASSWORD https://h/` };
  },
  'registry-auth': (pick) => {
    const found = Buffer.from(`ann:${pick(CLASSES['w'] as string, 12)}`).toString('base64');
    return {
      text: `{"auth": "${found}"}`,
      found,
      near: `{"auth": "${Buffer.from('no colon here').toString('base64')}"}`,
    };
  },
  'password-in-url': (pick) => ({
    text: `https://ann:${pick(CLASSES['w'] as string, 12)}@h.example/x`,
    near: 'http://h:8080/a@b https://ann@h/x https://ann:${PASSWORD}@h/x https://ann:<password>@h/',
  }),
  'database-url': (pick) => {
    const secret = pick(CLASSES['w'] as string, 12);
    return { text: `redis://:${secret}@cache:6379/0`, near: `https://ann:${secret}@h/x redis://cache:6379/0` };
  },
  'jdbc-url': (pick) => {
    const text = `jdbc:mysql://h/db?user=ann&password=${pick(CLASSES['w'] as string, 12)}`;
    return { text, near: 'jdbc:mysql://h/db?user=ann&password=${PASSWORD}' };
  },
  'database-string': (pick) => {
    const text = `Server=h;Database=d;User Id=ann;Password=${pick(CLASSES['w'] as string, 12)}`;
    return { text, near: 'Server=h;Database=d;User Id=ann;Password=<password>;Integrated Security=true' };
  },
  'gcp-service-account': (pick) => {
    const id = pick(CLASSES['h'] as string, 40);
    const found = `"type": "service_account",\n "project_id": "p",\n "private_key_id": "${id}"`;
    return { text: `{${found}}`, found, near: `{"type": "authorized_user", "private_key_id": "${id}"}` };
  },
  'azure-connection-string': (pick) => {
    const head = 'DefaultEndpointsProtocol=https;AccountName=a;';
    return { text: `${head}AccountKey=${pick(CLASSES['b'] as string, 86)}==`, near: `${head}AccountKey=short==` };
  },
  'azure-account-key': (pick) => ({
    text: `AccountKey=${pick(CLASSES['b'] as string, 86)}==`,
    near: 'AccountKey=YourAccountKeyGoesHere==',
  }),
  'netrc-password': (pick) => {
    const text = `machine h.example login ann password ${pick(CLASSES['w'] as string, 12)}`;
    return { text, near: 'the machine that I login to has no password at all' };
  },
  'npmrc-token': (pick) => {
    const found = pick(CLASSES['w'] as string, 36);
    return { text: `//r.example/:_authToken=${found}`, found, near: '//r.example/:_authToken=${NPM_TOKEN}' };
  },
  'kubernetes-secret': (pick) => {
    const data = `\ndata:\n  password: ${Buffer.from(pick(CLASSES['w'] as string, 12)).toString('base64')}`;
    return { text: `kind: Secret\nmetadata:\n  name: s${data}`, near: `kind: ConfigMap\nmetadata:\n  name: s${data}` };
  },
  'kubernetes-secret-data': (pick) => {
    const value = Buffer.from(pick(CLASSES['w'] as string, 12)).toString('base64');
    const found = `"data": {\n "password": "${value}"\n}`;
    return { text: `${found},\n"kind": "Secret"`, found, near: `${found},\n"kind": "ConfigMap"` };
  },
  'aws-secret-key': (pick) => {
    const key = pick(CLASSES['b'] as string, 40);
    return {
      text: `aws_secret_access_key = ${key}`,
      near: `aws_secret_access_key = ${key}9 aws_secret_key=${'a'.repeat(40)}`,
    };
  },
  'generic-api-key': (pick) => ({
    text: `api_key=${pick(CLASSES['w'] as string, 32)}`,
    near: 'api_key=process.env.MY_API_KEY_2024 apiKey: "your-api-key-goes-here-12345" apiKeyName = "some_config_key_v2_final" api_key=short1',
  }),
  'generic-secret': (pick) => {
    const found = pick(CLASSES['h'] as string, 48);
    return {
      text: `SESSION_SECRET=${found}`,
      found,
      near: 'token = nextToken(scanner2) secretName: "payments-database-credentials-2"',
    };
  },
  'generic-password': (pick) => {
    const found = `Tr0ub4-${pick(CLASSES['w'] as string, 9)}`;
    return {
      text: `"password": "${found}"`,
      found,
      near: 'password: "<password>" password = getPassword(user1) password: Yup.string().min(8)',
    };
  },
};
