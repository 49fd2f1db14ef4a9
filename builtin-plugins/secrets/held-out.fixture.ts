/** @module Made-up secrets of many providers in the places where they leak, and tokens that are nearly right, to measure rules with. */
import { base62, crc32, encodeBase58 } from './checksum.ts';
import { createHash } from 'node:crypto';

/** A repeatable source of random numbers (mulberry32). */
export function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

const DIGIT = '0123456789';
const HEX = '0123456789abcdef';
const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const B62 = DIGIT + UPPER + LOWER;
const URL64 = `${B62}-_`;
const B64 = `${B62}+/`;

type Make = (pick: (alphabet: string, count: number) => string) => string;
export interface Provider {
  /** The name a variable would have, where one is needed to know the provider. */
  readonly name: string;
  readonly make: Make;
  /** Tells itself without a name beside it. */
  readonly marked: boolean;
}
const marked = (name: string, make: Make): Provider => ({ name, make, marked: true });
const named = (name: string, make: Make): Provider => ({ name, make, marked: false });

const uuid: Make = (pick) => [8, 4, 4, 4, 12].map((count) => pick(HEX, count)).join('-');
const checked =
  (prefix: string): Make =>
  (pick) => {
    const body = pick(B62, 30);
    return prefix + body + base62(crc32(body));
  };
