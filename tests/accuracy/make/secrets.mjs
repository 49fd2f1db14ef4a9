/** @module Providers' tokens in the places they leak from, and tokens that are none, all made at run time. */
import { crc62 } from './checks.mjs';
import { fill, noise } from './fill.mjs';
import { fromShape } from './random.mjs';
import { NAMED, PREFIXED } from './secret-shapes.mjs';

const NAMING = [
  '{K}={v}',
  'export {K}="{v}"',
  '{K}: {v}\n',
  '{"{K}": "{v}"}',
  "const {k} = '{v}';",
  '    {k} = "{v}"\n',
  'env:\n  - name: {K}\n    value: "{v}"\n',
  '{ts} DEBUG config {K}={v} loaded',
  'set {K} {v}'.replace('set {K} {v}', 'setx {K} "{v}"'),
  '"env": {"{K}": "{v}", "N": "{n}"}',
  "os.environ['{K}'] = '{v}'",
  '{k}: "{v}", // {n}',
];
const FREE = [
  'please rotate {v} today',
  'curl -H "Authorization: Bearer {v}" https://api.example.com/{n}',
  '{"args":["--token","{v}"]}',
  'token is {v}.',
  '> {v}\n',
  'x-api-key: {v}\n',
  '- `{v}`',
  'https://api.example.com/v1?token={v}&n={n}',
  '"{v}",',
];

const token = (rng, [, , shape, check]) => {
  const made = fromShape(rng, shape);
  return check === 'crc' ? made + crc62(made.replace(/^[a-z]+_/, '')) : made;
};

function place(rng, provider, value, templates, category) {
  const [id, name] = provider;
  const camel = name.toLowerCase().replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
  const slots = { ...noise(rng), K: () => name, k: () => camel, v: () => ({ value, category }) };
  return fill(rng.pick(templates), slots, id);
}

export function secrets(rng, each = 6) {
  const lines = [];
  for (let round = 0; round < each; round += 1) {
    for (const provider of NAMED) lines.push(place(rng, provider, token(rng, provider), NAMING, 'secret'));
    for (const provider of PREFIXED) {
      const linked = provider[2].startsWith('https:');
      lines.push(place(rng, provider, token(rng, provider), round % 2 || linked ? NAMING : FREE, 'secret'));
    }
    lines.push(pem(rng), link(rng));
  }
  return lines;
}

function pem(rng) {
  const kind = rng.pick(['RSA ', 'EC ', 'OPENSSH ', '', 'ENCRYPTED ']);
  const rows = Array.from({ length: rng.int(3, 20) }, () =>
    rng.chars('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', 64),
  ).join('\n');
  return fill(
    'key:\n{v}\nend',
    {
      v: () => ({
        value: `-----BEGIN ${kind}PRIVATE KEY-----\n${rows}\n-----END ${kind}PRIVATE KEY-----`,
        category: 'secret',
      }),
    },
    'private-key',
  );
}

function link(rng) {
  const password = rng.chars('ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789', 14);
  const value = `${rng.pick(['postgres', 'mysql', 'redis', 'amqp', 'mongodb+srv', 'https'])}://svc:${password}@db.internal:5432`;
  return fill('DATABASE_URL={v}/app', { v: () => ({ value, category: 'secret' }) }, 'password-in-url');
}

const PLAIN = [
  'password: ********',
  'token: null',
  'api_key: your-api-key-here',
  'API_KEY=${API_KEY}',
  'secret: {{ .Values.secret }}',
  'password = os.environ["PASSWORD"]',
  'GITHUB_TOKEN: ${{ secrets.GITHUB_TOKEN }}',
  'apiKey: process.env.API_KEY',
  'npm_config_registry=https://registry.example',
  'https://user@host.example/path',
  'const tokenizer = new Tokenizer(options);',
  'max_tokens: 4096',
  'secretName: tls-prod-wildcard-cert',
  'password: str = Field(..., min_length=12)',
  'Authorization: Bearer <token>',
  'Authorization: Bearer $TOKEN',
  '-----BEGIN CERTIFICATE-----',
  '-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkq\n-----END PUBLIC KEY-----',
  'key: value',
  'primaryKey: "customer_id"',
  'access_token_url = "https://login.example/oauth/token"',
  'client_secret_post',
  'token_endpoint_auth_method: "client_secret_basic"',
  'keyboard-interactive',
  'SECRET_KEY_BASE is missing',
  'sk-learn and sk-image',
  'hf_transfer==0.1.6',
  'AKIA is the prefix of access keys',
  'ghp_ tokens expire',
  'dapi and hvs. are prefixes',
  'passwordResetTokenExpiresInMinutes: 30',
  'private_key_path: /etc/ssl/private/server.key',
  'API_KEY=changeme',
  'API_TOKEN=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
  'api_key="INSERT_YOUR_API_KEY_HERE_PLEASE"',
  'postgres://localhost:5432/app',
  'redis://:@localhost:6379',
  'http://example.com:8080/@scope/pkg',
];

/** Tokens cut short, filled up, misspelt or with a broken checksum; sums and ids that are no secrets; placeholders. */
export function nearTokens(rng) {
  const lines = PLAIN.map((text) => ({ text, spans: [], kind: 'placeholder' }));
  for (const provider of PREFIXED.filter(([, , shape]) => !shape.startsWith('https:'))) {
    const made = token(rng, provider);
    const head = /^[A-Za-z]+[0-9]*[-_.]|^[A-Za-z0-9]{4}/.exec(made)?.[0] ?? made.slice(0, 4);
    const bad = {
      short: head + made.slice(head.length, head.length + 6),
      filled: head + rng.pick(['x', 'X', '*', '0', 'a']).repeat(made.length - head.length),
      words: `${head}your-token-goes-here`,
      ...(provider[2].startsWith('[') ? {} : { misspelt: `q${made.slice(1)}` }),
      ...(provider[3] === 'crc' ? { checksum: made.slice(0, -1) + (made.endsWith('a') ? 'b' : 'a') } : {}),
    };
    for (const [how, value] of Object.entries(bad)) {
      const line = place(rng, provider, value, rng.chance(0.5) ? NAMING : FREE);
      lines.push({ ...line, kind: `${how}/${provider[0]}` });
    }
  }
  const sums = [
    'sha256:[0-9a-f]{64}',
    'commit [0-9a-f]{40}',
    'etag: "[0-9a-f]{32}"',
    'integrity="sha384-[A-Za-z0-9+/]{64}"',
    'id: [0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}',
    'traceparent: 00-[0-9a-f]{32}-[0-9a-f]{16}-01',
    'digest [0-9a-f]{64}',
    'src="data:image/png;base64,[A-Za-z0-9+/]{90}"',
    'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI[A-Za-z0-9+/]{43}',
    'build_[0-9]{10}',
  ];
  for (const shape of sums)
    for (let at = 0; at < 5; at += 1) lines.push({ text: fromShape(rng, shape), spans: [], kind: 'sum' });
  return lines;
}
