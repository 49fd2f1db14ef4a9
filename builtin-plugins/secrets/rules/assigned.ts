/** @module Values that are secrets by the name they are assigned to. */
import { ASSIGNMENT_SPAN, findApiKey, findAwsSecret, findPassword, findSecretValue } from '../probes/assignment.ts';
import type { ProbeRule } from '../rule.ts';

const kind = 'probe';
const span = ASSIGNMENT_SPAN;

/** Every spelling of a name of several words: `api_key`, `api-key`, `apikey`, `api.key`. */
function spellings(...names: readonly string[]): string[] {
  return names.flatMap((name) => ['_', '-', '', '.'].map((sign) => name.replaceAll(' ', sign)));
}

export const ASSIGNED: readonly ProbeRule[] = [
  {
    kind,
    id: 'aws-secret-key',
    category: 'aws_secret_key',
    keywords: [...spellings('aws secret access key', 'aws secret key'), ...spellings('secret access key')],
    span,
    rank: 40,
    probe: findAwsSecret,
  },
  {
    kind,
    id: 'generic-api-key',
    category: 'generic_api_key',
    keywords: spellings('api key', 'api token', 'access token', 'secret key', 'api secret'),
    span,
    rank: 10,
    probe: findApiKey,
  },
  {
    kind,
    id: 'generic-secret',
    category: 'generic_secret',
    keywords: [
      'secret',
      'token',
      'credential',
      '_key',
      '-key',
      '_auth',
      ...spellings(
        'access key',
        'encryption key',
        'signing key',
        'private key',
        'master key',
        'license key',
        'account key',
        'app key',
      ),
    ],
    span,
    rank: 9,
    probe: findSecretValue,
  },
  {
    kind,
    id: 'generic-password',
    category: 'generic_password',
    keywords: ['password', 'passwd', 'passphrase', '_pass', '_pwd'],
    span,
    rank: 8,
    probe: findPassword,
  },
];