const wif: Make = (pick) => {
  const payload = Buffer.from(`80${pick(HEX, 64)}01`, 'hex');
  const twice = createHash('sha256').update(createHash('sha256').update(payload).digest()).digest();
  return encodeBase58(Buffer.concat([payload, twice.subarray(0, 4)]));
};
const jwt: Make = (pick) => {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: pick(DIGIT, 8), n: pick(LOWER, 6) })}.${pick(URL64, 43)}`;
};

export const PROVIDERS: readonly Provider[] = [
  marked('AWS_ACCESS_KEY_ID', (p) => `AKIA${p(UPPER + '234567', 16)}`),
  marked('AWS_TEMP_KEY', (p) => `ASIA${p(UPPER + '234567', 16)}`),
  named('AWS_SECRET_ACCESS_KEY', (p) => p(B64, 40)),
  marked('GITHUB_TOKEN', checked('ghp_')),
  marked('GH_APP_TOKEN', checked('ghs_')),
  marked('GH_OAUTH', checked('gho_')),
  marked('GH_PAT', (p) => `github_pat_${p(B62, 22)}_${p(B62, 59)}`),
  marked('NPM_TOKEN', checked('npm_')),
  marked('GITLAB_TOKEN', (p) => `glpat-${p(URL64, 20)}`),
  marked('GITLAB_DEPLOY', (p) => `gldt-${p(URL64, 20)}`),
  marked('CI_TRIGGER', (p) => `glptt-${p(HEX, 40)}`),
  marked('SLACK_BOT_TOKEN', (p) => `xoxb-${p(DIGIT, 12)}-${p(DIGIT, 13)}-${p(B62, 24)}`),
  marked('SLACK_USER', (p) => `xoxp-${p(DIGIT, 12)}-${p(DIGIT, 12)}-${p(DIGIT, 13)}-${p(HEX, 32)}`),
  marked('SLACK_APP', (p) => `xapp-1-A${p(UPPER + DIGIT, 10)}-${p(DIGIT, 13)}-${p(HEX, 64)}`),
  marked(
    'SLACK_HOOK',
    (p) => `https://hooks.slack.com/services/T${p(UPPER + DIGIT, 10)}/B${p(UPPER + DIGIT, 10)}/${p(B62, 24)}`,
  ),
  marked('STRIPE_SECRET', (p) => `sk_live_${p(B62, 24)}`),
  marked('STRIPE_KEY', (p) => `sk_live_51${p(B62, 97)}`),
  marked('STRIPE_RESTRICTED', (p) => `rk_live_${p(B62, 24)}`),
  marked('STRIPE_WEBHOOK', (p) => `whsec_${p(B62, 32)}`),
  marked('OPENAI_API_KEY', (p) => `sk-${p(B62, 20)}T3BlbkFJ${p(B62, 20)}`),
  marked('OPENAI_PROJECT', (p) => `sk-proj-${p(URL64, 74)}T3BlbkFJ${p(URL64, 74)}`),
  marked('OPENAI_SERVICE', (p) => `sk-svcacct-${p(URL64, 58)}T3BlbkFJ${p(URL64, 58)}`),
  marked('ANTHROPIC_API_KEY', (p) => `sk-ant-api03-${p(URL64, 93)}AA`),
  marked('GOOGLE_API_KEY', (p) => `AIza${p(URL64, 35)}`),
  marked('GOOGLE_CLIENT_SECRET', (p) => `GOCSPX-${p(URL64, 28)}`),
  marked('GOOGLE_OAUTH', (p) => `ya29.${p(URL64, 160)}`),
  marked('AZURE_CLIENT_SECRET', (p) => `${p(B62, 3)}${p(DIGIT, 1)}Q~${p(URL64, 34)}`),
  marked(
    'AZURE_STORAGE',
    (p) =>
      `DefaultEndpointsProtocol=https;AccountName=${p(LOWER, 8)};AccountKey=${p(B64, 86)}==;EndpointSuffix=core.windows.net`,
  ),
  marked('DO_TOKEN', (p) => `dop_v1_${p(HEX, 64)}`),
  named('TWILIO_AUTH_TOKEN', (p) => p(HEX, 32)),
  marked('TWILIO_API_KEY', (p) => `SK${p(HEX, 32)}`),
  marked('SENDGRID_API_KEY', (p) => `SG.${p(URL64, 22)}.${p(URL64, 43)}`),
  marked('MAILGUN_API_KEY', (p) => `key-${p(HEX, 32)}`),
  marked('MAILCHIMP_API_KEY', (p) => `${p(HEX, 32)}-us${p('123456789', 2)}`),
  marked('TELEGRAM_BOT', (p) => `${p('123456789', 1)}${p(DIGIT, 9)}:AA${p(URL64, 33)}`),
  named('DISCORD_BOT_TOKEN', (p) => `M${p(B62, 23)}.${p(URL64, 6)}.${p(URL64, 38)}`),
  marked('DISCORD_HOOK', (p) => `https://discord.com/api/webhooks/${p('123456789', 18)}/${p(URL64, 68)}`),
  marked('SHOPIFY_TOKEN', (p) => `shpat_${p(HEX, 32)}`),
  marked('SQUARE_TOKEN', (p) => `sq0atp-${p(URL64, 22)}`),
  marked('SQUARE_SECRET', (p) => `sq0csp-${p(URL64, 43)}`),
  marked('PLAID_TOKEN', (p) => `access-production-${uuid(p)}`),
  marked('HUBSPOT_TOKEN', (p) => `pat-na1-${uuid(p)}`),
  named('HEROKU_API_KEY', uuid),
  marked('HEROKU_KEY', (p) => `HRKU-AA${p(URL64, 58)}`),
  marked('NETLIFY_TOKEN', (p) => `nfp_${p(B62, 36)}`),
  named('CLOUDFLARE_API_TOKEN', (p) => p(URL64, 40)),
  named('CLOUDFLARE_API_KEY', (p) => p(HEX, 37)),
  named('FASTLY_API_TOKEN', (p) => p(URL64, 32)),
  named('DATADOG_API_KEY', (p) => p(HEX, 32)),
  named('DD_APP_KEY', (p) => p(HEX, 40)),
  marked('NEW_RELIC_KEY', (p) => `NRAK-${p(UPPER + DIGIT, 27)}`),
  marked('SENTRY_TOKEN', (p) => `sntryu_${p(HEX, 64)}`),
  marked('GRAFANA_TOKEN', (p) => `glsa_${p(B62, 32)}_${p(HEX, 8)}`),
  marked('GRAFANA_CLOUD', (p) => `glc_${p(B64, 80)}`),
  marked('VAULT_TOKEN', (p) => `hvs.${p(URL64, 95)}`),
  marked('TF_TOKEN', (p) => `${p(B62, 14)}.atlasv1.${p(URL64, 67)}`),
  marked('PULUMI_ACCESS_TOKEN', (p) => `pul-${p(HEX, 40)}`),
  marked('DATABRICKS_TOKEN', (p) => `dapi${p(HEX, 32)}`),
  marked('POSTMAN_KEY', (p) => `PMAK-${p(HEX, 24)}-${p(HEX, 34)}`),
  marked('LINEAR_KEY', (p) => `lin_api_${p(B62, 40)}`),
  marked('NOTION_TOKEN', (p) => `ntn_${p(DIGIT, 11)}${p(B62, 35)}`),
  marked('NOTION_SECRET', (p) => `secret_${p(B62, 43)}`),
  marked('AIRTABLE_PAT', (p) => `pat${p(B62, 14)}.${p(HEX, 64)}`),
  marked('ATLASSIAN_TOKEN', (p) => `ATATT3xFfGF0${p(URL64, 180)}`),
  marked('FIGMA_TOKEN', (p) => `figd_${p(URL64, 40)}`),
  marked('DOPPLER_TOKEN', (p) => `dp.pt.${p(B62, 43)}`),
  marked('PYPI_TOKEN', (p) => `pypi-AgEIcHlwaS5vcmc${p(URL64, 150)}`),
  marked('GEM_HOST_API_KEY', (p) => `rubygems_${p(HEX, 48)}`),
  marked('CARGO_TOKEN', (p) => `cio${p(B62, 32)}`),
  marked('NUGET_KEY', (p) => `oy2${p(LOWER + DIGIT, 43)}`),
  marked('DOCKER_PAT', (p) => `dckr_pat_${p(URL64, 27)}`),
  marked('HF_TOKEN', (p) => `hf_${p(LOWER + UPPER, 34)}`),
  marked('REPLICATE_TOKEN', (p) => `r8_${p(B62, 37)}`),
  marked('GROQ_KEY', (p) => `gsk_${p(B62, 52)}`),
  marked('PPLX_KEY', (p) => `pplx-${p(B62, 48)}`),
  marked('XAI_KEY', (p) => `xai-${p(B62, 80)}`),
  named('MISTRAL_API_KEY', (p) => p(B62, 32)),
  named('COHERE_API_KEY', (p) => p(B62, 40)),
  marked('AGE_KEY', (p) => `AGE-SECRET-KEY-1${p('QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L', 58)}`),
  marked('ALIBABA_KEY', (p) => `LTAI${p(B62, 20)}`),
  marked('DYNATRACE_TOKEN', (p) => `dt0c01.${p(UPPER + '234567', 24)}.${p(UPPER + '234567', 64)}`),
  marked('EASYPOST_KEY', (p) => `EZAK${p(B62, 54)}`),
  marked('FLUTTERWAVE_KEY', (p) => `FLWSECK_TEST-${p(HEX, 32)}-X`),
  marked('PLANETSCALE_TOKEN', (p) => `pscale_tkn_${p(URL64, 43)}`),
  marked('README_KEY', (p) => `rdme_${p(LOWER + DIGIT, 70)}`),
  marked('BREVO_KEY', (p) => `xkeysib-${p(HEX, 64)}-${p(B62, 16)}`),
  marked('TYPEFORM_TOKEN', (p) => `tfp_${p(URL64, 59)}`),
  marked('CONTENTFUL_TOKEN', (p) => `CFPAT-${p(URL64, 43)}`),
  marked('TAILSCALE_KEY', (p) => `tskey-auth-${p(B62, 16)}-${p(B62, 32)}`),
  marked('OPENROUTER_KEY', (p) => `sk-or-v1-${p(HEX, 64)}`),
  marked('LANGSMITH_KEY', (p) => `lsv2_pt_${p(HEX, 32)}_${p(HEX, 10)}`),
  marked('SUPABASE_TOKEN', (p) => `sbp_${p(HEX, 40)}`),
  marked('PREFECT_KEY', (p) => `pnu_${p(B62, 36)}`),
  marked('SHIPPO_TOKEN', (p) => `shippo_live_${p(HEX, 40)}`),
  marked('CLOJARS_TOKEN', (p) => `CLOJARS_${p(LOWER + DIGIT, 60)}`),
  marked('ADOBE_SECRET', (p) => `p8e-${p(B62, 32)}`),
  marked('INFRACOST_KEY', (p) => `ico-${p(B62, 32)}`),
  marked('SONAR_TOKEN', (p) => `squ_${p(HEX, 40)}`),
  marked('BUILDKITE_TOKEN', (p) => `bkua_${p(HEX, 40)}`),
  named('SNYK_TOKEN', uuid),
  named('CODECOV_TOKEN', uuid),
  named('ALGOLIA_ADMIN_KEY', (p) => p(HEX, 32)),
  named('OKTA_API_TOKEN', (p) => `00${p(URL64, 40)}`),
  named('TWITCH_CLIENT_SECRET', (p) => p(LOWER + DIGIT, 30)),
  named('TWITTER_API_SECRET', (p) => p(B62, 50)),
  named('ZENDESK_API_TOKEN', (p) => p(B62, 40)),
  named('SPOTIFY_CLIENT_SECRET', (p) => p(HEX, 32)),
  named('FACEBOOK_APP_SECRET', (p) => p(HEX, 32)),
  named('LINODE_TOKEN', (p) => p(HEX, 64)),
  named('PAGERDUTY_API_KEY', (p) => p(URL64, 20)),
  named('ASANA_CLIENT_SECRET', (p) => p(HEX, 32)),
  named('INTERNAL_API_KEY', (p) => p(B62, 40)),
  named('SESSION_SECRET', (p) => p(HEX, 48)),
  named('ETH_PRIVATE_KEY', (p) => `0x${p(HEX, 64)}`),
  named('BITCOIN_WIF', wif),
  marked('SESSION_JWT', jwt),
  marked('DATABASE_URL', (p) => `postgres://app:${p(B62, 16)}@db.internal:5432/app`),
  marked('REDIS_URL', (p) => `redis://:${p(B62, 20)}@cache:6379/0`),
  marked('MONGO_URL', (p) => `mongodb+srv://svc:${p(B62, 14)}@c0.mongodb.net/x`),
  marked('PEM', (p) => `-----BEGIN PRIVATE KEY-----\n${p(B64, 64)}\n${p(B64, 64)}\n-----END PRIVATE KEY-----`),
];

/** Where secrets leak: code, configuration, logs, the shell. */
export const PLACES: readonly ((name: string, secret: string) => string)[] = [
  (name, secret) => `export ${name}=${secret}\nnpm run deploy\n`,
  (name, secret) => `PORT=8080\n${name}=${secret}\nDEBUG=0\n`,
  (name, secret) => `{"service":"billing","${name.toLowerCase()}":${JSON.stringify(secret)},"retries":3}`,
  (name, secret) => `app:\n  name: shop\n  ${name.toLowerCase()}: ${JSON.stringify(secret)}\n`,
  (name, secret) => `const ${camel(name)} = ${JSON.stringify(secret)};\nclient.connect(${camel(name)});\n`,
  (name, secret) => `os.environ["${name}"] = ${JSON.stringify(secret)}\n`,
  (name, secret) => `2026-03-01T10:12:33Z WARN config dump: ${name}="${secret}" region=eu-west-1\n`,
  (name, secret) => `  1042  curl -s -H 'X-${name}: ${secret}' https://api.example.net/v1/me\n`,
  (name, secret) => `docker run -e ${name}=${secret} -p 80:80 shop:latest`,
  (name, secret) => `<add key="${name}" value="${secret}" />`,
  (name, secret) => `the deploy failed, I used ${name}: ${secret} as you said`,
  (name, secret) => `${JSON.stringify(JSON.stringify({ level: 'info', [name]: secret }))}`,
];

function camel(name: string): string {
  return name.toLowerCase().replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** Ways in which a token is not one. */
export const SPOILERS: readonly ((secret: string, pick: (alphabet: string, count: number) => string) => string)[] = [
  (secret) => secret.slice(0, -3),
  (secret, pick) => secret + pick(LOWER + DIGIT, 3),
  (secret) => `${secret.slice(0, -8)}!${secret.slice(-7)}`,
  (secret) => secret.slice(0, 8) + 'x'.repeat(Math.max(8, secret.length - 8)),
  (secret) => `${secret.slice(0, 8)}YOUR_KEY_HERE${'X'.repeat(8)}`,
  (secret, pick) => `${secret.slice(0, -6)}${pick(B62, 6)}`,
];
